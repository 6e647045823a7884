import { sealCalls } from '../access/calls'
import { applyArrivals } from '../delivery/arrivals'
import { deliver, NOTHING_DUE, requireTime, type Delivery } from '../delivery/deliver'
import { HAND_OVER_MS, PUSHES_AT_ONCE } from '../delivery/limits'
import { recover } from '../delivery/recover'
import { AppError } from '../error/app-error'
import { pushesOf, WITHOUT_NAMES, type Push } from '../outbox/push'
import { type Ports } from '../ports'
import { MAX_ROWS } from '../records/collections'
import { findById } from '../records/find'
import { sideBySide } from '../records/side-by-side'
import { migrate } from '../upgrade/migrate'
import { completeErasures } from '../users/erase'
import { pauseOrphans } from './orphans'
import { sealRecords } from './records'
import { removeOld } from '../users/retention'
import { wakeWaiting } from '../waiting/granted'
import { finishIfDone, reconcile } from './reconcile'
import { beginSingles, finishSingles, isSingle } from './singles'
import { viewPush, type PushView } from './view'

/** A round ends in time to answer. */
const ANSWER_MS = 2_000

export interface Round {
  /** Messages that dead workers had left behind. */
  recovered: number
  tried: number
  ended: Delivery['ended']
}

/** Brings a push as far as this call can. @returns the push as it stands then */
export async function advance(ports: Ports, push: Push): Promise<Push> {
  const current = await reconcile(ports, push)
  if (current.state !== 'expanding' && current.state !== 'running') return current
  await deliver(ports, { pushId: push._id })
  return finishIfDone(ports, current)
}

/** The progress page drives its push while it is open; the timer does when it is closed. @throws AppError `not-found`, `misconfigured` */
export async function advancePush(ports: Ports, pushId: string): Promise<PushView> {
  requireTime(ports)
  const push = await findById(pushesOf(ports.db), pushId, WITHOUT_NAMES)
  if (!push) throw new AppError('not-found', `没有编号为 ${pushId} 的推送。请从推送记录里选。`)
  return viewPush(ports.db, await advance(ports, push))
}

/** What a round has time for when nothing is left to send. Each may be done twice, or by two at once. */
const AFTERWARDS: readonly ((ports: Ports) => Promise<void>)[] = [bringReceipts, completeErasures, removeOld, sealAll]

/** What WeChat said became of what was sent. */
async function bringReceipts(ports: Ports): Promise<void> {
  await applyArrivals(ports)
}

/** What is not yet in the audit. It is no reason for a round to fail: the next one does it. */
async function sealAll(ports: Ports): Promise<void> {
  const putOff = (error: unknown): void => ports.log('warn', 'audit entries put off', { error: String(error) })
  await sealCalls(ports).catch(putOff)
  await sealRecords(ports).catch(putOff)
}

/**
 * One round of the dispatch timer: brings records of an earlier version to today's shape, settles what dead workers left behind, rests what nobody answers for any more, does what was decided and not done, ends the wait of what need not wait any longer, begins what is due,
 * sends, and finishes what is over.
 * @throws AppError `misconfigured`
 */
export async function advanceAll(ports: Ports): Promise<Round> {
  requireTime(ports)
  await migrate(ports)
  const recovered = await recover(ports)
  await pauseOrphans(ports)
  await wakeWaiting(ports)
  let { tried, ended } = NOTHING_DUE
  // More than one look finds: those who were first are over by then, or wait.
  for (let isMore = true, before = new Set<string>(); isMore; ) {
    const pushes = await toAdvance(ports)
    const running = await begin(ports, pushes)
    const delivery = running.length > 0 ? await deliver(ports) : NOTHING_DUE
    tried += delivery.tried
    ended = delivery.ended
    await finishSingles(ports, running.filter(isSingle))
    for (const push of running) if (!isSingle(push) && ports.remainingMs() > ANSWER_MS) await finishIfDone(ports, push)
    isMore = pushes.length === MAX_ROWS && ended === 'nothing-due' && pushes.some(({ _id }) => !before.has(_id)) && ports.remainingMs() > HAND_OVER_MS
    before = new Set(pushes.map(({ _id }) => _id))
  }
  for (const step of AFTERWARDS) await step(ports)
  return { recovered, tried, ended }
}

/** Does what was decided, of some at the same time. @returns those that run then */
async function begin(ports: Ports, pushes: readonly Push[]): Promise<Push[]> {
  const singles = pushes.filter(isSingle)
  const running = singles.filter(({ state }) => state === 'running')
  if (ports.remainingMs() > ANSWER_MS) running.push(...(await beginSingles(ports, singles.filter(({ state }) => state !== 'running'))))
  await sideBySide(pushes.filter((push) => !isSingle(push)), PUSHES_AT_ONCE, async (push) => {
    const current = ports.remainingMs() > ANSWER_MS && needsWork(push) ? await reconcile(ports, push) : push
    if (current.state === 'running' || current.state === 'expanding') running.push(current)
  })
  return running
}

async function toAdvance({ db, clock }: Ports): Promise<Push[]> {
  const { command } = db
  const { data } = await pushesOf(db)
    .where(
      command.or([
        { state: command.in(['expanding', 'running']) },
        { state: 'scheduled', sendAt: command.lte(new Date(clock.now())) },
        { state: command.in(['paused', 'halted']), requeue: command.exists(true) },
        { state: 'cancelled', closing: true },
        { resolving: command.exists(true) },
        { waking: true },
      ]),
    )
    .limit(MAX_ROWS)
    .field(WITHOUT_NAMES)
    .get()
  return data
}

function needsWork({ state, requeue, resolving, waking, closing }: Push): boolean {
  return waking === true || resolving !== undefined || state === 'scheduled' || state === 'expanding' || requeue !== undefined || closing === true
}
