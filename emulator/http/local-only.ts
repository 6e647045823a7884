import { type IncomingMessage } from 'node:http'

const LOCAL_NAMES = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Why a request must be refused, in words, or undefined when it is local.
 * The Host check stops pages that rebind their own name to 127.0.0.1; the Origin check stops other sites from posting here.
 */
export function refusalOf({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>): string | undefined {
  if (!isLocal(`http://${headers.host ?? ''}`)) {
    return `Host ${headers.host ?? '(none)'} is refused: the local cloud answers only to localhost and 127.0.0.1.`
  }
  const reads = method === 'GET' || method === 'HEAD'
  if (!reads && headers.origin !== undefined && !isLocal(headers.origin)) {
    return `Origin ${headers.origin} is refused: only pages of this machine may call the local cloud.`
  }
  return undefined
}

function isLocal(url: string): boolean {
  return URL.canParse(url) && LOCAL_NAMES.has(new URL(url).hostname)
}
