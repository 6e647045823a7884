import { type ListPage, type Result } from '../../services/answers'
import { type Outcome } from '../../services/outcome'

/** The clipboard is no place for more. */
export const MAX_COPIED = 5000

interface Collected {
  results: Result[]
  /** There were more. */
  isCut: boolean
}

/** The results of a push over as many answers as it takes, up to what a clipboard holds. */
export async function collectResults(
  pushId: string,
  ask: (request: { pushId: string; cursor?: string }) => Promise<Outcome<ListPage<Result>>>,
): Promise<Outcome<Collected>> {
  const results: Result[] = []
  let cursor: string | undefined
  do {
    const outcome = await ask({ pushId, ...(cursor !== undefined && { cursor }) })
    if (!outcome.ok) return outcome
    results.push(...outcome.value.items)
    cursor = outcome.value.next
  } while (cursor !== undefined && results.length < MAX_COPIED)
  return { ok: true, value: { results: results.slice(0, MAX_COPIED), isCut: cursor !== undefined || results.length > MAX_COPIED } }
}
