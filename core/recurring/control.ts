import { note } from '../access/audit'
import { type Author } from '../access/identify'
import { requireOwner } from '../access/member'
import { AppError } from '../error/app-error'
import { recurrencesOf, type Recurrence } from '../outbox/recurrence'
import { type Ports } from '../ports'
import { type Changes } from '../ports/database'
import { check, refusal } from '../push/checks'
import { AUTHOR_GONE } from '../push/orphans'
import { callRound } from '../records/agenda'
import { RECURRENCE_WORDS } from '../records/words'
import { findById } from '../records/find'
import { type RecurrenceView } from './list'
import { pushOf } from './request'
import { nextOf } from './rule'
import { viewOne } from './save'

type State = Recurrence['state']

/** No push is made of it until `resume`; those that were made go on. @throws AppError `not-found`, `wrong-state` */
export async function pauseRecurrence(ports: Ports, by: Author, id: string): Promise<{ recurrence: RecurrenceView }> {
  const plan = await find(ports, id, ['active'], '暂停')
  const paused = await change(ports, plan, { state: 'paused' })
  await note(ports, by, 'pause-recurrence', { recurrence: id })
  return { recurrence: await viewOne(ports, paused) }
}

/**
 * Goes on with the next date that is still to come: those that passed while it was paused are not made up for, and none of them was
 * missed. Whoever says so answers for it from then on.
 * @throws AppError `not-found`, `wrong-state`, `forbidden` where an owner has to decide, and what speaks against the push by now
 */
export async function resumeRecurrence(ports: Ports, by: Author, id: string): Promise<{ recurrence: RecurrenceView }> {
  const { command } = ports.db
  const plan = await find(ports, id, ['paused'], '继续')
  if (plan.halt?.reason === AUTHOR_GONE) await requireOwner(ports, by)
  const now = ports.clock.now()
  if (plan.makeUntil && plan.makeUntil.getTime() > now) throw new AppError('busy', '这一次正在发出，请过几分钟再继续。')
  const { faults } = await check(ports, pushOf(plan))
  if (faults.length > 0) throw refusal(faults)
  const nextAt = nextOf(plan.rule, now, plan.runs + plan.missed)
  if (nextAt === undefined) throw new AppError('wrong-state', '以后没有要发的日子了，不能继续。请结束它，要再发就新建一个。')
  const resumed = await change(ports, plan, { state: 'active', nextAt: new Date(nextAt), goingBy: command.set(by), halt: command.remove() })
  await callRound(ports, nextAt)
  await note(ports, by, 'resume-recurrence', { recurrence: id })
  return { recurrence: await viewOne(ports, resumed) }
}

/** For good. What was made of it goes on. @throws AppError `not-found`, `wrong-state` */
export async function endRecurrence(ports: Ports, by: Author, id: string): Promise<{ recurrence: RecurrenceView }> {
  const plan = await find(ports, id, ['active', 'paused'], '结束')
  const ended = await change(ports, plan, { state: 'ended', endedAt: new Date(ports.clock.now()), halt: ports.db.command.remove() })
  await note(ports, by, 'end-recurrence', { recurrence: id })
  return { recurrence: await viewOne(ports, ended) }
}

async function find({ db }: Ports, id: string, states: readonly State[], action: string): Promise<Recurrence> {
  const plan = await findById(recurrencesOf(db), id)
  if (!plan) throw new AppError('not-found', '没有这个重复推送，请从列表里选。')
  if (!states.includes(plan.state)) throw new AppError('wrong-state', `这个重复推送${RECURRENCE_WORDS[plan.state]}，不能${action}。`)
  return plan
}

/** Of two who decide one is heard; a run that is made meanwhile stands. @returns the plan as it is then */
async function change(ports: Ports, { _id, state }: Recurrence, changes: Changes): Promise<Recurrence> {
  const { stats } = await recurrencesOf(ports.db).where({ _id, state }).update({ data: { ...changes, updatedAt: new Date(ports.clock.now()) } })
  const plan = await findById(recurrencesOf(ports.db), _id)
  // A repeated update no longer finds what its first carried out.
  if (!plan || (stats.updated === 0 && plan.state !== changes['state'])) throw new AppError('wrong-state', '刚被别人改动过，请刷新后再看。')
  return plan
}
