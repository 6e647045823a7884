import { authorizationId, authorizationsOf } from '../ledger/authorization'
import { type Condition, type Database, type Operator } from '../ports/database'
import { MAX_ROWS } from '../records/collections'
import { usersOf } from './user'

/** Who of the users meets a condition, in one answer: a page at a time each would look for its beginning anew. In no order. */
export async function openidsOf(db: Database, condition: Condition | Operator, atMost: number): Promise<string[]> {
  const { list } = await usersOf(db).aggregate().match(condition).limit(atMost).group({ _id: null, openids: { $push: '$_id' } }).end()
  const [{ openids = [] } = {}] = list as { openids?: string[] }[]
  return openids
}

/** How many of these have a row of the template in the ledger that meets the condition. A thousand a call, all calls side by side. */
export async function countAmong(db: Database, openids: readonly string[], templateId: string, condition: Condition): Promise<number> {
  const counts: Promise<number>[] = []
  for (let from = 0; from < openids.length; from += MAX_ROWS) {
    const ids = openids.slice(from, from + MAX_ROWS).map((openid) => authorizationId(openid, templateId))
    counts.push(authorizationsOf(db).where({ ...condition, _id: db.command.in(ids) }).count().then(({ total }) => total))
  }
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0)
}
