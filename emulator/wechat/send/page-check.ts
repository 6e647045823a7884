import { ErrcodeError } from '../openapi/errcodes'
import type { Switches } from '../switches'

/**
 * The page a card leads to must exist in the released mini-program (41030). Without a page the card leads nowhere, which is allowed.
 * @param pages  of app.json, without leading slash; empty when unknown, and then every page passes
 * @throws ErrcodeError 41030
 */
export function checkPage(page: unknown, state: string, pages: string[], { send }: Switches): string | undefined {
  if (page === undefined || page === null || page === '') return undefined
  if (typeof page !== 'string') throw new ErrcodeError(41030)
  if (!mustExist(state, send.pageCheck) || pages.length === 0) return page
  const path = page.replace(/[?#].*$/s, '')
  const known = send.leadingSlash === 'tolerated' ? path.replace(/^\//, '') : path
  if (!pages.includes(known)) throw new ErrcodeError(41030)
  return page
}

function mustExist(state: string, pageCheck: Switches['send']['pageCheck']): boolean {
  return pageCheck === 'always' || (pageCheck === 'formal' && state === 'formal')
}
