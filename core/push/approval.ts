import { type Author } from '../access/identify'
import { note } from '../access/audit'
import { AppError } from '../error/app-error'
import { changePush, onwardOf, pushesOf, WITHOUT_NAMES } from '../outbox/push'
import { type Ports } from '../ports'
import { callRound } from '../records/agenda'
import { findById } from '../records/find'
import { templateToSend } from '../templates/registry'
import { checkSharedData } from '../templates/variables'
import { askedOf } from './asked'
import { finishIfDone, latest, reconcile } from './reconcile'
import { viewPush, type PushView } from './view'

/**
 * A second member agrees to what she was shown, and to so many: of an audience that has grown since no more get it.
 * @throws AppError `not-found`, `wrong-state` when it is not what she was shown, `forbidden` for its author and the console
 */
export async function approvePush(ports: Ports, by: Author, { pushId, seen, recipients }: { pushId: string; seen: string; recipients: number }): Promise<PushView> {
  const push = await findById(pushesOf(ports.db), pushId, WITHOUT_NAMES)
  if (!push) throw new AppError('not-found', `没有编号为 ${pushId} 的推送。请从推送记录里选。`)
  if (by.kind !== 'member') throw new AppError('forbidden', '批准要由另一位成员在小程序里进行，云控制台不能批准。')
  const isHers = [push.by, push.goingBy].some((author) => author?.kind === 'member' && author.openid === by.openid)
  if (isHers) throw new AppError('forbidden', '不能批准自己发起的推送。请另一位推送者或所有者来批准。')
  if (push.state !== 'pending') throw new AppError('wrong-state', '这次推送不在等待批准，可能已经有人处理了。')
  const asked = await askedOf(ports.db, push)
  // Who finds an audience by itself may find more than she saw, and then no more get it; a list goes out as it is.
  const isAsShown = push.audience.kind === 'openids' ? recipients === asked.recipients : recipients <= asked.recipients
  if (asked.seen !== seen || !isAsShown)
    throw new AppError('wrong-state', '这次推送的内容、模板或人数和你看到的不一样了，没有批准。请重新打开看过再决定。')
  const { templateId, type, fields } = await templateToSend(ports.db, push.template)
  const faults = checkSharedData(push.data, fields, push)
  if (faults.length > 0) throw new AppError('not-ready', `模板改过了，内容不再符合要求：${faults.map(({ message }) => message).join('；')}。请取消后重新推送。`)
  const approval = { by, at: new Date(ports.clock.now()), recipients, seen }
  if (!(await changePush(ports, push, { state: onwardOf(ports, push), templateId, type, approval: ports.db.command.set(approval) })))
    throw new AppError('wrong-state', '这次推送刚被别人改动，没有批准。请重新打开看过再决定。')
  await callRound(ports)
  await note(ports, by, 'approve', { pushId, recipients })
  return viewPush(ports.db, await finishIfDone(ports, await reconcile(ports, await latest(ports, push))))
}
