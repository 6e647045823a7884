import { consume } from '../ledger/holds'
import { messagesOf, type Message } from '../outbox/message'
import { pushesOf, settlementOf, type Push } from '../outbox/push'
import { type Receipt } from '../outbox/receipt'
import { transition, type Transition } from '../outbox/transition'
import { type Ports } from '../ports'
import { COLLECTIONS } from '../records/collections'
import { findByIds } from '../records/find'
import { groupBy } from '../records/group-by'
import { finishCancelling } from './cancel'
import { CLAIM_SIZE } from './limits'

/**
 * Settles what dead workers left in `sending` when their lease ran out: with a receipt it was sent, without one nobody can know.
 * Rows that were only claimed need nothing: they fall due again by themselves.
 * @returns how many rows were settled
 */
export async function recover(ports: Ports): Promise<number> {
  return (await recoverSending(ports)) + (await finishCancelling(ports))
}

async function recoverSending(ports: Ports): Promise<number> {
  const now = new Date(ports.clock.now())
  const expired = { state: 'sending', dueAt: ports.db.command.lte(now) }
  let settled = 0
  for (;;) {
    const { data: rows } = await messagesOf(ports.db).where(expired).limit(CLAIM_SIZE).get()
    if (rows.length === 0) return settled
    const receipts = await findByIds<Receipt>(ports.db, COLLECTIONS.receipts, rows.map((row) => row._id))
    const acknowledged = new Set(receipts.map((receipt) => receipt._id))
    await settleSent(ports, rows.filter((row) => acknowledged.has(row._id)))
    await move(ports, rows.filter((row) => !acknowledged.has(row._id)), { state: 'unknown', reason: 'worker-lost' })
    settled += rows.length
  }
}

async function settleSent(ports: Ports, rows: readonly Message[]): Promise<void> {
  for (const [pushId, ofPush] of groupBy(rows, (row) => row.pushId)) {
    const { data } = await pushesOf(ports.db).where({ _id: pushId }).limit(1).get()
    const push: Push | undefined = data[0]
    if (push) await consume(ports, settlementOf(push, ofPush.map((row) => row.openid)))
  }
  await move(ports, rows, { state: 'sent' })
}

async function move(ports: Ports, rows: readonly Message[], to: Transition): Promise<void> {
  if (rows.length === 0) return
  const { command } = ports.db
  await messagesOf(ports.db)
    .where({ _id: command.in(rows.map((row) => row._id)), state: 'sending', dueAt: command.lte(new Date(ports.clock.now())) })
    .update({ data: transition(ports, { ...to, changes: { attempts: command.inc(1) } }) })
}
