import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import app from '../../miniprogram/app.json'

const PAGES = app.subPackages.flatMap(({ root, pages }) => pages.map((page) => join(root, page)))

it.each(PAGES)('%s says when everything is stopped', (page) => {
  const path = join(__dirname, '../../miniprogram', page)
  expect(readFileSync(`${path}.wxml`, 'utf8')).toMatch(/<standstill\b/)
  expect(JSON.parse(readFileSync(`${path}.json`, 'utf8'))).toMatchObject({ usingComponents: { standstill: '/admin/components/standstill/standstill' } })
})
