import { authorizationId, authorizationsOf, receiving } from '../ledger/authorization'
import { type Ports } from '../ports'
import { type Database } from '../ports/database'
import { MAX_ROWS } from '../records/collections'
import { type Template } from '../templates/template'
import { COUNT_REQUEST, matching, templateNamed, type CountRequest } from './recipients'
import { usersOf } from './user'

export { COUNT_REQUEST }

/** Whoever can receive is counted one by one among so many at most, and while so much time is left. */
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
  if (Object.keys(condition).length > 0) return countOneByOne(ports, condition, template, wanted)
  const [{ total: users }, { total: able }] = await Promise.all([usersOf(db).count(), authorizationsOf(db).where(receiving(db, template.templateId, template.type)).count()])
  // An authorization may be older than its user's record; the list has whoever there is a record of.
  const ofUsers = Math.min(able, users)
  return { total: wanted ? ofUsers : users - ofUsers }
}

async function countOneByOne(ports: Ports, condition: ReturnType<typeof matching>, template: Template, wanted: boolean): Promise<Counted> {
  const { db } = ports
  let [total, looked] = [0, 0]
  for (let last: string | undefined = ''; last !== undefined; ) {
    if (looked >= MAX_LOOKED_AT || ports.remainingMs() < STOP_BUDGET_MS) return { total, atLeast: true }
    const { data }: { data: { _id: string }[] } = await usersOf(db).where(db.command.and([condition, { _id: db.command.gt(last) }])).orderBy('_id', 'asc').limit(MAX_ROWS).field({ _id: true }).get()
    const able = data.length === 0 ? 0 : await countAble(db, template, data.map(({ _id }) => _id))
    total += wanted ? able : data.length - able
    looked += data.length
    last = data.length === MAX_ROWS ? data.at(-1)?._id : undefined
  }
  return { total }
}

async function countAble(db: Database, { templateId, type }: Template, openids: readonly string[]): Promise<number> {
  const ids = openids.map((openid) => authorizationId(openid, templateId))
  return (await authorizationsOf(db).where({ _id: db.command.in(ids), ...receiving(db, templateId, type) }).count()).total
}
