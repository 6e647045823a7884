import { consume, release } from '../ledger/holds'
import { readWeChatError } from '../error/wechat-errors'
import { messagesOf, NOBODY, UNHELD_STATES, type Message, type Resolution } from '../outbox/message'
import { bondOf, settlementsOf, WITHOUT_NAMES, type Push } from '../outbox/push'
import { type Receipt } from '../outbox/receipt'
import { transition, type Transition } from '../outbox/transition'
import { type Ports } from '../ports'
import { type Changes, type Condition } from '../ports/database'
import { COLLECTIONS } from '../records/collections'
import { findByIds } from '../records/find'
import { groupBy } from '../records/group-by'
import { newId } from '../records/id'
import { runsOf, type Ended, type Run } from './journal'
import { HAND_OVER_MS, LEASE_MS } from './limits'
import { type Outcome } from './outcome'
import { settle } from './settle'

/** Rows that are settled in one step. */
const BATCH = 500

/** No worker comes back after so long. */
const FORGOTTEN_MS = 10 * LEASE_MS

/** What of a message is needed to settle it. */
export const NEEDED = { pushId: true, openid: true, templateId: true, state: true, attempts: true, owner: true, reason: true, resolution: true, dueAt: true, createdAt: true, expiresAt: true }

/** In place of a push that is not there any more. */
const GONE = { _id: '', template: '', templateId: '', type: 'one-time', anyway: false } as const

/**
 * Settles what dead callers left behind when their lease ran out, each by what is written of it: a receipt or the run's journal
 * (it was sent, or refused, or never handed over), a person's word. What was begun and not heard of is unknown.
 * @returns how many rows were settled
 */
export async function recover(ports: Ports): Promise<number> {
  const { command } = ports.db
  const expired = { state: command.in(['sending', 'cancelling']), dueAt: command.lte(new Date(ports.clock.now())) }
  let settled = 0
  while (ports.remainingMs() > HAND_OVER_MS) {
    const { data: rows } = await messagesOf(ports.db).where(expired).limit(BATCH).field(NEEDED).get()
    if (rows.length === 0) break
    const pushes = new Map((await findByIds<Push>(ports.db, COLLECTIONS.pushes, [...new Set(rows.map((row) => row.pushId))], WITHOUT_NAMES)).map((push) => [push._id, push]))
    await finishCancelling(ports, pushes, rows.filter((row) => row.state === 'cancelling'))
    for (const [owner, ofRun] of groupBy(rows.filter((row) => row.state === 'sending'), (row) => row.owner)) await recoverRun(ports, pushes, owner, ofRun)
    settled += rows.length
  }
  // Whoever may still come back to its run has found out by then that it was given up.
  if (settled > 0) await runsOf(ports.db).where({ until: command.lte(new Date(ports.clock.now() - LEASE_MS)), left: command.exists(false) }).remove()
  await releaseForgotten(ports)
  return settled
}

/**
 * A worker that stood still for longer than its lease may hold something in the ledger for a row that others have finished by then,
 * and die before it finds that out. So what was taken from it is looked at once more, when it is certainly gone.
 */
async function releaseForgotten(ports: Ports): Promise<void> {
  const { command } = ports.db
  const { data: runs } = await runsOf(ports.db)
    .where({ until: command.lte(new Date(ports.clock.now() - FORGOTTEN_MS)), left: command.exists(true) })
    .limit(BATCH)
    .field({ left: true })
    .get()
  for (const { _id, left = [] } of runs) {
    const rows = await findByIds<Message>(ports.db, COLLECTIONS.messages, left, NEEDED)
    const over = rows.filter(({ state }) => UNHELD_STATES.includes(state))
    const pushes = await findByIds<Push>(ports.db, COLLECTIONS.pushes, [...new Set(over.map((row) => row.pushId))], WITHOUT_NAMES)
    for (const push of pushes) for (const settlement of settlementsOf(push, over.filter((row) => row.pushId === push._id))) await release(ports, settlement)
    await runsOf(ports.db).where({ _id }).remove()
  }
}

async function recoverRun(ports: Ports, pushes: ReadonlyMap<string, Push>, owner: string, rows: readonly Message[]): Promise<void> {
  // From here on a worker that is not dead begins nothing further, so that what its journal says now is all there is.
  await runsOf(ports.db).where({ _id: owner }).update({ data: { fenced: true } })
  await runsOf(ports.db).add({ data: { _id: newId(ports.random), open: [], ended: [], until: new Date(ports.clock.now()), fenced: true, left: rows.map((row) => row._id) } })
  const [run] = await findByIds<Run>(ports.db, COLLECTIONS.runs, [owner])
  const receipts = new Map((await findByIds<Receipt>(ports.db, COLLECTIONS.receipts, rows.map((row) => row._id))).map((receipt) => [receipt._id, receipt]))
  const ended = new Map((run?.ended ?? []).map((line) => [line.id, line]))
  const open = run && new Set(run.open)
  const unheard: Message[] = []
  const untouched: Message[] = []
  const outcomes: Outcome[] = []
  for (const row of rows) {
    const [receipt, line] = [receipts.get(row._id), ended.get(row._id)]
    if (row.resolution === 'delivered' || row.resolution === 'undelivered') await resolve(ports, pushes.get(row.pushId), [row], row.resolution)
    else if (receipt && !receipt.failedAt) outcomes.push({ message: row, handedAt: claimedAt(row), sent: true, msgid: receipt.msgid })
    else if (row.resolution === 'sent' || row.resolution === 'not-sent') await resolve(ports, pushes.get(row.pushId), [row], row.resolution)
    else if (line) outcomes.push(outcomeOf(row, line))
    else if (!open || open.has(row._id)) unheard.push(row)
    else untouched.push(row)
  }
  const bond = ({ message: { pushId } }: Outcome): string => bondOf(pushes.get(pushId) ?? GONE)
  for (const ofBond of groupBy(outcomes, bond).values()) {
    const push = pushes.get(ofBond[0]?.message.pushId ?? '')
    if (push) await settle(ports, owner, push, ofBond)
    else unheard.push(...ofBond.map(({ message }) => message))
  }
  await move(ports, unheard, { state: 'unknown', reason: 'worker-lost', changes: { attempts: ports.db.command.inc(1) } })
  // What they hold they will need for the next try.
  await update(ports, untouched, { state: 'queued', owner: NOBODY, dueAt: new Date(ports.clock.now()) })
}

function outcomeOf(message: Message, { msgid, errcode, raw, rid }: Ended): Outcome {
  if (msgid !== undefined) return { message, handedAt: claimedAt(message), sent: true, msgid }
  return { message, handedAt: claimedAt(message), sent: false, verdict: { ...readWeChatError({ errCode: errcode, errMsg: raw }), ...(rid !== undefined && { rid }) } }
}

/** When its worker took it, which says more only while it lives. */
export function claimedAt({ dueAt }: Pick<Message, 'dueAt'>): Date {
  return new Date(dueAt.getTime() - LEASE_MS)
}

/**
 * Takes messages of which nobody knows for whoever says what came of them: a person, or WeChat's receipt. A death from here on is made
 * good by `recover`, which finds that word in the row. Of two who say it, one is heard.
 * @returns those that were still unknown
 */
export async function takeUnknown(ports: Ports, messages: readonly Message[], resolution: Resolution, changes: Changes = {}): Promise<Message[]> {
  if (messages.length === 0) return []
  const owner = newId(ports.random)
  const lease = { state: 'sending', owner, dueAt: new Date(ports.clock.now() + LEASE_MS), resolution }
  const { stats } = await messagesOf(ports.db).where({ ...these(ports, messages), state: 'unknown' }).update({ data: { ...changes, ...lease } })
  if (stats.updated === 0) return []
  if (stats.updated === messages.length) return [...messages]
  const { data: ours } = await messagesOf(ports.db).where({ ...these(ports, messages), owner }).limit(messages.length).field({ _id: true }).get()
  const taken = new Set(ours.map(({ _id }) => _id))
  return messages.filter(({ _id }) => taken.has(_id))
}

/** What came of messages that nobody knew of has been said, and stands in them: the ledger follows, and then the rows. */
export async function resolve(ports: Ports, push: Push | undefined, messages: readonly Message[], resolution: Resolution): Promise<void> {
  if (messages.length === 0) return
  const isSpent = resolution === 'sent' || resolution === 'delivered'
  for (const settlement of push ? settlementsOf(push, messages) : []) await (isSpent ? consume : release)(ports, settlement)
  const overAt = new Date(ports.clock.now())
  await messagesOf(ports.db)
    .where({ ...these(ports, messages), state: 'sending', resolution })
    .update({ data: transition(ports, { ...ENDINGS[resolution], changes: { overAt, resolution: ports.db.command.remove() } }) })
}

const ENDINGS: Readonly<Record<Resolution, Transition>> = {
  sent: { state: 'sent' },
  'not-sent': { state: 'failed', reason: 'resolved' },
  delivered: { state: 'delivered' },
  undelivered: { state: 'undelivered', reason: 'delivery-failed' },
}

/**
 * Ends what a cancelled push still has queued. Two steps, like a send: the rows are taken out of reach of every worker first,
 * and what they may hold of an earlier attempt comes back second.
 * @returns how many were cancelled
 */
export async function cancelRows(ports: Ports, push: Push): Promise<number> {
  const { command } = ports.db
  const lease = new Date(ports.clock.now() + LEASE_MS)
  const { stats } = await messagesOf(ports.db).where({ pushId: push._id, state: command.in(['queued', 'waiting']) }).update({ data: { state: 'cancelling', owner: NOBODY, dueAt: lease } })
  const pushes = new Map([[push._id, push]])
  for (;;) {
    const { data: rows } = await messagesOf(ports.db).where({ pushId: push._id, state: 'cancelling', dueAt: command.gt(new Date(0)) }).limit(BATCH).field(NEEDED).get()
    if (rows.length === 0) return stats.updated
    await finishCancelling(ports, pushes, rows)
  }
}

async function finishCancelling(ports: Ports, pushes: ReadonlyMap<string, Push>, rows: readonly Message[]): Promise<void> {
  if (rows.length === 0) return
  for (const [pushId, ofPush] of groupBy(rows, (row) => row.pushId)) {
    const push = pushes.get(pushId)
    for (const settlement of push ? settlementsOf(push, ofPush) : []) await release(ports, settlement)
  }
  await messagesOf(ports.db).where({ ...these(ports, rows), state: 'cancelling' }).update({ data: transition(ports, { state: 'cancelled' }) })
}

function move(ports: Ports, rows: readonly Message[], to: Transition): Promise<void> {
  return update(ports, rows, transition(ports, to))
}

async function update(ports: Ports, rows: readonly Message[], changes: Changes): Promise<void> {
  if (rows.length === 0) return
  const expired = { state: 'sending', dueAt: ports.db.command.lte(new Date(ports.clock.now())) }
  await messagesOf(ports.db).where({ ...these(ports, rows), ...expired }).update({ data: changes })
}

function these(ports: Ports, rows: readonly Message[]): Condition {
  return { _id: ports.db.command.in(rows.map((row) => row._id)) }
}
