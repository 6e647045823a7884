import { type PlainObject } from '../document'
import { riskOf } from '../query/budget'
import { allMatching, type ActionContext } from './action'
import { inTurns } from './turns'

/** `count` of all documents or of a query. */
export async function calculateDocument({ body, view, guard, budget }: ActionContext): Promise<PlainObject> {
  const query = guard.restrict('read', body.object('query'))
  const { length: total } = await inTurns(allMatching(view, query), budget, riskOf(query))
  return { data: { total } }
}
