import { type ListPage, type MessageState, type Result } from '../../services/answers'
import { type Outcome } from '../../services/outcome'

/** The clipboard is no place for more. */
export const MAX_COPIED = 5000

interface Asked {
  pushId: string
  state?: MessageState
  reason?: string
}

interface Collected {
  results: Result[]
  /** There were more. */
  isCut: boolean
}

/** The results of a push, or of those that are asked for, over as many answers as it takes, up to so many. */
export async function collectResults(
  asked: Asked,
  ask: (request: Asked & { cursor?: string }) => Promise<Outcome<ListPage<Result>>>,
  most = MAX_COPIED,
): Promise<Outcome<Collected>> {
  const results: Result[] = []
  let cursor: string | undefined
  do {
    const outcome = await ask({ ...asked, ...(cursor !== undefined && { cursor }) })
    if (!outcome.ok) return outcome
    results.push(...outcome.value.items)
    cursor = outcome.value.next
  } while (cursor !== undefined && results.length < most)
  return { ok: true, value: { results: results.slice(0, most), isCut: cursor !== undefined || results.length > most } }
}
