import { authorizationId, authorizationsOf, receiving } from '../ledger/authorization'
import { type Ports } from '../ports'
import { type Condition, type Database } from '../ports/database'
import { MAX_ROWS } from '../records/collections'
import { type Template } from '../templates/template'
import { COUNT_REQUEST, matching, templateNamed, type CountRequest } from './recipients'
import { usersOf } from './user'

export { COUNT_REQUEST }

/** Whoever can receive is counted one by one among so many at most, and where so much time is left. */
const MAX_LOOKED_AT = 20_000
const STOP_BUDGET_MS = 3_000

export interface Counted {
  total: number
  /** Not all were looked at: there are at least so many. */
  atLeast?: true
}

/** How many the list of recipients holds that is asked for in the same words. @throws AppError `not-found` for the template */
export async function countRecipients(ports: Ports, { template: key, canReceive: wanted, ...asked }: CountRequest): Promise<Counted> {
  const { db } = ports
  const template = await templateNamed(db, key)
  const condition = matching(db, asked)
  if (!template || wanted === undefined) return { total: (await usersOf(db).where(condition).count()).total }
  if (Object.keys(condition).length > 0) return countOneByOne(ports, condition as Condition, template, wanted)
  const [{ total: users }, { total: able }] = await Promise.all([usersOf(db).count(), authorizationsOf(db).where(receiving(db, template.templateId, template.type)).count()])
  // An authorization may be older than its user's record; the list has whoever there is a record of.
  const ofUsers = Math.min(able, users)
  return { total: wanted ? ofUsers : users - ofUsers }
}

async function countOneByOne(ports: Ports, condition: Condition, template: Template, wanted: boolean): Promise<Counted> {
  const { db } = ports
  // In one answer: a page at a time each would look for its beginning anew.
  const { list } = await usersOf(db).aggregate().match(condition).limit(MAX_LOOKED_AT + 1).group({ _id: null, openids: { $push: '$_id' } }).end()
  const [{ openids = [] } = {}] = list as { openids?: string[] }[]
  if (ports.remainingMs() < STOP_BUDGET_MS) return { total: 0, atLeast: true }
  // Twenty calls at most, side by side.
  const looked = openids.slice(0, MAX_LOOKED_AT)
  const counts: Promise<number>[] = []
  for (let from = 0; from < looked.length; from += MAX_ROWS) counts.push(countAble(db, template, looked.slice(from, from + MAX_ROWS)))
  const able = (await Promise.all(counts)).reduce((sum, count) => sum + count, 0)
  return { total: wanted ? able : looked.length - able, ...(looked.length < openids.length && { atLeast: true }) }
}

async function countAble(db: Database, { templateId, type }: Template, openids: readonly string[]): Promise<number> {
  const ids = openids.map((openid) => authorizationId(openid, templateId))
  return (await authorizationsOf(db).where({ _id: db.command.in(ids), ...receiving(db, templateId, type) }).count()).total
}
