import { messagesOf } from '../outbox/message'
import { pushesOf } from '../outbox/push'
import { type Ports } from '../ports'

/** Marks the push finished when none of its messages is on its way any more. */
export async function finishIfDone(ports: Ports, pushId: string): Promise<void> {
  const { total: open } = await messagesOf(ports.db)
    .where({ pushId, state: ports.db.command.in(['queued', 'sending', 'cancelling']) })
    .count()
  if (open > 0) return
  await pushesOf(ports.db)
    .where({ _id: pushId, state: 'running' })
    .update({ data: { state: 'finished', updatedAt: new Date(ports.clock.now()) } })
}
