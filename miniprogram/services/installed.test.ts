import app from '../app.json'
import { INSTALLED } from './installed'

it('names the pages, the tabs and the home that app.json has', () => {
  const inSubpackages = app.subPackages.flatMap(({ root, pages }) => pages.map((page) => `${root}/${page}`))
  expect(INSTALLED.pages).toEqual([...app.pages, ...inSubpackages])
  expect(INSTALLED.tabs).toEqual(app.tabBar.list.map(({ pagePath }) => pagePath))
  expect(INSTALLED.home).toBe(app.pages[0])
})
