import { note } from '../access/audit'
import { type Author } from '../access/identify'
import { cancelQueued } from '../delivery/cancel'
import { AppError } from '../error/app-error'
import { consume, release } from '../ledger/holds'
import { messagesOf, NEVER, NOBODY } from '../outbox/message'
import { pushesOf, settlementOf, type Push, type PushState } from '../outbox/push'
import { transition } from '../outbox/transition'
import { type Ports } from '../ports'
import { findById } from '../records/find'
import { newId } from '../records/id'
import { templateToSend } from '../templates/registry'
import { finishIfDone } from './finish'
import { RETRYABLE, RETRYABLE_STATES } from './retryable'
import { viewPush, type PushView } from './view'

const NAMES: Record<PushState, string> = {
  scheduled: '等待定时',
  expanding: '准备中',
  running: '发送中',
  finished: '已完成',
  halted: '已停止',
  paused: '已暂停',
  cancelled: '已取消',
}

/** Nothing further goes out until `resume`; what is on its way arrives. @throws AppError `not-found`, `wrong-state` */
export async function pausePush(ports: Ports, by: Author, pushId: string): Promise<PushView> {
  const push = await pushIn(ports, pushId, ['scheduled', 'expanding', 'running'], '暂停')
  await change(ports, push, { state: 'paused' })
  await messagesOf(ports.db).where({ pushId, state: 'queued' }).update({ data: { dueAt: NEVER, owner: NOBODY } })
  await note(ports, by, 'pause', { pushId })
  return view(ports, pushId)
}

/**
 * Goes on with a paused or halted push, with the template's id as it is now: after a halt because of a wrong one, it completes.
 * What failed for the reason of the halt is tried again.
 */
export async function resumePush(ports: Ports, by: Author, pushId: string): Promise<PushView> {
  const push = await pushIn(ports, pushId, ['paused', 'halted'], '继续')
  await requireNothingUnderway(ports, push)
  const { templateId } = await templateToSend(ports.db, push.template)
  if (push.halt) await requeue(ports, push, { state: 'failed', reason: push.halt.reason })
  const waits = push.sendAt !== undefined && push.sendAt.getTime() > ports.clock.now() && push.cursor === ''
  const state = push.cursor === undefined ? 'running' : waits ? 'scheduled' : 'expanding'
  await change(ports, push, { state, templateId, halt: ports.db.command.remove() })
  await messagesOf(ports.db).where({ pushId, state: 'queued' }).update({ data: { dueAt: new Date(ports.clock.now()) } })
  await note(ports, by, 'resume', { pushId })
  return view(ports, pushId)
}

/** What has not gone out never will; what it held comes back. */
export async function cancelPush(ports: Ports, by: Author, pushId: string): Promise<PushView> {
  const push = await pushIn(ports, pushId, ['scheduled', 'expanding', 'running', 'paused', 'halted'], '取消')
  await change(ports, push, { state: 'cancelled' })
  const cancelled = await cancelQueued(ports, pushId, newId(ports.random))
  await note(ports, by, 'cancel', { pushId, cancelled })
  return view(ports, pushId)
}

/** Tries again what did not go out and may by now; never what may have gone out already. */
export async function retryPush(ports: Ports, by: Author, pushId: string): Promise<PushView> {
  const push = await pushIn(ports, pushId, ['running', 'finished'], '重试')
  const { in: oneOf } = ports.db.command
  const retried = await requeue(ports, push, { state: oneOf([...RETRYABLE_STATES]), reason: oneOf([...RETRYABLE]) })
  if (retried > 0) await change(ports, push, { state: 'running' })
  await note(ports, by, 'retry', { pushId, retried })
  return view(ports, pushId)
}

/** A person says what became of a message of which nobody knows. @throws AppError `not-found`, `wrong-state` */
export async function resolveMessage(ports: Ports, by: Author, id: string, outcome: 'sent' | 'not-sent'): Promise<PushView> {
  const message = await findById(messagesOf(ports.db), id)
  const push = message && (await findById(pushesOf(ports.db), message.pushId))
  if (!message || !push) throw new AppError('not-found', '没有这条消息，请从推送记录里选。')
  if (message.state !== 'unknown') throw new AppError('wrong-state', '这条消息的结果已经清楚，不用再确认。')
  const settlement = settlementOf(push, [message.openid])
  await (outcome === 'sent' ? consume(ports, settlement) : release(ports, settlement))
  const to = outcome === 'sent' ? ({ state: 'sent' } as const) : ({ state: 'failed', reason: 'resolved' } as const)
  await messagesOf(ports.db).where({ _id: id, state: 'unknown' }).update({ data: transition(ports, to) })
  await note(ports, by, 'resolve', { message: id, outcome })
  return view(ports, push._id)
}

async function pushIn(ports: Ports, pushId: string, states: readonly PushState[], action: string): Promise<Push> {
  const push = await findById(pushesOf(ports.db), pushId)
  if (!push) throw new AppError('not-found', `没有编号为 ${pushId} 的推送。请从推送记录里选。`)
  if (!states.includes(push.state)) throw new AppError('wrong-state', `这次推送${NAMES[push.state]}，不能${action}。`)
  return push
}

/** Only from the state that was seen: of two people who act at once, one is told to look again. */
async function change(ports: Ports, push: Push, changes: Record<string, unknown>): Promise<void> {
  const { stats } = await pushesOf(ports.db)
    .where({ _id: push._id, state: push.state })
    .update({ data: { ...changes, updatedAt: new Date(ports.clock.now()) } })
  if (stats.updated === 0) throw new AppError('busy', '这次推送的状态刚刚变了，请刷新后再试。')
}

async function requireNothingUnderway(ports: Ports, push: Push): Promise<void> {
  const { total } = await messagesOf(ports.db).where({ pushId: push._id, state: 'sending' }).count()
  if (total > 0) throw new AppError('busy', `还有 ${total} 条正在发送，请稍等片刻再继续。`)
}

async function requeue(ports: Ports, push: Push, which: Record<string, unknown>): Promise<number> {
  const changes = { attempts: 0, owner: NOBODY, dueAt: new Date(ports.clock.now()) }
  const { stats } = await messagesOf(ports.db)
    .where({ pushId: push._id, ...which })
    .update({ data: transition(ports, { state: 'queued', changes }) })
  return stats.updated
}

async function view(ports: Ports, pushId: string): Promise<PushView> {
  await finishIfDone(ports, pushId)
  const push = await findById(pushesOf(ports.db), pushId)
  if (!push) throw new AppError('not-found', `没有编号为 ${pushId} 的推送。`)
  return viewPush(ports.db, push)
}
