import { type Ports } from '../ports'
import { messagesOf, NOBODY, type Message } from '../outbox/message'
import { transition } from '../outbox/transition'
import { CLAIM_SIZE, LEASE_MS } from './limits'

export interface ClaimScope {
  /** Only rows of this push. */
  pushId?: string
}

/** Takes up to `CLAIM_SIZE` due rows for this worker, until the lease ends. Empty when nothing is due. */
export async function claim(ports: Ports, owner: string, { pushId }: ClaimScope): Promise<Message[]> {
  const { command } = ports.db
  const now = new Date(ports.clock.now())
  const due = { ...(pushId !== undefined && { pushId }), state: 'queued', dueAt: command.lte(now) }
  const { data: candidates } = await messagesOf(ports.db).where(due).orderBy('dueAt', 'asc').limit(CLAIM_SIZE).get()
  if (candidates.length === 0) return []
  const ids = candidates.map((row) => row._id)
  const { stats } = await messagesOf(ports.db)
    .where({ _id: command.in(ids), state: 'queued', dueAt: command.lte(now) })
    .update({ data: { owner, dueAt: leaseEnd(ports) } })
  if (stats.updated === candidates.length) return candidates
  // Another worker was quicker with some of them: ask which are ours.
  const { data: ours } = await messagesOf(ports.db).where({ _id: command.in(ids), owner, state: 'queued' }).limit(CLAIM_SIZE).get()
  return ours
}

/** Gives claimed rows that were not tried back to whoever comes next, from `dueAt` on. */
export async function handBack(ports: Ports, owner: string, rows: readonly Message[], dueAt: Date): Promise<void> {
  if (rows.length === 0) return
  await messagesOf(ports.db)
    .where({ _id: ports.db.command.in(rows.map((row) => row._id)), owner, state: 'queued' })
    .update({ data: { owner: NOBODY, dueAt } })
}

/** Marks rows as handed to WeChat, just before they are. Returns those that are still ours to send. */
export async function markSending(ports: Ports, owner: string, rows: readonly Message[]): Promise<Message[]> {
  const { command } = ports.db
  const ids = rows.map((row) => row._id)
  const { stats } = await messagesOf(ports.db)
    .where({ _id: command.in(ids), owner, state: 'queued' })
    .update({ data: transition(ports, { state: 'sending', changes: { dueAt: leaseEnd(ports) } }) })
  if (stats.updated === rows.length) return [...rows]
  const { data: ours } = await messagesOf(ports.db).where({ _id: command.in(ids), owner, state: 'sending' }).limit(rows.length).get()
  return ours
}

/** Takes the mark back from rows that were not handed to WeChat after all. */
export async function unmark(ports: Ports, owner: string, rows: readonly Message[], dueAt: Date): Promise<void> {
  if (rows.length === 0) return
  const { command } = ports.db
  await messagesOf(ports.db)
    .where({ _id: command.in(rows.map((row) => row._id)), owner, state: command.in(['sending', 'unknown']) })
    .update({ data: transition(ports, { state: 'queued', changes: { owner: NOBODY, dueAt } }) })
}

function leaseEnd({ clock }: Ports): Date {
  return new Date(clock.now() + LEASE_MS)
}
