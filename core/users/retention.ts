import { consume } from '../ledger/holds'
import { DEDUPES_KEPT_DAYS } from '../outbox/dedupe'
import { messagesOf } from '../outbox/message'
import { pushesOf, settlementsOf, WITHOUT_NAMES } from '../outbox/push'
import { recurrencesOf } from '../outbox/recurrence'
import { RIDS_KEPT_DAYS } from '../outbox/refusal'
import { type Ports } from '../ports'
import { type Condition, type Query, type Record_ } from '../ports/database'
import { type KeepDays } from '../ports/settings'
import { DAY_MS, dayOf } from '../records/beijing'
import { COLLECTIONS } from '../records/collections'
import { usersOf } from './user'

/**
 * What is kept for a time only (`KeepDays`) goes in small steps, once an hour, in what a round of the timer has left. Texts are emptied
 * and rows removed so that numbers still add up: a message stays with its states, a push with its counts, the ledger as it is. Far later
 * a push goes with its messages; the figures of its days stay, and nothing goes of a day whose figures are not written down yet.
 * Each step may be done twice, and a death leaves what the next hour does.
 */

/** The minute of the hour in which it is done. */
const MINUTE = 41
/** Rows of one step. */
const BATCH = 200
/** Steps of one kind in one round. */
const MAX_STEPS = 50
/** What a round must have left for one more step, and to answer. */
const LEAST_MS = 12_000

const HOUR_MS = 3_600_000
/** Journals of workers that died; they are read for a few minutes at most. */
const JOURNALS_KEPT_DAYS = 1
/** What was counted against the limits of a day. */
const DAYS_KEPT_DAYS = 2
/** Cards that were shared to ask somebody, and who came by them; answers are kept for longer. */
const CARDS_KEPT_DAYS = 90

/** When it is done next: the timer has to come then. */
export function nextRemoval(now: number): number {
  const thisHour = now - (now % HOUR_MS) + MINUTE * 60_000
  return thisHour > now ? thisHour : thisHour + HOUR_MS
}

export async function removeOld(ports: Ports): Promise<void> {
  const { keepDays } = ports.settings
  if (!keepDays || Math.floor(ports.clock.now() / 60_000) % 60 !== MINUTE) return
  for (const step of stepsFor(ports, keepDays)) for (let done = 0; done < MAX_STEPS && ports.remainingMs() > LEAST_MS && (await step()); done += 1);
}

/** Does one batch. @returns whether there may be more */
type Step = () => Promise<boolean>

function stepsFor(ports: Ports, { texts, receipts, answers, users, messages = 0 }: KeepDays): Step[] {
  return [
    ...(texts > 0 ? [() => cancelForgotten(ports, texts), () => emptyNotices(ports, texts), () => emptyTexts(ports, texts)] : []),
    ...(users > 0 ? [() => emptyNames(ports, users)] : []),
    ...([['receipts', 'at', receipts], ['drifts', 'heardAt', receipts], ['refusals', 'at', RIDS_KEPT_DAYS], ['dedupes', 'at', DEDUPES_KEPT_DAYS], ['runs', 'until', JOURNALS_KEPT_DAYS], ['quotas', 'at', DAYS_KEPT_DAYS], ['askCards', 'at', CARDS_KEPT_DAYS]] as const)
      .filter(([, , days]) => days > 0)
      .map(([name, field, days]) => () => removeRows(ports, name, field, days)),
    ...(messages > 0 ? [() => ifCounted(ports, messages, () => removeNotices(ports, messages)), () => ifCounted(ports, messages, () => removePush(ports, messages))] : []),
    ...(answers > 0 ? [() => ifCounted(ports, answers, () => removeRows(ports, 'answers', 'heardAt', answers))] : []),
    ...(texts > 0 ? [() => endForgotten(ports, texts), () => removeRows(ports, 'recurrences', 'endedAt', texts)] : []),
  ]
}

function before(ports: Ports, days: number): Date {
  return new Date(ports.clock.now() - days * DAY_MS)
}

/** A push that rested for as long as its texts are kept is not gone on with any more. */
async function cancelForgotten(ports: Ports, days: number): Promise<boolean> {
  const { command } = ports.db
  const ids = await some(pushesOf(ports.db).where({ state: command.in(['pending', 'paused', 'halted']), updatedAt: command.lte(before(ports, days)) }))
  if (ids.length > 0)
    await pushesOf(ports.db)
      .where({ _id: command.in(ids), state: command.in(['pending', 'paused', 'halted']) })
      .update({ data: { state: 'cancelled', closing: true, revision: command.inc(1), updatedAt: new Date(ports.clock.now()) }, repeatable: true })
  return ids.length === BATCH
}

/** Of a plan, whose people and text are kept for as long. */
async function endForgotten(ports: Ports, days: number): Promise<boolean> {
  const now = new Date(ports.clock.now())
  await recurrencesOf(ports.db)
    .where({ state: 'paused', updatedAt: ports.db.command.lte(before(ports, days)) })
    .update({ data: { state: 'ended', endedAt: now, updatedAt: now } })
  return false
}

function textsDue({ db: { command } }: Ports, old: Date): Condition {
  return { textsGoneAt: command.exists(false), state: command.in(['finished', 'cancelled']), updatedAt: command.lte(old), closing: command.exists(false) }
}

/** The same of notices, of which there may be thousands a day: many at once, each has one message. */
async function emptyNotices(ports: Ports, days: number): Promise<boolean> {
  const { command } = ports.db
  const ids = await some(pushesOf(ports.db).where({ ...textsDue(ports, before(ports, days)), notice: true }))
  if (ids.length === 0) return false
  await messagesOf(ports.db).where({ pushId: command.in(ids), data: command.exists(true) }).update({ data: { data: command.remove(), parameters: command.remove(), raw: command.remove() } })
  await pushesOf(ports.db).where({ _id: command.in(ids) }).update({ data: { data: command.set({}), textsGoneAt: new Date(ports.clock.now()) } })
  return ids.length === BATCH
}

/** Of one push that is over: first what its recipients were told in their own words, then its own. */
async function emptyTexts(ports: Ports, days: number): Promise<boolean> {
  const { command } = ports.db
  const { data } = await pushesOf(ports.db).where(textsDue(ports, before(ports, days))).orderBy('updatedAt', 'asc').limit(1).field({ _id: true }).get()
  const [push] = data
  if (!push) return false
  const ids = await some(messagesOf(ports.db).where({ pushId: push._id, data: command.exists(true) }))
  // What was found wrong with a text of her own may quote it.
  if (ids.length > 0) await messagesOf(ports.db).where({ _id: command.in(ids) }).update({ data: { data: command.remove(), parameters: command.remove(), raw: command.remove() } })
  // The next step has the rest of it.
  if (ids.length < BATCH) await pushesOf(ports.db).where({ _id: push._id }).update({ data: { data: command.set({}), parameters: command.remove(), texts: command.remove(), textsGoneAt: new Date(ports.clock.now()) } })
  return true
}

/** Days are closed one after the other: where one is, all before it are. */
async function ifCounted(ports: Ports, days: number, step: Step): Promise<boolean> {
  const closed = { _id: ports.db.command.gte(dayOf(before(ports, days).getTime())) }
  const { data } = await ports.db.collection(COLLECTIONS.figures).where(closed).limit(1).field({ _id: true }).get()
  return data.length > 0 && step()
}

function overFor({ db: { command } }: Ports, at: Date): Condition {
  const old = command.lte(at)
  return { createdAt: old, updatedAt: old, state: command.in(['finished', 'cancelled']), closing: command.exists(false), requeue: command.exists(false) }
}

/** The same of notices: many at once with the one message of each, the messages first. */
async function removeNotices(ports: Ports, days: number): Promise<boolean> {
  const { command } = ports.db
  const over = { ...overFor(ports, before(ports, days)), notice: true }
  const { data: pushes } = await pushesOf(ports.db).where(over).limit(BATCH).field(WITHOUT_NAMES).get()
  const these = command.in(pushes.map(({ _id }) => _id))
  if (pushes.length === 0) return false
  const { data: unknown } = await messagesOf(ports.db).where({ pushId: these, state: 'unknown' }).limit(BATCH).field({ pushId: true, openid: true, templateId: true }).get()
  for (const push of pushes) for (const settlement of settlementsOf(push, unknown.filter(({ pushId }) => pushId === push._id))) await consume(ports, settlement)
  await messagesOf(ports.db).where({ pushId: these }).remove()
  await pushesOf(ports.db).where({ ...over, _id: these }).remove()
  return pushes.length === BATCH
}

/** Of the oldest push that is over: some of its messages, and when none is left the push. */
async function removePush(ports: Ports, days: number): Promise<boolean> {
  const { command } = ports.db
  const over = overFor(ports, before(ports, days))
  const { data } = await pushesOf(ports.db).where(over).orderBy('createdAt', 'asc').limit(1).field(WITHOUT_NAMES).get()
  const [push] = data
  if (!push) return false
  const { data: rows } = await messagesOf(ports.db).where({ pushId: push._id }).limit(BATCH).field({ openid: true, templateId: true, state: true }).get()
  // Of which nobody ever knew: it may have arrived, so what it holds counts as spent.
  for (const settlement of settlementsOf(push, rows.filter(({ state }) => state === 'unknown'))) await consume(ports, settlement)
  if (rows.length > 0) await messagesOf(ports.db).where({ _id: command.in(rows.map(({ _id }) => _id)) }).remove()
  if (rows.length < BATCH) await pushesOf(ports.db).where({ _id: push._id, ...over }).remove()
  return true
}

/** Of people who have not opened the mini-program for long; what they agreed to stands. */
async function emptyNames(ports: Ports, days: number): Promise<boolean> {
  const { command } = ports.db
  const named = command.or([{ nickname: command.neq('') }, { remark: command.neq('') }])
  const unseen = { lastSeen: command.lte(before(ports, days)) }
  const ids = await some(usersOf(ports.db).where(command.and([unseen, named])))
  // Not of somebody who has come back since.
  if (ids.length > 0) await usersOf(ports.db).where({ _id: command.in(ids), ...unseen }).update({ data: { nickname: '', remark: '' } })
  return ids.length === BATCH
}

async function removeRows(ports: Ports, name: keyof typeof COLLECTIONS, field: string, days: number): Promise<boolean> {
  const { command } = ports.db
  const rows = ports.db.collection(COLLECTIONS[name])
  const ids = await some(rows.where({ [field]: command.lte(before(ports, days)) }))
  if (ids.length > 0) await rows.where({ _id: command.in(ids) }).remove()
  return ids.length === BATCH
}

async function some<T extends Record_>(query: Query<T>): Promise<string[]> {
  const { data } = await query.limit(BATCH).field({ _id: true }).get()
  return data.map(({ _id }) => _id)
}
