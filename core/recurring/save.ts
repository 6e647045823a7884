import { note } from '../access/audit'
import { type Author } from '../access/identify'
import { AppError, invalidArgument } from '../error/app-error'
import { recurrencesOf, type Recurrence, type Rule } from '../outbox/recurrence'
import { type Ports } from '../ports'
import { check, refusal } from '../push/checks'
import { dryRun, type DryRun } from '../push/dry-run'
import { hashOf } from '../push/idempotency'
import { callRound } from '../records/agenda'
import { findById, isDuplicate } from '../records/find'
import { newId } from '../records/id'
import { readData } from '../templates/message-data'
import { viewsOf, type RecurrenceView } from './list'
import { optionsOf, type SaveRequest } from './request'
import { endWords, faultsOf, momentWords, nextDates, nextOf, ruleWords } from './rule'

/** Plans that are not over. */
const MAX_OPEN = 50

/** When a rule is next, before anything is saved. */
export interface NextDates {
  /** Five at most, the earliest first; none where something is wrong with the rule. */
  dates: { at: Date; words: string }[]
  ruleWords: string
  endWords: string
}

/** @throws AppError `invalid-argument` */
export function datesOf({ clock }: Pick<Ports, 'clock'>, rule: Rule): NextDates {
  const faults = faultsOf(rule, clock.now())
  if (faults.length > 0) throw invalidArgument(faults)
  const dates = nextDates(rule, clock.now()).map((at) => ({ at: new Date(at), words: momentWords(at) }))
  return { dates, ruleWords: ruleWords(rule), endWords: endWords(rule) }
}

/** What a plan would send each time, as it stands now, and when. Faults of either are told. */
export async function trySave(ports: Ports, request: SaveRequest): Promise<DryRun & NextDates> {
  const { rule, key: _key, dryRun: _dryRun, ...push } = request
  const faults = faultsOf(rule, ports.clock.now())
  const run = await dryRun(ports, push)
  const dates = faults.length > 0 ? { dates: [], ruleWords: '', endWords: '' } : datesOf(ports, rule)
  const found = faults.length > 0 ? { faults: [...run.faults, ...faults], message: `${run.message}，${faults.map(({ message }) => message).join('；')}` } : {}
  return { ...run, ...found, ...dates }
}

export interface Saved {
  recurrence: RecurrenceView
  /** The key was known already: there is one plan, not two. */
  replayed: boolean
}

/**
 * Takes a plan. The same key with the same request is the same plan, however often it is asked for.
 * @throws AppError `invalid-argument` (all faults at once), `not-found`, `not-ready`, `idempotency-conflict`, `wrong-state` when there are too many
 */
export async function saveRecurrence(ports: Ports, by: Author, request: SaveRequest): Promise<Saved> {
  const bodyHash = hashFor(request)
  const known = request.key === undefined ? undefined : await findById(recurrencesOf(ports.db), request.key)
  if (known) return replayed(ports, known, bodyHash)
  const plan = await planOf(ports, by, request, bodyHash)
  try {
    await recurrencesOf(ports.db).add({ data: plan })
  } catch (error) {
    // Another call with this key was quicker; or the insert was repeated after a lost reply.
    const there = isDuplicate(error) ? await findById(recurrencesOf(ports.db), plan._id) : undefined
    if (!there) throw error
    return replayed(ports, there, bodyHash)
  }
  await callRound(ports, plan.nextAt.getTime())
  await note(ports, by, 'save-recurrence', { recurrence: plan._id, template: plan.template })
  return { recurrence: await viewOne(ports, plan), replayed: false }
}

async function planOf(ports: Ports, by: Author, request: SaveRequest, bodyHash: string): Promise<Recurrence> {
  const { rule, key, dryRun: _dryRun, ...push } = request
  const now = ports.clock.now()
  const { template, audience, faults } = await check(ports, push)
  const all = [...faults, ...faultsOf(rule, now)]
  if (all.length > 0) throw refusal(all)
  const nextAt = nextOf(rule, now, 0)
  if (!audience || nextAt === undefined) throw new Error('no audience, or no date')
  const { total } = await recurrencesOf(ports.db).where({ state: ports.db.command.in(['active', 'paused']) }).count()
  if (total >= MAX_OPEN) throw new AppError('wrong-state', `已有 ${MAX_OPEN} 个重复推送，请先结束不用的。`)
  const created = new Date(now)
  return {
    _id: key ?? newId(ports.random),
    template: template._id,
    title: template.title,
    data: readData(push.data),
    audience,
    options: { ...optionsOf(request) },
    rule,
    by,
    state: 'active',
    nextAt: new Date(nextAt),
    runs: 0,
    missed: 0,
    lastRuns: [],
    lastMissed: [],
    bodyHash,
    createdAt: created,
    updatedAt: created,
  }
}

function hashFor({ rule, key: _key, dryRun: _dryRun, ...push }: SaveRequest): string {
  const { every, weekdays = [], day, time, until, count } = rule
  return `${hashOf(push)} ${JSON.stringify([every, [...weekdays].sort(), day, time, until, count])}`
}

async function replayed(ports: Ports, plan: Recurrence, bodyHash: string): Promise<Saved> {
  if (plan.bodyHash !== bodyHash) throw new AppError('idempotency-conflict', `幂等键 ${plan._id} 已经用于另一个内容不同的重复推送，这次没有保存。要再建一个请换一个 key。`, { details: { id: plan._id } })
  return { recurrence: await viewOne(ports, plan), replayed: true }
}

export async function viewOne(ports: Ports, plan: Recurrence): Promise<RecurrenceView> {
  const [view] = await viewsOf(ports, [plan])
  if (!view) throw new Error('no view')
  return view
}
