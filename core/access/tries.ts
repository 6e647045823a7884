import { AppError } from '../error/app-error'
import { type Ports } from '../ports'
import { type Collection } from '../ports/database'
import { COLLECTIONS } from '../records/collections'
import { findById, isDuplicate } from '../records/find'

/** Codes that a person tried and that were wrong: a row of `tries`, `_id` is the openid. It is gone when its hour is over. */
export interface Tries {
  _id: string
  count: number
  /** When the first of the hour was. */
  since: Date
}

export const MAX_TRIES = 10
const HOUR_MS = 3_600_000

/**
 * Taken before anybody looks whether the code is right, so that many at the same moment are no more than one after the other.
 * @throws AppError `too-many-tries`
 */
export async function takeTry(ports: Ports, openid: string): Promise<void> {
  const { command } = ports.db
  const now = ports.clock.now()
  await triesOf(ports).where({ since: command.lte(new Date(now - HOUR_MS)) }).remove()
  for (;;) {
    const { stats } = await triesOf(ports).where({ _id: openid, count: command.lt(MAX_TRIES) }).update({ data: { count: command.inc(1) } })
    if (stats.updated > 0) return
    const { count = 0 } = (await findById(triesOf(ports), openid)) ?? {}
    if (count >= MAX_TRIES) throw new AppError('too-many-tries', '输错的次数太多，请过一小时再试。')
    if (count === 0 && (await isFirst(ports, openid, now))) return
  }
}

/** It was the right one. */
export async function giveBackTry(ports: Ports, openid: string): Promise<void> {
  await triesOf(ports).where({ _id: openid }).update({ data: { count: ports.db.command.inc(-1) } })
}

/** Of several at the same moment one is; the others find its row. */
async function isFirst(ports: Ports, openid: string, now: number): Promise<boolean> {
  try {
    await triesOf(ports).add({ data: { _id: openid, count: 1, since: new Date(now) } })
    return true
  } catch (error) {
    if (isDuplicate(error)) return false
    throw error
  }
}

function triesOf({ db }: Ports): Collection<Tries> {
  return db.collection<Tries>(COLLECTIONS.tries)
}
