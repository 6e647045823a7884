import { type PlainObject, type Row } from '../document'
import { invalidParam, requestFailed } from '../errors'
import { READ_BYTES, WRITE_BYTES } from '../limits'
import { riskOf, type TimeBudget } from '../query/budget'
import { compileFilter } from '../query/filter'
import { type Guard } from '../rules/guard'
import { type DatabaseSwitches } from '../switches'
import { type LockHolder } from '../transactions/locks'
import { type View } from '../view'
import { encodeEjson } from '../wire/ejson'
import { type RequestBody } from '../wire/request'
import { withPauses, type Work } from './turns'

/** All that one action on a collection needs. */
export interface ActionContext {
  body: RequestBody
  view: View
  guard: Guard
  switches: DatabaseSwitches
  budget: TimeBudget
  /** A fresh _id, 32 hex digits. */
  newId(): string
  /** Resolves when that transaction has let go of its documents. */
  whenFree(holder: LockHolder): Promise<void>
}

/** The first row that the query matches, found in one turn. */
export function firstMatching({ view, budget }: Pick<ActionContext, 'view' | 'budget'>, query: PlainObject): Row | undefined {
  return budget.run(riskOf(query), () => {
    const filter = compileFilter(query)
    for (const row of view.scan(query).rows) if (filter.matches(row.doc)) return row
    return undefined
  })
}

/** All rows that the query matches, for who need not have them in one turn. */
export function* allMatching(view: View, query: PlainObject): Work<Row[]> {
  if (Object.keys(query).length === 0) return [...view.scan(query).rows]
  const filter = compileFilter(query)
  const found: Row[] = []
  for (const row of withPauses(view.scan(query).rows)) {
    if (!row) yield
    else if (filter.matches(row.doc)) found.push(row)
  }
  return found
}

/** @throws WireError INVALID_PARAM when the request writes more than the platform takes at once */
export function assertWriteSize({ body, guard }: ActionContext): void {
  const max = WRITE_BYTES[guard.caller]
  if (body.bytes('data') > max) throw invalidParam(`a request can write at most ${max} bytes`)
}

/** The documents as they travel. */
export function encodeList(docs: PlainObject[], guard: Guard): string[] {
  const list = docs.map(encodeEjson)
  const max = READ_BYTES[guard.caller]
  const bytes = list.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  if (bytes > max) throw requestFailed(`the result is larger than ${max} bytes; ask for fewer documents or fields`)
  return list
}
