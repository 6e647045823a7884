import * as v from 'valibot'
import { note, type AuditEntry } from '../access/audit'
import { membersOf } from '../access/member'
import { AppError } from '../error/app-error'
import { authorizationsOf } from '../ledger/authorization'
import { driftsOf } from '../ledger/drift'
import { dedupesOf } from '../outbox/dedupe'
import { messageId, messagesOf } from '../outbox/message'
import { pushesOf, type Push } from '../outbox/push'
import { recurrencesOf } from '../outbox/recurrence'
import { receiptsOf } from '../outbox/receipt'
import { refusalsOf } from '../outbox/refusal'
import { type Ports } from '../ports'
import { type Collection, type Condition, type Query, type Record_ } from '../ports/database'
import { COLLECTIONS, MAX_ROWS } from '../records/collections'
import { findAll, findById } from '../records/find'
import { usersOf } from './user'

export const ERASE_REQUEST = v.strictObject({ confirm: v.literal(true, '要写成 true，表示确认删除') })

/**
 * That a user wants to be forgotten: a row of `erasures`, `_id` is the openid, until all of it is done. A worker that was writing
 * out an audience or settling a send at that moment may still write down her name; so it is done a second time when it cannot any more.
 * Whoever came back meanwhile is a new user: pushes that were begun since are hers.
 */
interface Erasure {
  _id: string
  at: Date
  /** Pushes that counted her. */
  pushIds: string[]
  /** Once. */
  done: boolean
}

/** Longer than any function runs, and than a row stays with a worker. */
const AGAIN_AFTER_MS = 180_000

/** Done in one round of the timer. */
const BATCH = 20

/**
 * Deletes everything that is kept about the user; what was queued for her is not sent any more.
 * @throws AppError `forbidden` for a member, whose role is not hers to delete
 */
export async function eraseOwnData(ports: Ports, openid: string): Promise<{ erased: number }> {
  const { db } = ports
  if (await findById(membersOf(db), openid)) throw new AppError('forbidden', '你是管理成员，还不能删除数据。请先让所有者移除你的角色。')
  const erasure = await takeDown(ports, openid)
  const erased = await remove(ports, erasure)
  await noteErased(ports, openid, erased)
  await erasuresOf(ports).doc(openid).update({ data: { done: true } })
  return { erased }
}

/** Does a second time what was begun a while ago, and completes what died. */
export async function completeErasures(ports: Ports): Promise<void> {
  const due = { at: ports.db.command.lte(new Date(ports.clock.now() - AGAIN_AFTER_MS)) }
  const { data } = await erasuresOf(ports).where(due).limit(BATCH).get()
  for (const erasure of data) {
    if (erasure.done) await removeStrays(ports, erasure)
    else await noteErased(ports, erasure._id, await remove(ports, erasure))
    await erasuresOf(ports).doc(erasure._id).remove()
  }
}

/** By her reference, so that a backup of before, when it is restored, does not bring her back. */
async function noteErased(ports: Ports, openid: string, records: number): Promise<void> {
  await note(ports, { kind: 'user' }, 'erase', { openid, records })
}

async function takeDown(ports: Ports, openid: string): Promise<Erasure> {
  const messages = await findAll(messagesOf(ports.db).where({ openid }).field({ pushId: true }))
  // Asked for before, by a call that died: its messages may be gone, and not yet what else names them.
  const before = await findById(erasuresOf(ports), openid)
  const pushIds = [...new Set([...(before?.pushIds ?? []), ...messages.map(({ pushId }) => pushId)])]
  const erasure = { at: new Date(ports.clock.now()), pushIds, done: false }
  await erasuresOf(ports).doc(openid).set({ data: erasure })
  return { _id: openid, ...erasure }
}

/** Rows that are about her and no push: where, and the field that names her. The others go with the pushes that they belong to. */
const ALONE = [['authorizations', 'openid'], ['answers', 'openid'], ['arrivals', 'openid'], ['drifts', 'openid'], ['digests', 'openid'], ['dedupes', 'openid'], ['users', '_id'], ['quotas', 'openid'], ['tries', '_id'], ['askCards', 'openid']] as const

/** First where audiences are found, then what they made. @returns how many records were removed */
async function remove(ports: Ports, erasure: Erasure): Promise<number> {
  const { db } = ports
  const { _id: openid } = erasure
  const messages = await removeFromPushes(ports, erasure)
  await removeFromPlans(ports, erasure)
  const removals = await Promise.all(ALONE.map(([collection, field]) => db.collection(COLLECTIONS[collection]).where({ [field]: openid }).remove()))
  await unname(ports, erasure)
  return messages + removals.reduce((sum, { stats }) => sum + stats.removed, 0)
}

/** What those wrote who had begun before it was done the first time. */
async function removeStrays(ports: Ports, erasure: Erasure): Promise<void> {
  await removeFromPushes(ports, erasure)
  await removeFromPlans(ports, erasure)
  const { command } = ports.db
  // A try without a credit makes a row for whoever has none.
  const unanswered = { granted: 0, answeredAt: command.exists(false), stoppedAt: command.exists(false) }
  await authorizationsOf(ports.db).where({ openid: erasure._id, ...unanswered }).remove()
}

/** Of the plans that were there when she asked: one for her alone has nobody left, and its text was hers. */
async function removeFromPlans({ db, clock }: Ports, { _id: openid, at }: Erasure): Promise<void> {
  const { command } = db
  const then = { createdAt: command.lte(at) }
  const over = { state: 'ended', 'audience.openids': [], data: command.set({}), lastMissed: [], halt: command.remove(), endedAt: new Date(clock.now()) }
  await recurrencesOf(db).where({ ...then, 'audience.openids': [openid] }).update({ data: over })
  await recurrencesOf(db).where({ ...then, 'audience.openids': openid }).update({ data: { 'audience.openids': command.pull(openid) } })
}

/** Of the pushes that were there when she asked: their lists are counted by their names, all others by their messages. */
async function removeFromPushes(ports: Ports, { _id: openid, at, pushIds }: Erasure): Promise<number> {
  const { db } = ports
  const { command } = db
  const then = { createdAt: command.lte(at) }
  await leaveCursors(ports, openid, then)
  // For her alone, and not begun: there is nobody left to begin it for.
  const over = { state: 'cancelled', 'audience.openids': [], data: command.set({}), parameters: command.remove(), texts: command.remove(), total: 0, cursor: command.remove(), revision: command.inc(1) }
  const forHerAlone = { ...then, 'audience.openids': [openid], cursor: '' }
  await pushesOf(db).where({ ...forHerAlone, state: command.in(['scheduled', 'pending', 'paused', 'halted']) }).update({ data: over, repeatable: true })
  await pushesOf(db).where({ ...forHerAlone, state: 'expanding', forTimer: true }).update({ data: over, repeatable: true })
  await pushesOf(db)
    .where({ ...then, 'audience.openids': openid })
    .update({ data: { 'audience.openids': command.pull(openid), texts: command.pull({ openid }), total: command.inc(-1) } })
  const messages = await findAll(messagesOf(db).where({ openid }).field({ pushId: true }))
  const ids = [...new Set([...pushIds, ...messages.map(({ pushId }) => pushId)])]
  let removed = 0
  for (let from = 0; from < ids.length; from += MAX_ROWS) {
    const some = ids.slice(from, from + MAX_ROWS)
    const since = await findAll(pushesOf(db).where({ _id: command.in(some), createdAt: command.gt(at) }).field({ _id: true }))
    const old = some.filter((id) => !since.some(({ _id }) => _id === id))
    const hers = command.in(old.map((pushId) => messageId(pushId, openid)))
    const removals = [
      await messagesOf(db).where({ openid, pushId: command.in(old) }).remove(),
      await receiptsOf(db).where({ openid, pushId: command.in(old) }).remove(),
      await refusalsOf(db).where({ openid, message: hers }).remove(),
      await driftsOf(db).where({ openid, pushId: command.in(old) }).remove(),
      await dedupesOf(db).where({ openid, message: hers }).remove(),
    ]
    removed += removals.reduce((sum, { stats }) => sum + stats.removed, 0)
    const journals = db.collection(COLLECTIONS.runs)
    await journals.where(command.or([{ open: hers }, { 'ended.id': hers }, { left: hers }])).update({ data: { open: command.pull(hers), ended: command.pull({ id: hers }), left: command.pull(hers) } })
    await recount(ports, old)
    // The text of a push to her alone was hers, once nobody needs it any more.
    const alone = { _id: command.in(old), 'audience.openids': [], state: command.in(['finished', 'cancelled', 'paused', 'halted']) }
    await pushesOf(db).where(alone).update({ data: { data: command.set({}), parameters: command.remove() } })
  }
  return removed
}

/** Where an audience is being written out, its place may be her name: the place just before is as good. */
async function leaveCursors({ db }: Ports, openid: string, then: Condition): Promise<void> {
  const { command } = db
  const named = command.gte(openid).and(command.lt(`${openid};`))
  const { data: pushes } = await pushesOf(db).where({ ...then, cursor: named }).limit(MAX_ROWS).field({ cursor: true, audience: true, templateId: true }).get()
  for (const push of pushes) {
    const { _id, cursor = '' } = push
    // One update on the place as it was seen: who writes the audience out may have gone on.
    if (cursor === openid || cursor.startsWith(`${openid}:`)) await pushesOf(db).where({ _id, cursor }).update({ data: { cursor: await placeBefore(db, push, cursor) } })
  }
}

async function placeBefore(db: Ports['db'], { audience, templateId }: Push, cursor: string): Promise<string> {
  if (audience.kind === 'openids') return audience.openids.filter((openid) => openid < cursor).sort().at(-1) ?? ''
  const before = { _id: db.command.lt(cursor) }
  const rows = audience.kind === 'canReceive' ? authorizationsOf(db).where({ templateId, ...before }) : usersOf(db).where(before)
  const { data } = await (rows as Query<Record_>).orderBy('_id', 'desc').limit(1).field({ _id: true }).get()
  return data[0]?._id ?? ''
}

/** What she did as a member, in rows of others. */
const NAMED = [
  [COLLECTIONS.pushes, 'by.openid'],
  [COLLECTIONS.pushes, 'goingBy.openid'],
  [COLLECTIONS.pushes, 'approval.by.openid'],
  [COLLECTIONS.recurrences, 'by.openid'],
  [COLLECTIONS.recurrences, 'goingBy.openid'],
  [COLLECTIONS.standstill, 'by.openid'],
  [COLLECTIONS.invitations, 'by.openid'],
  [COLLECTIONS.callerKeys, 'by.openid'],
  [COLLECTIONS.askCards, 'by.openid'],
  [COLLECTIONS.invitations, 'usedBy'],
  [COLLECTIONS.members, 'grantedBy'],
] as const

/** She may have been a member, and others may have acted on her. What the audit says of her needs no change: it has no names. */
async function unname({ db }: Ports, { _id: openid, pushIds }: Erasure): Promise<void> {
  const early = db.collection<AuditEntry>(COLLECTIONS.audit)
  const isEarly = { n: db.command.exists(false) }
  await early.where({ ...isEarly, 'facts.openid': openid }).update({ data: { 'facts.openid': '' } })
  await early.where({ ...isEarly, 'by.openid': openid }).update({ data: { 'by.openid': '' } })
  const ids = pushIds.map((pushId) => `${pushId}:${openid}`)
  if (ids.length > 0) await early.where({ ...isEarly, 'facts.message': db.command.in(ids) }).update({ data: { 'facts.message': '' } })
  for (const [collection, field] of NAMED) await db.collection(collection).where({ [field]: openid }).update({ data: { [field]: '' } })
}

/** Once all of an audience is written out. */
async function recount({ db }: Ports, pushIds: readonly string[]): Promise<void> {
  const { command } = db
  const counted = { _id: command.in(pushIds), 'audience.kind': command.neq('openids'), cursor: command.exists(false) }
  const { data: pushes } = await pushesOf(db).where(counted).limit(MAX_ROWS).field({ total: true }).get()
  for (const { _id, total } of pushes) {
    const { total: now } = await messagesOf(db).where({ pushId: _id }).count()
    if (now !== total) await pushesOf(db).where({ _id }).update({ data: { total: now } })
  }
}

function erasuresOf({ db }: Ports): Collection<Erasure> {
  return db.collection<Erasure>(COLLECTIONS.erasures)
}
