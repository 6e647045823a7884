import { authorizationsOf, receiving } from '../ledger/authorization'
import { type Ports } from '../ports'
import { type Condition, type Operator } from '../ports/database'
import { type Template } from '../templates/template'
import { countAmong, openidsOf } from './among'
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
  if (Object.keys(condition).length > 0) return countOneByOne(ports, condition, template, wanted)
  const [{ total: users }, { total: able }] = await Promise.all([usersOf(db).count(), authorizationsOf(db).where(receiving(db, template.templateId, template.type)).count()])
  // An authorization may be older than its user's record; the list has whoever there is a record of.
  const ofUsers = Math.min(able, users)
  return { total: wanted ? ofUsers : users - ofUsers }
}

async function countOneByOne(ports: Ports, condition: Condition | Operator, { templateId, type }: Template, wanted: boolean): Promise<Counted> {
  const { db } = ports
  const openids = await openidsOf(db, condition, MAX_LOOKED_AT + 1)
  if (ports.remainingMs() < STOP_BUDGET_MS) return { total: 0, atLeast: true }
  const looked = openids.slice(0, MAX_LOOKED_AT)
  const able = await countAmong(db, looked, templateId, receiving(db, templateId, type))
  return { total: wanted ? able : looked.length - able, ...(looked.length < openids.length && { atLeast: true }) }
}
