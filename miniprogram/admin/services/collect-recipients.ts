import { type ListPage, type Recipient } from '../../services/answers'
import { type Outcome } from '../../services/outcome'

/** Rows asked for at a time, as many as the cloud gives. */
export const COLLECTED_AT_ONCE = 500

export interface Collected {
  items: Recipient[]
  /** There are more than were wanted. */
  isCut: boolean
}

/**
 * All of a list, page by page, up to as many as are wanted.
 * @param goOn  told how many there are so far; false ends it, and undefined is answered
 */
export async function collectRecipients(
  ask: (cursor: string | undefined) => Promise<Outcome<ListPage<Recipient>>>,
  most: number,
  goOn: (count: number) => boolean,
): Promise<Outcome<Collected> | undefined> {
  const items: Recipient[] = []
  let cursor: string | undefined
  do {
    const outcome = await ask(cursor)
    if (!outcome.ok) return outcome
    items.push(...outcome.value.items)
    cursor = outcome.value.next
    if (!goOn(Math.min(items.length, most))) return undefined
  } while (cursor !== undefined && items.length < most)
  return { ok: true, value: { items: items.slice(0, most), isCut: items.length > most || cursor !== undefined } }
}
