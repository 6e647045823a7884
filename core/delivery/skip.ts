import { release, type Hold } from '../ledger/holds'
import { messageId, messagesOf, type MessageReason } from '../outbox/message'
import { settlementOf, type Push } from '../outbox/push'
import { transition } from '../outbox/transition'
import { type Ports } from '../ports'

/** Ends the messages for which the ledger holds nothing, without asking WeChat. */
export async function skip(ports: Ports, owner: string, push: Push, refused: readonly Hold[]): Promise<void> {
  const stopped = refused.filter((hold) => hold.standing === 'stopped')
  const empty = refused.filter((hold) => hold.standing !== 'stopped')
  if (stopped.length > 0) {
    // Told us between two attempts: the credit that was held for the next one comes back.
    await release(ports, settlementOf(push, stopped.map((hold) => hold.openid)))
    await skipFor(ports, owner, push, stopped, 'stopped')
  }
  await skipFor(ports, owner, push, empty, 'no-credit')
}

async function skipFor(ports: Ports, owner: string, push: Push, holds: readonly Hold[], reason: MessageReason): Promise<void> {
  if (holds.length === 0) return
  const { command } = ports.db
  const ids = holds.map((hold) => messageId(push._id, hold.openid))
  await messagesOf(ports.db)
    .where({ _id: command.in(ids), owner, state: command.in(['sending', 'unknown']) })
    .update({ data: transition(ports, { state: 'skipped', reason }) })
}
