import { append } from '../access/audit'
import { actorOf } from '../access/audit-entry'
import { standstillNow } from '../delivery/standstill'
import { HAND_OVER_MS } from '../delivery/limits'
import { AppError } from '../error/app-error'
import { answersFor, pushesOf, type Push } from '../outbox/push'
import { KEPT, recurrencesOf, type Missed, type Recurrence } from '../outbox/recurrence'
import { type Ports } from '../ports'
import { type Changes } from '../ports/database'
import { takeDownRun } from '../push/create'
import { MAX_ROWS } from '../records/collections'
import { findById } from '../records/find'
import { newId } from '../records/id'
import { pauseOrphanPlans } from './orphans'
import { keyOf, pushOf } from './request'
import { momentWords, nextOf, ruleWords } from './rule'

/** A run that could not be made for so long is not made any more: what was due in the morning is no news in the afternoon. */
export const LATE_MS = 60 * 60_000

/** Longer than any function runs: whoever took the plan is dead by then, and what it did stands. */
export const PLAN_LEASE_MS = 180_000

/** Nothing was missed for the plan's own fault: the next date may go well. */
type Outcome = { run: Push } | { missed: Missed; rests: boolean } | 'later'

type Listed = Pick<Recurrence, '_id' | 'nextAt' | 'makeUntil'>

/**
 * Makes a push of each date that has come, and tells of those that were missed. At the beginning of a whole round, so that what it
 * makes goes out in the same one; trouble with one plan is no reason not to send.
 * @returns when there is something to do here again (milliseconds since 1970); infinite for never
 */
export async function makeDueRuns(ports: Ports): Promise<number> {
  const { data } = await recurrencesOf(ports.db).where({ state: 'active' }).limit(MAX_ROWS).field({ nextAt: true, makeUntil: true }).get()
  if (data.length === 0) return Infinity
  await pauseOrphanPlans(ports)
  const moments = data.map(momentOf)
  for (const [at, plan] of data.entries()) if (momentOf(plan) <= ports.clock.now()) moments[at] = await bringOn(ports, plan)
  return Math.min(...moments)
}

function momentOf({ nextAt, makeUntil }: Listed): number {
  return Math.max(nextAt.getTime(), makeUntil?.getTime() ?? 0)
}

/** @returns when it is to be looked at again */
async function bringOn(ports: Ports, { _id }: Listed): Promise<number> {
  const maker = newId(ports.random)
  try {
    const plan = await take(ports, _id, maker)
    return plan ? await decideDates(ports, plan, maker) : ports.clock.now() + PLAN_LEASE_MS
  } catch (error) {
    ports.log('error', 'recurrence not brought on', { recurrence: _id, error: String(error) })
    return ports.clock.now()
  }
}

/** The plan as it is now, for this maker alone; undefined when it is another's, or rests. */
async function take(ports: Ports, _id: string, maker: string): Promise<Recurrence | undefined> {
  const { command } = ports.db
  const now = ports.clock.now()
  // Of a repeated update the first may have been carried out.
  const free = command.or([{ makeUntil: command.exists(false) }, { makeUntil: command.lte(new Date(now)) }, { maker }])
  await recurrencesOf(ports.db)
    .where(command.and([{ _id, state: 'active', nextAt: command.lte(new Date(now)) }, free]))
    .update({ data: { maker, makeUntil: new Date(now + PLAN_LEASE_MS) } })
  const plan = await findById(recurrencesOf(ports.db), _id)
  return plan?.maker === maker ? plan : undefined
}

/** One date after the other, as far as there is time; then whoever comes next may. */
async function decideDates(ports: Ports, plan: Recurrence, maker: string): Promise<number> {
  const { command } = ports.db
  const mine = { _id: plan._id, maker }
  let [at, over, rests] = [plan.nextAt.getTime(), plan.runs + plan.missed, false]
  for (let next: number | undefined = at; next !== undefined && !rests && next <= ports.clock.now() && ports.remainingMs() > HAND_OVER_MS; ) {
    at = next
    const outcome = await decide(ports, plan, at)
    if (outcome === 'later') break
    over += 1
    next = nextOf(plan.rule, at, over)
    rests = 'rests' in outcome && outcome.rests
    await recurrencesOf(ports.db).where({ ...mine, nextAt: new Date(at) }).update({ data: changesFor(ports, outcome, at, next) })
    at = next ?? Infinity
  }
  await recurrencesOf(ports.db).where(mine).update({ data: { maker: command.remove(), makeUntil: command.remove() } })
  return rests ? Infinity : at
}

/** What the plan says of a date that is over. A person may have paused it meanwhile, which stands. */
function changesFor({ db: { command }, clock }: Ports, outcome: Exclude<Outcome, 'later'>, at: number, next: number | undefined): Changes {
  const now = new Date(clock.now())
  const onward = next === undefined ? { state: 'ended', endedAt: now } : { nextAt: new Date(next) }
  if ('run' in outcome) {
    const run = { pushId: outcome.run._id, at: new Date(at) }
    return { ...onward, runs: command.inc(1), lastRuns: command.push({ each: [run], slice: -KEPT }), updatedAt: now }
  }
  const { missed, rests } = outcome
  const halt = rests && next !== undefined && { state: 'paused', halt: command.set({ reason: missed.reason, message: missed.message }) }
  return { ...onward, ...halt, missed: command.inc(1), lastMissed: command.push({ each: [missed], slice: -KEPT }), missedAt: now, updatedAt: now }
}

/** In the audit before it is in the plan, under a name by which it is written once. */
async function decide(ports: Ports, plan: Recurrence, at: number): Promise<Outcome> {
  const outcome = await outcomeOf(ports, plan, at)
  if (outcome === 'later') return outcome
  const entry = { at: new Date(ports.clock.now()), function: 'dispatch', call: keyOf(plan._id, at) }
  const facts = { recurrence: plan._id, template: plan.template }
  if ('run' in outcome) {
    const { _id: pushId, total: recipients } = outcome.run
    await append(ports, { ...entry, by: actorOf(answersFor(plan)), action: 'recurring-run', result: 'ok', facts: { ...facts, pushId, recipients } }, true)
  } else {
    await append(ports, { ...entry, by: { kind: 'timer' }, action: 'missed-run', result: outcome.missed.reason, facts: { ...facts, date: momentWords(at) } }, true)
    ports.log('error', 'recurring run missed', { recurrence: plan._id, at: new Date(at), reason: outcome.missed.reason })
  }
  return outcome
}

async function outcomeOf(ports: Ports, plan: Recurrence, at: number): Promise<Outcome> {
  const known = await runOf(ports, plan, at)
  if (known) return { run: known }
  const isStopped = (await standstillNow(ports.db)) !== undefined
  if (ports.clock.now() > at + LATE_MS) return missed(at, isStopped ? 'stopped' : 'late')
  if (isStopped) return 'later'
  const before = await haltOfLast(ports, plan)
  if (before !== undefined) return missed(at, 'halted', `上一次推送停下了，这一次多半也一样，没有发。${before}`)
  try {
    // What is done here is no part of the timer's call: it has its own entry in the audit.
    const { call: _call, ...apart } = ports
    return { run: await takeDownRun(apart, { ...pushOf(plan), key: keyOf(plan._id, at) }, answersFor(plan), { id: plan._id, words: ruleWords(plan.rule) }) }
  } catch (error) {
    const made = await runOf(ports, plan, at)
    if (made) return { run: made }
    if (!(error instanceof AppError) || !error.isUserError) throw error
    return error.code === 'stopped' ? 'later' : missed(at, error.code, error.message)
  }
}

/** What it was told, or what its maker does not know to be there. */
async function runOf({ db }: Ports, { _id }: Recurrence, at: number): Promise<Push | undefined> {
  const push = await findById(pushesOf(db), keyOf(_id, at), { total: true, recurrence: true })
  return push?.recurrence?.id === _id ? push : undefined
}

/** Every further one would stop alike: a page that is gone, a template that WeChat knows no more. */
async function haltOfLast({ db }: Ports, { lastRuns }: Recurrence): Promise<string | undefined> {
  const last = lastRuns.at(-1)
  const push = last && (await findById(pushesOf(db), last.pushId, { state: true, halt: true }))
  return push?.state === 'halted' ? (push.halt?.message ?? '') : undefined
}

/** Why a date passed without a push, where it is no fault of what was to be sent. */
const PASSING: Readonly<Record<string, string>> = {
  late: '到点后一小时内没能发出：定时器没有运行，或者一直没有轮到它。过了时间的不再补发。',
  stopped: '到点时正「全部停止」，一小时内没有解除。过了时间的不再补发。',
  'over-limit': '发起人当天的推送次数或人数到了上限，这一次没有发。',
  'idempotency-conflict': '这一次的编号被另一条推送用掉了，没有发。',
}

function missed(at: number, reason: string, message = ''): Outcome {
  const passing = PASSING[reason]
  return { missed: { at: new Date(at), reason, message: passing ?? message }, rests: passing === undefined }
}
