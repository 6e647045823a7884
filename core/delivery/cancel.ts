import { release } from '../ledger/holds'
import { messagesOf, type Message } from '../outbox/message'
import { pushesOf, settlementOf } from '../outbox/push'
import { transition } from '../outbox/transition'
import { type Ports } from '../ports'
import { findById } from '../records/find'
import { groupBy } from '../records/group-by'
import { CLAIM_SIZE, LEASE_MS } from './limits'

/**
 * Ends what a push still has queued. Two steps, like a send: the rows are taken out of reach of every worker first,
 * and what they may hold of an earlier attempt comes back second; `finishCancelling` completes what a dead caller left.
 * @returns how many were cancelled
 */
export async function cancelQueued(ports: Ports, pushId: string, owner: string): Promise<number> {
  const { command } = ports.db
  const { stats } = await messagesOf(ports.db)
    .where({ pushId, state: 'queued' })
    .update({ data: { state: 'cancelling', owner, dueAt: new Date(ports.clock.now() + LEASE_MS) } })
  for (;;) {
    const { data: rows } = await messagesOf(ports.db).where({ pushId, state: 'cancelling', dueAt: command.gt(new Date(0)) }).limit(CLAIM_SIZE).get()
    if (rows.length === 0) return stats.updated
    await finish(ports, rows)
  }
}

/** @returns how many were completed */
export async function finishCancelling(ports: Ports): Promise<number> {
  const expired = { state: 'cancelling', dueAt: ports.db.command.lte(new Date(ports.clock.now())) }
  let finished = 0
  for (;;) {
    const { data: rows } = await messagesOf(ports.db).where(expired).limit(CLAIM_SIZE).get()
    if (rows.length === 0) return finished
    await finish(ports, rows)
    finished += rows.length
  }
}

async function finish(ports: Ports, rows: readonly Message[]): Promise<void> {
  for (const [pushId, ofPush] of groupBy(rows, (row) => row.pushId)) {
    const push = await findById(pushesOf(ports.db), pushId)
    if (push) await release(ports, settlementOf(push, ofPush.map((row) => row.openid)))
  }
  await messagesOf(ports.db)
    .where({ _id: ports.db.command.in(rows.map((row) => row._id)), state: 'cancelling' })
    .update({ data: transition(ports, { state: 'cancelled' }) })
}
