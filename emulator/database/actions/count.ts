import { type PlainObject } from '../document'
import { type ActionContext, matching } from './action'

/** `count` of all documents or of a query. */
export function calculateDocument({ body, view, guard }: ActionContext): PlainObject {
  const query = guard.restrict('read', body.object('query'))
  let total = 0
  for (const _row of matching(view, query)) total++
  return { data: { total } }
}
