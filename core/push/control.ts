import { note } from '../access/audit'
import { type Author } from '../access/identify'
import { requireOwner } from '../access/member'
import { resolve, takeUnknown } from '../delivery/recover'
import { AppError } from '../error/app-error'
import { messagesOf, type PersonsWord } from '../outbox/message'
import { changePush, isAgreed, onwardOf, PUSH_STATES, pushesOf, WITHOUT_NAMES, type Push, type PushState } from '../outbox/push'
import { type Ports } from '../ports'
import { type Changes } from '../ports/database'
import { callRound } from '../records/agenda'
import { findById } from '../records/find'
import { PUSH_WORDS } from '../records/words'
import { templateToSend } from '../templates/registry'
import { AUTHOR_GONE } from './orphans'
import { finishIfDone, latest, reconcile } from './reconcile'
import { RECEIPT_WAIT_MS, settleable } from './resolve-unknown'
import { viewPush, type PushView } from './view'

/** Others that may change the push while a person decides, one after the other. */
const MAX_DECISIONS = 10

/** Nothing further goes out until `resume`; what is on its way arrives. @throws AppError `not-found`, `wrong-state` */
export async function pausePush(ports: Ports, by: Author, pushId: string): Promise<PushView> {
  const push = await decide(ports, pushId, ['scheduled', 'expanding', 'running'], '暂停', () => ({ state: 'paused' }))
  await note(ports, by, 'pause', { pushId })
  return viewPush(ports.db, push)
}

/**
 * Goes on with a paused or halted push, with the template's id as it is now: after a halt because of a wrong one, it completes.
 * What failed for the reason of the halt is tried again. Whoever says so answers for it from then on.
 * @throws AppError `not-found`, `wrong-state`, `forbidden` where an owner has to decide
 */
export async function resumePush(ports: Ports, by: Author, pushId: string): Promise<PushView> {
  const push = await resumed(ports, by, pushId)
  await note(ports, by, 'resume', { pushId })
  return viewAfter(ports, push)
}

/** The decision alone: what follows from it is done by the next round. @throws AppError as `resumePush` */
export async function resumed(ports: Ports, by: Author, pushId: string): Promise<Push> {
  const { command } = ports.db
  return decide(ports, pushId, ['paused', 'halted'], '继续', async (paused) => {
    if (paused.halt?.reason === AUTHOR_GONE) await requireOwner(ports, by)
    const { templateId, type } = await templateToSend(ports.db, paused.template)
    const agreed = isAgreed(paused, templateId)
    const state = agreed ? onwardOf(ports, paused) : 'pending'
    const again = paused.halt && { states: ['failed', ...(paused.requeue?.states ?? [])], reasons: [paused.halt.reason, ...(paused.requeue?.reasons ?? [])] }
    return { state, templateId, type, ...(!agreed && { approval: 'needed' }), goingBy: command.set(by), halt: command.remove(), notBefore: command.remove(), tokenless: 0, ...(again && { requeue: command.set(again) }) }
  })
}

/** What has not gone out never will; what it held comes back. */
export async function cancelPush(ports: Ports, by: Author, pushId: string): Promise<PushView> {
  const push = await decide(ports, pushId, ['pending', 'scheduled', 'expanding', 'running', 'paused', 'halted', 'finished'], '取消', async ({ state }) => {
    if (state === 'finished' && !(await hasWaiting(ports, pushId))) throw new AppError('wrong-state', `这次推送${PUSH_WORDS.finished}，不能取消。`)
    return { state: 'cancelled', closing: true }
  })
  await note(ports, by, 'cancel', { pushId })
  return viewAfter(ports, push)
}

async function hasWaiting({ db }: Ports, pushId: string): Promise<boolean> {
  const { data } = await messagesOf(db).where({ pushId, state: 'waiting' }).limit(1).field({ _id: true }).get()
  return data.length > 0
}

/** A person says what became of a message of which nobody knows. Of two who say it, one is heard. @throws AppError `not-found`, `wrong-state` */
export async function resolveMessage(ports: Ports, by: Author, id: string, outcome: PersonsWord): Promise<PushView> {
  const message = await findById(messagesOf(ports.db), id)
  const push = message && (await findById(pushesOf(ports.db), message.pushId, WITHOUT_NAMES))
  if (!message || !push) throw new AppError('not-found', '没有这条消息，请从推送记录里选。')
  const taken = await takeUnknown(ports, [message], outcome)
  if (taken.length === 0) throw new AppError('wrong-state', '这条消息的结果已经清楚，不用再确认。')
  await resolve(ports, push, taken, outcome)
  await note(ports, by, 'resolve', { pushId: push._id, outcome })
  return viewAfter(ports, push)
}

/**
 * The same of all messages of a push that have waited long enough for WeChat's receipt. Done by this call as far as it gets, and by the timer.
 * @throws AppError `not-found`, `wrong-state`
 */
export async function resolveAll(ports: Ports, by: Author, pushId: string, outcome: PersonsWord): Promise<PushView> {
  const at = new Date(ports.clock.now())
  const { total } = await messagesOf(ports.db).where(settleable(ports.db, pushId, at)).count()
  const push = await decide(ports, pushId, PUSH_STATES, '确认', () => {
    if (total > 0) return { resolving: ports.db.command.set({ outcome, at }) }
    throw new AppError('wrong-state', `没有可以一起确认的消息：要么结果都清楚了，要么还在等微信的回执（发出约 ${RECEIPT_WAIT_MS / 60_000} 分钟后才能一起确认）。`)
  })
  await note(ports, by, 'resolve-all', { pushId, outcome, recipients: total })
  return viewAfter(ports, push)
}

/**
 * Changes a push from one of these states, as often as it takes: a worker that writes out its audience changes it as well.
 * @throws AppError `not-found`, `wrong-state`, `busy`
 */
export async function decide(
  ports: Ports,
  pushId: string,
  states: readonly PushState[],
  action: string,
  changesFor: (push: Push) => Changes | Promise<Changes>,
): Promise<Push> {
  for (let attempt = 0; attempt < MAX_DECISIONS; attempt += 1) {
    const push = await findById(pushesOf(ports.db), pushId, WITHOUT_NAMES)
    if (!push) throw new AppError('not-found', `没有编号为 ${pushId} 的推送。请从推送记录里选。`)
    if (!states.includes(push.state)) throw new AppError('wrong-state', `这次推送${PUSH_WORDS[push.state]}，不能${action}。`)
    if (!(await changePush(ports, push, await changesFor(push)))) continue
    await callRound(ports)
    return latest(ports, push)
  }
  throw new AppError('busy', '这次推送的状态一直在变，请稍后再试。')
}

/** What was decided is done, and told. */
export async function viewAfter(ports: Ports, push: Push): Promise<PushView> {
  return viewPush(ports.db, await finishIfDone(ports, await reconcile(ports, push)))
}
