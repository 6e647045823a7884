import { INSTALLED, type Installed } from './installed'

const SUBSCRIBE_PAGE = 'pages/subscribe/subscribe'
/** Where a message's own page is; a card that leads there has nowhere else to go. */
const MESSAGE_PAGE = 'pages/message/message'

/** `/x/y?z` and `x/y?z` → `x/y` */
function pathOf(url: string): string {
  return url.replace(/^\//, '').split('?')[0] ?? ''
}

/**
 * Address of one of our pages, wherever they stand, with its parameters, each encoded: parameters of a page arrive as they were written.
 * @param page  below our folder or in full, with or without a slash before it and parameters behind it
 */
export function pageUrl(page: string, query: Record<string, string> = {}, { folder }: Pick<Installed, 'folder'> = INSTALLED): string {
  const below = page.replace(/^\//, '')
  const path = folder === '' || below.startsWith(`${folder}/`) ? `/${below}` : `/${folder}/${below}`
  const pairs = Object.entries(query).map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`
}

/** Whether that page of ours is there; where it is not, nothing leads to it. */
export function hasPage(page: string, { pages }: Pick<Installed, 'pages'> = INSTALLED): boolean {
  return pages.includes(pathOf(page))
}

/** Where somebody who is asked to agree opens the mini-program: the page that asks, which takes the parameters, or wherever its own pages do. */
export function askingPage(query: Record<string, string> = {}, installed: Installed = INSTALLED): string {
  return hasPage(SUBSCRIBE_PAGE, installed) ? pageUrl(SUBSCRIBE_PAGE, query, installed) : `/${installed.home}`
}

/** Parameters as they were before `pageUrl`, or as a card brings them. A malformed one stays as it is. */
export function readQuery(query: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(query).map(([key, value]) => [key, decoded(value ?? '')]))
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

/** The page of the business matter that a message is about, or undefined when the card leads to the message itself. */
export function businessPage(page: string, installed: Pick<Installed, 'folder'> = INSTALLED): string | undefined {
  const path = page.replace(/^\//, '')
  if (path === '' || path.startsWith(pageUrl(MESSAGE_PAGE, {}, installed).slice(1))) return undefined
  return `/${path}`
}

function isTab(path: string): boolean {
  return INSTALLED.tabs.some((tab) => pageUrl(tab) === `/${path}`)
}

/** Whether the page on top has the tab bar under it. */
export function hasTabBar(): boolean {
  const pages = getCurrentPages()
  return isTab(pages[pages.length - 1]?.route ?? '')
}

/** Goes there, whichever kind of page it is. An app's own tabs are known to WeChat alone. */
export async function goTo(url: string): Promise<void> {
  const path = pathOf(url)
  if (isTab(path)) return void (await wx.switchTab({ url: `/${path}` }))
  try {
    await wx.navigateTo({ url })
  } catch (error) {
    if (!/tab ?bar/i.test(String((error as { errMsg?: unknown }).errMsg))) throw error
    await wx.switchTab({ url: `/${path}` })
  }
}

/** To a page of ours that one comes back to: where it is open already it is not opened again. */
export async function backTo(page: string): Promise<void> {
  const url = pageUrl(page)
  const open = getCurrentPages().map(({ route }) => `/${route}`)
  const delta = open.length - 1 - open.lastIndexOf(url)
  if (!isTab(url.slice(1)) && open.includes(url) && delta > 0) await wx.navigateBack({ delta })
  else await goTo(url)
}
