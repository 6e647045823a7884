import { dayOf } from '../records/beijing'
import { AppError } from '../error/app-error'
import { type Ports } from '../ports'
import { type Collection } from '../ports/database'
import { COLLECTIONS } from '../records/collections'
import { findById, isDuplicate } from '../records/find'
import { type Author } from './identify'

/** What one member has set going on one Beijing day: a row of `quotas`, `_id` is `day openid`. */
export interface MemberDay {
  _id: string
  openid: string
  pushes: number
  recipients: number
  at: Date
}

/**
 * Counts a push against what its author may set going on one day. Counted before it is written down: who dies in between has one
 * push less that day, and nobody ever one more.
 * @returns what takes it back, for a push that was there already
 * @throws AppError `over-limit`
 */
export async function countForMember(ports: Ports, by: Author, recipients: number): Promise<() => Promise<void>> {
  const { maxPushesPerMember: pushes = 0, maxRecipientsPerMember: people = 0 } = ports.settings
  if (by.kind !== 'member' || (pushes === 0 && people === 0)) return () => Promise.resolve()
  const { command } = ports.db
  const _id = `${dayOf(ports.clock.now())} ${by.openid}`
  const today: MemberDay = { _id, openid: by.openid, pushes: 0, recipients: 0, at: new Date(ports.clock.now()) }
  await begin(ports, today)
  const room = { ...(pushes > 0 && { pushes: command.lt(pushes) }), ...(people > 0 && { recipients: command.lte(people - recipients) }) }
  const add = (sign: 1 | -1): Record<string, unknown> => ({ pushes: command.inc(sign), recipients: command.inc(sign * recipients) })
  const { stats } = await daysOf(ports).where({ _id, ...room }).update({ data: add(1) })
  if (stats.updated === 0) throw overLimit((await findById(daysOf(ports), _id)) ?? today, recipients, { pushes, people })
  return async () => void (await daysOf(ports).where({ _id }).update({ data: add(-1) }))
}

function overLimit(day: MemberDay, recipients: number, { pushes, people }: { pushes: number; people: number }): AppError {
  const why =
    pushes > 0 && day.pushes >= pushes
      ? `你今天已经推送了 ${pushes} 次，这是每人每天的上限`
      : `每人每天最多推送给 ${people} 人次，你今天已经有 ${day.recipients} 人次，这次还有 ${recipients} 人`
  return new AppError('over-limit', `${why}。这次没有发送。请明天再推，或请另一位成员来推；上限写在云函数的环境变量里。`)
}

async function begin(ports: Ports, day: MemberDay): Promise<void> {
  if (await findById(daysOf(ports), day._id)) return
  await daysOf(ports)
    .add({ data: day })
    .catch((error: unknown) => {
      if (!isDuplicate(error)) throw error
    })
}

function daysOf({ db }: Ports): Collection<MemberDay> {
  return db.collection<MemberDay>(COLLECTIONS.quotas)
}
