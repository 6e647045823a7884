import { nextBatch } from '../audience/audience'
import { messageId, messagesOf, NOBODY, type Message } from '../outbox/message'
import { pushesOf, type Push } from '../outbox/push'
import { type Ports } from '../ports'
import { COLLECTIONS } from '../records/collections'
import { findById, findByIds, isDuplicate } from '../records/find'
import { checkData, type MessageData } from '../templates/message-data'
import { templatesOf } from '../templates/registry'
import { type TemplateField } from '../templates/template'
import { isPersonal, personalise } from '../templates/variables'
import { type User } from '../users/user'

/** Writing out an audience stops when less than this is left of the function's time, so that sending gets a share. */
const EXPAND_BUDGET_MS = 12_000

/** Rows that one insert takes at most; keeps the request well below a megabyte. */
const INSERT_SIZE = 500

/**
 * Writes out the audience as queued messages, a batch at a time, while there is time. May stop after any batch and be carried on by anybody:
 * what is there already stays as it is.
 * @returns the push as it stands then
 */
export async function expand(ports: Ports, push: Push): Promise<Push> {
  const fields = isPersonal(push.data) ? ((await findById(templatesOf(ports.db), push.template))?.fields ?? []) : []
  let current = push
  while (current.state === 'expanding' && ports.remainingMs() > EXPAND_BUDGET_MS) {
    const cursor = current.cursor ?? ''
    const { openids, next } = await nextBatch(ports.db, current, cursor)
    await insertAll(ports, await newMessages(ports, current, openids, fields))
    current = await moveOn(ports, current, cursor, openids.length, next)
  }
  return current
}

/** Only from where this batch began: of several that write out the same push, one counts it. */
async function moveOn(ports: Ports, push: Push, cursor: string, count: number, next: string | undefined): Promise<Push> {
  const { command } = ports.db
  const place = next === undefined ? { cursor: command.remove(), state: 'running' } : { cursor: next }
  // A list is counted when the push is taken down.
  const counted = push.audience.kind === 'openids' ? {} : { total: command.inc(count) }
  await pushesOf(ports.db)
    .where({ _id: push._id, state: 'expanding', cursor })
    .update({ data: { ...place, ...counted, updatedAt: new Date(ports.clock.now()) } })
  return (await findById(pushesOf(ports.db), push._id)) ?? { ...push, state: 'cancelled' }
}

async function insertAll(ports: Ports, rows: Message[]): Promise<void> {
  for (let from = 0; from < rows.length; from += INSERT_SIZE) await insert(ports, rows.slice(from, from + INSERT_SIZE))
}

async function insert(ports: Ports, rows: Message[]): Promise<void> {
  if (rows.length === 0) return
  try {
    await messagesOf(ports.db).add({ data: rows })
  } catch (error) {
    if (!isDuplicate(error)) throw error
    // A call that died, or one that runs at the same time, has written some of them already.
    const existing = await findByIds<Message>(ports.db, COLLECTIONS.messages, rows.map((row) => row._id))
    const known = new Set(existing.map((row) => row._id))
    await insert(ports, rows.filter((row) => !known.has(row._id)))
  }
}

async function newMessages(ports: Ports, push: Push, openids: readonly string[], fields: readonly TemplateField[]): Promise<Message[]> {
  if (!isPersonal(push.data)) return openids.map((openid) => newMessage(ports, push, openid))
  const users = new Map((await findByIds<User>(ports.db, COLLECTIONS.users, openids)).map((user) => [user._id, user]))
  return openids.map((openid) => {
    const data = personalise(push.data, { nickname: users.get(openid)?.nickname ?? '' })
    return { ...newMessage(ports, push, openid), ...personal(ports, data, fields) }
  })
}

/** A text that breaks its field's rule for this recipient ends her message here; the others go on. */
function personal({ clock }: Ports, data: MessageData, fields: readonly TemplateField[]): Partial<Message> {
  const faults = checkData(data, fields)
  if (faults.length === 0) return { data }
  const at = new Date(clock.now())
  const reason = 'bad-field'
  return { data, state: 'skipped', reason, raw: faults.map((fault) => fault.message).join('；'), timeline: [{ at, state: 'skipped', reason }] }
}

function newMessage({ clock }: Ports, push: Push, openid: string): Message {
  const now = new Date(clock.now())
  return {
    _id: messageId(push._id, openid),
    pushId: push._id,
    openid,
    template: push.template,
    state: 'queued',
    attempts: 0,
    owner: NOBODY,
    dueAt: now,
    timeline: [{ at: now, state: 'queued' }],
    createdAt: now,
  }
}
