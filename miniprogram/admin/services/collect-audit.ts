import { type AuditItem, type ListPage } from '../../services/answers'
import { type Outcome } from '../../services/outcome'
import { type AuditRequest } from './requests'

/** The clipboard is no place for more; `npm run audit -- export` has no such limit. */
export const MAX_EXPORTED = 2000

interface Collected {
  items: AuditItem[]
  /** There were more. */
  isCut: boolean
}

/** What is filtered for over as many answers as it takes, newest first, up to what a clipboard holds. */
export async function collectAudit(filters: AuditRequest, ask: (request: AuditRequest) => Promise<Outcome<ListPage<AuditItem>>>): Promise<Outcome<Collected>> {
  const items: AuditItem[] = []
  let cursor: string | undefined
  do {
    const outcome = await ask({ ...filters, ...(cursor !== undefined && { cursor }) })
    if (!outcome.ok) return outcome
    items.push(...outcome.value.items)
    cursor = outcome.value.next
  } while (cursor !== undefined && items.length < MAX_EXPORTED)
  return { ok: true, value: { items: items.slice(0, MAX_EXPORTED), isCut: cursor !== undefined || items.length > MAX_EXPORTED } }
}
