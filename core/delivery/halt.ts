import { type WeChatVerdict } from '../error/wechat-errors'
import { messagesOf, NEVER } from '../outbox/message'
import { pushesOf, type Push } from '../outbox/push'
import { type Ports } from '../ports'

/** Stops the whole push; what is left waits for a person. */
export async function halt(ports: Ports, push: Push, { reason, errcode, message }: WeChatVerdict): Promise<Push> {
  ports.log('error', 'push halted', { pushId: push._id, reason, errcode })
  const why = { reason, ...(errcode !== undefined && { errcode }), message }
  await pushesOf(ports.db)
    .where({ _id: push._id, state: ports.db.command.in(['expanding', 'running']) })
    .update({ data: { state: 'halted', halt: ports.db.command.set(why), updatedAt: new Date(ports.clock.now()) } })
  await messagesOf(ports.db).where({ pushId: push._id, state: 'queued' }).update({ data: { dueAt: NEVER } })
  return { ...push, state: 'halted', halt: why }
}
