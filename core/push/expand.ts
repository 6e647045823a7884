import { nextBatch, type Batch } from '../audience/audience'
import { waitsUntil } from '../delivery/times'
import { type FieldFault } from '../error/app-error'
import { messageId, messagesOf, NOBODY, type Message, type MessageReason } from '../outbox/message'
import { agreementOf, changePush, pushesOf, WITHOUT_NAMES, type Push } from '../outbox/push'
import { type Ports } from '../ports'
import { type Changes } from '../ports/database'
import { COLLECTIONS } from '../records/collections'
import { findById, findByIds, isDuplicate } from '../records/find'
import { newId } from '../records/id'
import { checkData, type MessageData } from '../templates/message-data'
import { templatesOf } from '../templates/registry'
import { type TemplateField } from '../templates/template'
import { isPersonal, personalise } from '../templates/variables'
import { recipientsFor, textFor } from './items'
import { takeMatters } from './matters'

/** Writing out an audience stops when less than this is left of the function's time, so that sending gets a share. */
const EXPAND_BUDGET_MS = 10_500

/** Rows that one insert takes at most; keeps the request well below a megabyte. */
const INSERT_SIZE = 500

/** How long a caller has an audience that changes while it is written out for itself, since its last batch. */
const EXPAND_LEASE_MS = 30_000

/**
 * Writes out the audience as queued messages, a batch at a time, while there is time; of a cancelled push the rest of its list, as
 * cancelled. May stop after any batch and be carried on by anybody: what is there already stays as it is. A list may be written out
 * by several at once, who write the same; any other audience by one at a time, because who fits changes meanwhile.
 * @returns the push as it stands then
 */
export async function expand(ports: Ports, push: Push): Promise<Push> {
  const expander = newId(ports.random)
  if (push.audience.kind !== 'openids' && !(await take(ports, push, expander))) return push
  let current = (await findById(pushesOf(ports.db), push._id)) ?? push
  const { audience, texts } = current
  const fields = current.fields ?? (await findById(templatesOf(ports.db), push.template))?.fields ?? []
  while (isToWrite(current) && ports.remainingMs() > EXPAND_BUDGET_MS) {
    const { openids, next } = withinAgreed(current, await nextBatch(ports.db, { ...current, audience }, current.cursor ?? ''))
    await insertMissing(ports, await newMessages(ports, current, openids, fields))
    current = { ...(await moveOn(ports, current, openids.length, next)), ...(texts && { texts }) }
  }
  if (current.expander === expander) await leave(ports, current, expander)
  return current
}

/** Somebody agreed to so many: who has come since is left out. A list is what it was. */
function withinAgreed(push: Push, batch: Batch): Batch {
  const agreement = agreementOf(push)
  if (push.audience.kind === 'openids' || !agreement) return batch
  const room = Math.max(0, agreement.recipients - push.total)
  return batch.openids.length < room ? batch : { openids: batch.openids.slice(0, room) }
}

function isToWrite({ state, cursor }: Push): boolean {
  return cursor !== undefined && (state === 'expanding' || state === 'cancelled')
}

async function take(ports: Ports, { _id }: Push, expander: string): Promise<boolean> {
  const { command } = ports.db
  const now = ports.clock.now()
  const free = command.or([{ expandUntil: command.exists(false) }, { expandUntil: command.lte(new Date(now)) }])
  const { stats } = await pushesOf(ports.db)
    .where(command.and([{ _id, state: 'expanding' }, free]))
    .update({ data: { expander, expandUntil: new Date(now + EXPAND_LEASE_MS), revision: command.inc(1) } })
  return stats.updated > 0
}

async function leave(ports: Ports, { _id }: Push, expander: string): Promise<void> {
  const { command } = ports.db
  await pushesOf(ports.db).where({ _id, expander }).update({ data: { expander: command.remove(), expandUntil: command.remove() } })
}

/** Only as the push was when this batch began: of several that write out the same list, one moves it on. */
async function moveOn(ports: Ports, push: Push, count: number, next: string | undefined): Promise<Push> {
  const { command } = ports.db
  const { state, expander, audience } = push
  const place = next === undefined ? { cursor: command.remove(), ...(push.texts && { texts: command.remove() }), ...(state === 'expanding' && { state: 'running' }) } : { cursor: next }
  const lease = expander === undefined ? {} : { expandUntil: new Date(ports.clock.now() + EXPAND_LEASE_MS) }
  await changePush(ports, push, { ...place, ...lease, ...(await totalOf(ports, push, count, next === undefined)) })
  const current = (await findById(pushesOf(ports.db), push._id, WITHOUT_NAMES)) ?? { ...push, state: 'cancelled' as const, cursor: undefined }
  return { ...current, audience }
}

/** A list is counted when the push is taken down; anything else while it is written out, and for good when all of it is. */
async function totalOf(ports: Ports, { _id, audience }: Push, count: number, isLast: boolean): Promise<Changes> {
  if (audience.kind === 'openids') return {}
  return { total: isLast ? await countRecipients(ports, _id) : ports.db.command.inc(count) }
}

export async function countRecipients({ db }: Ports, pushId: string): Promise<number> {
  return (await messagesOf(db).where({ pushId }).count()).total
}

/** Adds those of them that are not there. */
export async function insertMissing(ports: Ports, rows: Message[]): Promise<void> {
  for (let from = 0; from < rows.length; from += INSERT_SIZE) await insert(ports, rows.slice(from, from + INSERT_SIZE))
}

async function insert(ports: Ports, rows: Message[]): Promise<void> {
  if (rows.length === 0) return
  try {
    await messagesOf(ports.db).add({ data: rows })
  } catch (error) {
    if (!isDuplicate(error)) throw error
    // A call that died, or one that runs at the same time, has written some of them already.
    const existing = await findByIds<Message>(ports.db, COLLECTIONS.messages, rows.map((row) => row._id), { _id: true })
    const known = new Set(existing.map((row) => row._id))
    await insert(ports, rows.filter((row) => !known.has(row._id)))
  }
}

/** As they are written out: queued, or over where a text does not fit its recipient, or where she got one about the same matter. */
export async function newMessages(ports: Ports, push: Push, openids: readonly string[], fields: readonly TemplateField[]): Promise<Message[]> {
  if (!isPersonal(push.data) && !push.texts) return openids.map((openid) => newMessage(ports, push, openid))
  const texts = new Map((push.texts ?? []).map((text) => [text.openid, text]))
  const asked = openids.map((openid) => ({ openid, ...textFor(push, texts.get(openid)) }))
  const recipient = await recipientsFor(ports, asked.map(({ openid, data }) => [openid, data]), goesOutAt(ports, push))
  const rows = asked.map(({ openid, data: given, ...more }): Message => {
    const data = personalise(given, recipient(openid), fields, push)
    return { ...newMessage(ports, push, openid), ...more, ...personal(ports, data, checkData(data, fields, push)) }
  })
  const held = await takeMatters(ports, rows.filter(({ state }) => state === 'queued'))
  return rows.map((row) => (held.has(row._id) ? { ...row, ...over(ports, 'duplicate') } : row))
}

/** The day that a text says is that on which it arrives, where nothing goes out at night. */
function goesOutAt({ clock, settings }: Ports, push: Push): number {
  const now = clock.now()
  return Math.max(now, waitsUntil(settings.quietHours, push, now))
}

/** A text that breaks its field's rule for this recipient ends her message here; the others go on. */
function personal(ports: Ports, data: MessageData, faults: readonly FieldFault[]): Partial<Message> {
  return faults.length === 0 ? { data } : { data, raw: faults.map((fault) => fault.message).join('；'), ...over(ports, 'bad-field') }
}

function over({ clock }: Ports, reason: MessageReason): Pick<Message, 'state' | 'reason' | 'timeline' | 'overAt'> {
  const at = new Date(clock.now())
  return { state: 'skipped', reason, timeline: [{ at, state: 'skipped', reason }], overAt: at }
}

function newMessage({ clock }: Ports, push: Push, openid: string): Message {
  const now = new Date(clock.now())
  const state = push.state === 'cancelled' ? 'cancelled' : 'queued'
  return {
    _id: messageId(push._id, openid),
    pushId: push._id,
    openid,
    template: push.template,
    state,
    attempts: 0,
    owner: NOBODY,
    dueAt: now,
    timeline: [{ at: now, state }],
    createdAt: now,
    ...(state === 'cancelled' && { overAt: now }),
  }
}
