import { type BusinessCaller } from '../api/actions'
import { AppError } from '../error/app-error'
import { pushesOf, type Push, type PushState } from '../outbox/push'
import { type Ports } from '../ports'
import { decide } from '../push/control'
import { finishIfDone, latest, reconcile } from '../push/reconcile'
import { findById } from '../records/find'
import { messagesFor, noticeId, viewNotice, type NoticeView } from './notice'

export interface CancelledNotice extends Omit<NoticeView, 'replayed'> {
  /** It has not gone out, and never will. */
  cancelled: boolean
}

const NOT_OVER: readonly PushState[] = ['pending', 'scheduled', 'expanding', 'running', 'paused', 'halted', 'finished']

/**
 * What has not gone out is called off; what has is told as it is. Of its own notices only: they are found by the name of the key.
 * A second time changes nothing.
 * @throws AppError `not-found`, `busy`
 */
export async function cancelNotice(ports: Ports, caller: BusinessCaller, { dedupe }: { dedupe: string }): Promise<CancelledNotice> {
  const id = noticeId(caller.key, dedupe)
  const push = await findById(pushesOf(ports.db), id)
  if (!push) throw new AppError('not-found', `没有 dedupe 是「${dedupe.slice(0, 40)}」的通知：这把密钥没有发过它，或者早就清理了。请核对 dedupe 和发它时用的密钥。`)
  const before = (await messagesFor(ports, [push])).get(id)
  const isOver = push.state === 'cancelled' || (push.state === 'finished' && before?.state !== 'waiting')
  const called = isOver ? push : await callOff(ports, push)
  const row = isOver ? before : (await messagesFor(ports, [push])).get(id)
  const { replayed: _replayed, ...view } = viewNotice(ports, { ...called, audience: push.audience }, row, true)
  const cancelled = view.outcome === 'skipped'
  return { cancelled, ...view, ...(!cancelled && { message: `${WORDS[view.outcome]}${view.message ?? ''}` }) }
}

const WORDS = { queued: '正在发送途中，取消不了了。', sent: '已经发出，收不回来了。', skipped: '', failed: '已经发过，没有成功，不会再发。', unknown: '已经交给微信，不知道是否送达，收不回来了。' }

async function callOff(ports: Ports, push: Push): Promise<Push> {
  try {
    const cancelled = await decide(ports, push._id, NOT_OVER, '取消', () => ({ state: 'cancelled', closing: true }))
    return await finishIfDone(ports, await reconcile(ports, cancelled))
  } catch (error) {
    // It was over a moment before.
    if (error instanceof AppError && error.code === 'wrong-state') return latest(ports, push)
    throw error
  }
}

