/** Address of a page with its parameters, each encoded: parameters of a page arrive as they were written. */
export function pageUrl(path: string, query: Record<string, string> = {}): string {
  const pairs = Object.entries(query).map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`
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

/** Where a message's own page is; a card that leads there has nowhere else to go. */
const MESSAGE_PAGE = 'pages/message/message'
const TAB_PAGES = ['pages/subscribe/subscribe', 'pages/messages/messages', 'pages/profile/profile']

/** The page of the business matter that a message is about, or undefined when the card leads to the message itself. */
export function businessPage(page: string): string | undefined {
  const path = page.replace(/^\//, '')
  if (path === '' || path.startsWith(MESSAGE_PAGE)) return undefined
  return `/${path}`
}

/** Whether the page on top has the tab bar under it. */
export function hasTabBar(): boolean {
  const pages = getCurrentPages()
  return TAB_PAGES.includes(pages[pages.length - 1]?.route ?? '')
}

/** Goes there, whichever kind of page it is. */
export async function goTo(url: string): Promise<void> {
  const path = url.replace(/^\//, '').split('?')[0] ?? ''
  if (TAB_PAGES.includes(path)) await wx.switchTab({ url: `/${path}` })
  else await wx.navigateTo({ url })
}
