import { type IncomingMessage } from 'node:http'

const LOCAL_NAMES = new Set(['localhost', '127.0.0.1', '[::1]'])
/** What browsers say of a request that no other site had a hand in; programs say nothing. */
const OWN_SITES = new Set([undefined, 'none', 'same-origin', 'same-site'])

/**
 * Why a request must be refused, in words, or undefined when it comes from this machine. Asked before anything else, for every address
 * and every method: there is no request that a page of another site may make, reading and loading as a picture or script included.
 *
 * Host stops pages that rebind their own name to 127.0.0.1. Origin and Referer name the page that asks, and no page can put another
 * name there; one that leaves both away is told by Sec-Fetch-Site, which only the browser writes.
 */
export function refusalOf({ headers }: Pick<IncomingMessage, 'headers'>): string | undefined {
  if (!isLocal(`http://${headers.host ?? ''}`)) {
    return `请用 localhost 或 127.0.0.1 打开 · Host ${headers.host ?? '(none)'} is refused: the local cloud answers only to localhost and 127.0.0.1.`
  }
  const asking = headers.origin ?? headers.referer
  if (asking !== undefined) return isLocal(asking) ? undefined : foreign(`${headers.origin === undefined ? 'Referer' : 'Origin'} ${siteOf(asking)}`)
  const site = headers['sec-fetch-site']
  return OWN_SITES.has(site as string | undefined) ? undefined : foreign(`Sec-Fetch-Site ${String(site)}`)
}

function isLocal(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname } = new URL(url)
  return /^https?:$/.test(protocol) && LOCAL_NAMES.has(hostname)
}

/** Without the path, which belongs to the other site. */
function siteOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url.slice(0, 100)
}

function foreign(what: string): string {
  const next = '其他网站的页面不能访问本地云;请在地址栏输入地址打开'
  return `${next} · ${what} is refused: only pages of this machine may call the local cloud. Type its address to open it.`
}
