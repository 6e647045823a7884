import { posix } from 'node:path'
import { CUSTOM_TAB_BAR, type AppConfig, type Theme } from '../manifest'
import { lineOf, Problems } from './problem'
import { type SourceTree } from './source-tree'

const APP_JSON = 'app.json'

/** Parts of app.json that the local cloud does without. */
const NOT_DRAWN = {
  plugins: 'plugins are not available in the local cloud',
  workers: 'workers are not available in the local cloud',
}

export interface ReadAppConfig {
  app: AppConfig
  pages: string[]
  themes: Record<Theme, Record<string, string>>
}

/** app.json, the list of its pages with those of subpackages (both spellings are documented), and theme.json. */
export function readAppConfig(tree: SourceTree, problems: Problems): ReadAppConfig {
  if (!tree.has(APP_JSON)) problems.fatal(APP_JSON, 'is missing: a mini-program needs one with a list of pages')
  const found = new Problems()
  const app = tree.json<AppConfig>(APP_JSON, found)
  for (const { file, message, line } of found.list) problems.fatal(file, message, line)
  const subpackages = [...listOf(app.subPackages), ...listOf(app.subpackages)]
  const inSubpackages = subpackages.flatMap(({ root, pages }) => listOf(pages).map((page) => posix.join(root, page)))
  const pages = [...new Set([...listOf(app.pages), ...inSubpackages].map((page) => page.replace(/^\//, '')))]

  const text = tree.has(APP_JSON) ? tree.read(APP_JSON) : ''
  if (tree.has(APP_JSON) && pages.length === 0) problems.fatal(APP_JSON, '"pages" must name at least one page')
  const tabBar = app.tabBar && { ...app.tabBar, list: listOf(app.tabBar.list) }
  for (const { pagePath } of tabBar?.list ?? []) {
    if (!pages.includes(pagePath)) problems.error(APP_JSON, `tabBar: "${pagePath}" is not in "pages"`, lineOf(text, pagePath))
  }
  for (const [name, what] of Object.entries(NOT_DRAWN)) {
    if (Object.hasOwn(app, name)) problems.warn(APP_JSON, what, lineOf(text, `"${name}"`))
  }
  if (app.tabBar?.custom && !tree.has(`${CUSTOM_TAB_BAR}.wxml`)) {
    problems.warn(APP_JSON, `${CUSTOM_TAB_BAR}.wxml does not exist: the standard tab bar is drawn`, lineOf(text, '"custom"'))
  }
  const home = app.entryPagePath?.replace(/\.html$/, '')
  const ordered = home !== undefined && pages.includes(home) ? [home, ...pages.filter((page) => page !== home)] : pages
  return { app: { ...app, ...(tabBar && { tabBar }), pages: listOf(app.pages) }, pages: ordered, themes: readThemes(app.themeLocation, tree, problems) }
}

/** Others leave a list out, or write something else in its place. */
function listOf<T>(value: T[] | undefined): T[] {
  return Array.isArray(value) ? value : []
}

function readThemes(location: string | undefined, tree: SourceTree, problems: Problems): ReadAppConfig['themes'] {
  const none = { light: {}, dark: {} }
  if (location === undefined) return none
  if (!tree.has(location)) problems.error(APP_JSON, `themeLocation: ${location} does not exist`)
  return { ...none, ...tree.json<ReadAppConfig['themes']>(location, problems) }
}
