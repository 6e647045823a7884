import { gatheringsOf, type Gathering } from '../outbox/gathering'
import { messageId, messagesOf, type Message } from '../outbox/message'
import { pushesOf, type Push } from '../outbox/push'
import { transition } from '../outbox/transition'
import { type Ports } from '../ports'
import { callRound } from '../records/agenda'
import { COLLECTIONS } from '../records/collections'
import { findById, findByIds, isDuplicate } from '../records/find'
import { newId } from '../records/id'
import { digestData } from '../templates/digest-text'
import { type MessageData } from '../templates/message-data'
import { type Digest } from '../templates/terms'
import { OF_WAITING, type Waiting } from './waiting'

/**
 * Several notices that wait for one reader become one message, of a push of its own, that uses one credit.
 *
 * step                                        a death after it leaves            who picks that up
 * the record: who reads, and which notices    the record                         the next round (`completeGatherings`)
 * the notices: merged, with their message     the record                         the same
 * the push, with the text for all of them     the record, and the push           the same; the push goes out like any other
 * the record goes
 *
 * There is one record of a reader and template at a time, and what it names does not change: so no notice is in two messages. A notice is
 * in the message when it is merged, and only what waited when the record was made is ever merged by it. A message that was gathered may
 * wait itself; with later notices it is gathered again, and counts for all that is in it.
 */

/** Notices that one message is made of, at most; further ones make the next. */
const MOST = 100

/** Completed in one round. */
const BATCH = 100

export interface Gathered {
  /** The push that was made. */
  gathered?: string
  /** What goes out by itself. */
  rest: Waiting[]
}

/** @param rows  some of those that wait for one reader, of one template: all that wait for her come along */
export async function gather(ports: Ports, rows: readonly Waiting[], digest: Digest): Promise<Gathered> {
  const [some] = rows
  if (!some) return { rest: [] }
  const { openid, template } = some
  const { data: all } = await messagesOf(ports.db)
    .where({ openid, template, state: 'waiting', called: ports.db.command.exists(false) })
    .orderBy('createdAt', 'desc')
    .limit(MOST)
    .field(OF_WAITING)
    .get()
  // They go out by themselves: that was decided before.
  const called = rows.filter((row) => row.called)
  if (all.length === 0) return { rest: called }
  if (all.length === 1 && !digest.one) return { rest: [...all, ...called] }
  const gathering: Gathering = { _id: `${openid}:${template}`, openid, template, pushId: `d-${newId(ports.random)}`, members: all.map(({ _id }) => _id), at: new Date(ports.clock.now()) }
  try {
    await gatheringsOf(ports.db).add({ data: gathering })
  } catch (error) {
    if (!isDuplicate(error)) throw error
    const before = await findById(gatheringsOf(ports.db), gathering._id)
    if (before) await complete(ports, before)
    // What is not in it makes the next.
    await messagesOf(ports.db).where({ _id: ports.db.command.in(gathering.members), state: 'waiting' }).update({ data: { dueAt: gathering.at } })
    await callRound(ports)
    return { ...(before && { gathered: before.pushId }), rest: called }
  }
  const isMade = await complete(ports, gathering)
  return { ...(isMade && { gathered: gathering.pushId }), rest: called }
}

/** Those whose makers died. @returns the pushes that have something to send now */
export async function completeGatherings(ports: Ports): Promise<string[]> {
  const { data } = await gatheringsOf(ports.db).where({}).limit(BATCH).get()
  const made: string[] = []
  for (const gathering of data) if (await complete(ports, gathering)) made.push(gathering.pushId)
  return made
}

/** May be repeated, and done by two at once. @returns whether there is a push */
async function complete(ports: Ports, gathering: Gathering): Promise<boolean> {
  const { command } = ports.db
  const { _id, openid, pushId, members, at } = gathering
  const carrier = messageId(pushId, openid)
  await messagesOf(ports.db)
    .where({ _id: command.in(members), state: 'waiting', called: command.exists(false), waitsSince: command.lte(at) })
    .update({ data: { ...transition(ports, { state: 'merged' }), digest: carrier } })
  const inside = (await findByIds<Message>(ports.db, COLLECTIONS.messages, members)).filter(({ digest }) => digest === carrier)
  const push = inside.length > 0 ? await pushFor(ports, gathering, inside) : undefined
  if (push) await addPush(ports, push)
  // What they were pushed with is past its keeping: there is nothing to say.
  else await messagesOf(ports.db).where({ digest: carrier, state: 'merged' }).update({ data: transition(ports, { state: 'skipped', reason: 'expired' }) })
  await gatheringsOf(ports.db).where({ _id, pushId }).remove()
  return push !== undefined
}

async function addPush(ports: Ports, push: Push): Promise<void> {
  try {
    await pushesOf(ports.db).add({ data: push })
  } catch (error) {
    if (!isDuplicate(error)) throw error
  }
  await callRound(ports)
}

/** Like that of the newest notice, with the text for all. */
async function pushFor(ports: Ports, { openid, pushId, at }: Gathering, inside: readonly Message[]): Promise<Push | undefined> {
  const notices = await noticesIn(ports, inside)
  const pushes = new Map((await findByIds<Push>(ports.db, COLLECTIONS.pushes, [...new Set([...notices, ...inside].map((row) => row.pushId))])).map((push) => [push._id, push]))
  const last = [...notices].reverse().find((row) => pushes.has(row.pushId))
  const newest = last && pushes.get(last.pushId)
  const terms = inside.flatMap(({ pushId: id }) => pushes.get(id)?.terms ?? [])
  const { digest } = terms.find((each) => each.digest) ?? {}
  if (!newest || !digest) return undefined
  const textOf = (row: Message): MessageData => row.data ?? pushes.get(row.pushId)?.data ?? {}
  const { batch: _batch, sendAt: _sendAt, requeue: _requeue, notBefore: _notBefore, halt: _halt, record: _record, resolving: _resolving, waking: _waking, forTimer: _forTimer, recurrence: _recurrence, texts: _texts, own: _own, dedupes: _dedupes, ...alike } = newest
  return {
    ...alike,
    ...(last.parameters && { parameters: last.parameters }),
    _id: pushId,
    data: digestData(digest, notices.map(textOf), newest.fields ?? []),
    audience: { kind: 'openids', openids: [openid] },
    terms: { ...newest.terms, ...(terms.some(({ ifNone }) => ifNone === 'wait') && { ifNone: 'wait' as const }), digest: { ...digest, minutes: 0 } },
    bodyHash: pushId,
    state: 'expanding',
    cursor: '',
    revision: 0,
    total: 1,
    notice: true,
    gathers: true,
    createdAt: at,
    updatedAt: at,
  }
}

/** The notices themselves, the oldest first: in place of a message that was gathered before those that are in it. */
export async function noticesIn({ db }: Pick<Ports, 'db'>, rows: readonly Message[]): Promise<Message[]> {
  const { data: within } = await messagesOf(db).where({ digest: db.command.in(rows.map(({ _id }) => _id)), state: 'merged' }).orderBy('createdAt', 'asc').limit(MOST).get()
  const carriers = new Set(within.map(({ digest }) => digest))
  const deeper = within.length > 0 ? await noticesIn({ db }, within) : []
  return [...rows.filter(({ _id }) => !carriers.has(_id)), ...deeper].sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a._id < b._id ? -1 : 1))
}
