import { arrivalsOf, noteHeard, type Arrival } from '../outbox/arrival'
import { messagesOf } from '../outbox/message'
import { pushesOf, WITHOUT_NAMES } from '../outbox/push'
import { keepReceipts, markFailed } from '../outbox/receipt'
import { transition } from '../outbox/transition'
import { type Ports } from '../ports'
import { type Changes } from '../ports/database'
import { findById } from '../records/find'
import { groupBy } from '../records/group-by'
import { HAND_OVER_MS } from './limits'
import { matchArrivals, type Match } from './match-arrivals'
import { claimedAt, resolve, takeUnknown } from './recover'

/** Receipts that are brought to their messages in one step. */
const BATCH = 500

const SECOND_MS = 1_000
const HOUR_MS = 3_600 * SECOND_MS

/** No message claims it any more: another program sends with the same appid, or its message was erased. */
export const FORGOTTEN_AFTER_MS = 24 * HOUR_MS

/**
 * Brings the receipts that were kept to their messages. May be done twice, and by several at once: a message moves only from where
 * such a receipt may move it, in one conditional write, and a receipt goes when its message has it.
 *
 * | what its message is | what becomes of both | a death leaves |
 * |---|---|---|
 * | sent | → delivered, undelivered; what was spent stays spent | the receipt: done again, changes nothing |
 * | unknown | taken as by a person's word, → delivered with its credit spent, undelivered with it back | the receipt, and a row that `recover` settles by that word |
 * | sending | the receipt waits: its worker is about to write down that WeChat took it | the receipt |
 * | anything else | it is over, or begun anew: the receipt goes | the receipt |
 * | not found yet, or one of several | the receipt waits, for a day | the receipt |
 *
 * @returns how many of those that were due wait on
 */
export async function applyArrivals(ports: Ports): Promise<number> {
  let left = 0
  while (ports.remainingMs() > HAND_OVER_MS) {
    const due = { dueAt: ports.db.command.lte(new Date(ports.clock.now())) }
    const { data: arrivals } = await arrivalsOf(ports.db).where(due).orderBy('dueAt', 'asc').limit(BATCH).get()
    if (arrivals.length === 0) break
    await noteHeard(ports)
    const done = new Set(await apply(ports, arrivals))
    await remove(ports, arrivals.filter((arrival) => done.has(arrival)))
    left += await putOff(ports, arrivals.filter((arrival) => !done.has(arrival)))
    if (arrivals.length < BATCH) break
  }
  return left
}

/** When the next of those that wait is due. */
export async function nextArrivalAt({ db }: Ports): Promise<number> {
  const { data } = await arrivalsOf(db).where({ dueAt: db.command.exists(true) }).orderBy('dueAt', 'asc').limit(1).field({ dueAt: true }).get()
  return data[0]?.dueAt.getTime() ?? Infinity
}

/** @returns those that are done with */
async function apply(ports: Ports, arrivals: readonly Arrival[]): Promise<Arrival[]> {
  const { matches, past } = await matchArrivals(ports, arrivals)
  const [waiting, ready] = [matches.filter(isEarly), matches.filter((match) => !isEarly(match))]
  const fresh = ready.filter((match) => !isOfEarlierTry(match))
  await move(ports, fresh.filter(({ message }) => message.state === 'sent'))
  for (const match of fresh) if (match.message.state === 'unknown') await settle(ports, match)
  return [...past, ...ready.map(({ arrival }) => arrival)].filter((arrival) => !waiting.some((match) => match.arrival === arrival))
}

function isEarly({ message, receipt }: Match): boolean {
  return message.state === 'sending' && !receipt?.failedAt
}

/** It is known already that this try did not arrive; what is under way since is another one. */
function isOfEarlierTry({ arrival, message, receipt }: Match): boolean {
  if (!receipt?.failedAt) return false
  return arrival.delivered || message.state === 'sending' || (message.state === 'unknown' && receipt.failedAt <= claimedAt(message))
}

/** WeChat took these, and says now what came of them. */
async function move(ports: Ports, matches: readonly Match[]): Promise<void> {
  for (const { arrival, receipt } of matches) if (!arrival.delivered && receipt) await markFailed(ports, receipt, arrival.msgid)
  const alike = groupBy(matches, ({ arrival: { delivered, at, errcode, raw } }) => `${delivered} ${at.getTime()} ${errcode} ${raw}`)
  for (const group of alike.values()) {
    const [first] = group
    if (!first) continue
    const { arrival } = first
    const to = arrival.delivered ? ({ state: 'delivered' } as const) : ({ state: 'undelivered', reason: 'delivery-failed' } as const)
    await messagesOf(ports.db)
      .where({ _id: ports.db.command.in(group.map(({ message }) => message._id)), state: 'sent' })
      .update({ data: transition(ports, { ...to, changes: saidBy(arrival) }), repeatable: true })
  }
}

/** Nobody knew whether WeChat had taken it: the receipt says that it had, and what came of it. */
async function settle(ports: Ports, { arrival, message }: Match): Promise<void> {
  const { openid, templateId, msgid, delivered, at } = arrival
  const failed = delivered ? {} : { failedAt: new Date(ports.clock.now()), earlier: [msgid] }
  const receipt = { _id: message._id, pushId: message.pushId, openid, templateId, msgid, at }
  await keepReceipts(ports, [{ ...receipt, ...failed }])
  if (!delivered) await markFailed(ports, receipt, msgid)
  const resolution = delivered ? 'delivered' : 'undelivered'
  const taken = await takeUnknown(ports, [message], resolution, { ...saidBy(arrival), sentAt: at })
  await resolve(ports, await findById(pushesOf(ports.db), message.pushId, WITHOUT_NAMES), taken, resolution)
}

function saidBy({ at, errcode, raw }: Arrival): Changes {
  return { receiptAt: at, ...(errcode !== undefined && { errcode }), ...(raw !== undefined && { raw }) }
}

async function remove({ db }: Ports, arrivals: readonly Arrival[]): Promise<void> {
  if (arrivals.length === 0) return
  await arrivalsOf(db).where({ _id: db.command.in(arrivals.map(({ _id }) => _id)) }).remove()
}

/** The older, the less often. @returns how many wait on */
async function putOff(ports: Ports, arrivals: readonly Arrival[]): Promise<number> {
  const now = ports.clock.now()
  const forgotten = arrivals.filter(({ heardAt }) => now - heardAt.getTime() >= FORGOTTEN_AFTER_MS)
  if (forgotten.length > 0) ports.log('info', 'receipts of no message', { count: forgotten.length })
  await remove(ports, forgotten)
  const waiting = arrivals.filter((arrival) => !forgotten.includes(arrival))
  for (const [waitMs, group] of groupBy(waiting, ({ heardAt }) => waitFor(now - heardAt.getTime())))
    await arrivalsOf(ports.db)
      .where({ _id: ports.db.command.in(group.map(({ _id }) => _id)) })
      .update({ data: { dueAt: new Date(now + waitMs) } })
  return waiting.length
}

function waitFor(ageMs: number): number {
  if (ageMs < 10 * SECOND_MS) return SECOND_MS / 2
  return ageMs < HOUR_MS / 6 ? 30 * SECOND_MS : HOUR_MS
}
