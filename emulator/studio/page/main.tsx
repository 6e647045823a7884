import { render } from 'preact'
import './app/base.css'
import { App } from './app/app'
import { feed } from './live/change-feed'

feed.start()
const root = document.getElementById('studio')
if (root) render(<App />, root)
