import { say } from './toast'

/** What every page that loads something is in. */
export type PageState = 'loading' | 'ready' | 'empty' | 'error'

interface LoadingPage {
  data: { state: PageState }
  setData(data: { state: 'error'; failure: string }): void
}

/** What is shown already stays, with a word in passing; otherwise the page says what went wrong and offers another try. */
export function showFailure(page: LoadingPage, message: string): void {
  if (page.data.state === 'ready') say(message)
  else page.setData({ state: 'error', failure: message })
}
