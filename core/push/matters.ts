import { PUSHES_AT_ONCE } from '../delivery/limits'
import { dedupesOf, FREEING_STATES, type Dedupe } from '../outbox/dedupe'
import { type Message } from '../outbox/message'
import { type Ports } from '../ports'
import { COLLECTIONS } from '../records/collections'
import { findByIds, isDuplicate } from '../records/find'
import { sideBySide } from '../records/side-by-side'

/**
 * Of one matter (`dedupe`) at most one message to a person is on its way, went out, or may have, whatever push it is of.
 *
 * | step | a death after it leaves | who picks that up |
 * |---|---|---|
 * | the matter names the message | a matter that nobody else takes | whoever writes out the push: the message is written, as cancelled where the push was |
 * | the message is written | the same as of every message | |
 * | the message surely did not reach its reader: another removes the matter, as it was seen, and adds its own | a matter that is free | whoever wants it |
 * | the message is to be tried again: the matter says so (`againAt`), from when on nobody removes it until the message has ended once more | a message that is over and holds its matter | `requeue`, by its mark in the push |
 */

/** What is to hold a matter; without `dedupe` there is none. */
export type Holder = Pick<Message, '_id' | 'openid' | 'dedupe'>

/** Others that take the same matter at the same time, one after the other. */
const MAX_TRIES = 5

/** Rows that one insert takes at most. */
const INSERT_SIZE = 500

/**
 * Takes the matters of these messages for them; that one has its own already is as good.
 * @param again  they were over and are to be put back to work
 * @returns ids of the messages whose matter another one holds: they must not go out
 */
export async function takeMatters(ports: Ports, holders: readonly Holder[], { again = false } = {}): Promise<Set<string>> {
  const now = new Date(ports.clock.now())
  const wanted = holders.flatMap(({ _id: message, openid, dedupe }): Dedupe[] => (dedupe === undefined ? [] : [{ _id: dedupe, openid, message, at: now, ...(again && { againAt: now }) }]))
  if (again) await markAgain(ports, wanted, now)
  const refused = new Set<string>()
  let left = wanted
  for (let tries = 0; left.length > 0; tries += 1) {
    const others = await addMissing(ports, left)
    const free = tries < MAX_TRIES ? await freeAmong(ports, others) : []
    await forget(ports, free)
    const isFree = new Set(free.map(({ _id }) => _id))
    const isHeld = new Set(others.map(({ _id }) => _id).filter((id) => !isFree.has(id)))
    for (const { _id, message } of left) if (isHeld.has(_id)) refused.add(message)
    left = left.filter(({ _id }) => isFree.has(_id))
  }
  return refused
}

/** The same question without taking any: ids of the messages that could not go out now. */
export async function heldMatters(ports: Ports, holders: readonly Holder[]): Promise<Set<string>> {
  const byMatter = new Map(holders.flatMap(({ _id, dedupe }) => (dedupe === undefined ? [] : [[dedupe, _id] as const])))
  if (byMatter.size === 0) return new Set()
  const others = (await findByIds<Dedupe>(ports.db, COLLECTIONS.dedupes, [...byMatter.keys()])).filter(({ _id, message }) => byMatter.get(_id) !== message)
  const free = new Set((await freeAmong(ports, others)).map(({ _id }) => _id))
  return new Set(others.filter(({ _id }) => !free.has(_id)).map(({ _id }) => byMatter.get(_id) ?? ''))
}

async function markAgain(ports: Ports, wanted: readonly Dedupe[], againAt: Date): Promise<void> {
  if (wanted.length === 0) return
  const { command } = ports.db
  const own = { _id: command.in(wanted.map(({ _id }) => _id)), message: command.in(wanted.map(({ message }) => message)) }
  await dedupesOf(ports.db).where(own).update({ data: { againAt } })
}

/** @returns those that stand in the way, of other messages */
async function addMissing(ports: Ports, wanted: readonly Dedupe[]): Promise<Dedupe[]> {
  const others: Dedupe[] = []
  for (let from = 0; from < wanted.length; from += INSERT_SIZE) others.push(...(await addSome(ports, wanted.slice(from, from + INSERT_SIZE))))
  return others
}

async function addSome(ports: Ports, wanted: Dedupe[]): Promise<Dedupe[]> {
  if (wanted.length === 0) return []
  try {
    await dedupesOf(ports.db).add({ data: wanted })
    return []
  } catch (error) {
    if (!isDuplicate(error)) throw error
  }
  const there = new Map((await findByIds<Dedupe>(ports.db, COLLECTIONS.dedupes, wanted.map(({ _id }) => _id))).map((row) => [row._id, row]))
  const others = wanted.flatMap(({ _id, message }) => {
    const row = there.get(_id)
    return row && row.message !== message ? [row] : []
  })
  return [...others, ...(await addSome(ports, wanted.filter(({ _id }) => !there.has(_id))))]
}

/** Those whose message surely did not reach its reader. One whose message is not there yet is about to be. */
async function freeAmong(ports: Ports, rows: readonly Dedupe[]): Promise<Dedupe[]> {
  if (rows.length === 0) return []
  const found = await findByIds<Message>(ports.db, COLLECTIONS.messages, rows.map(({ message }) => message), { state: true, overAt: true })
  const messages = new Map(found.map((message) => [message._id, message]))
  return rows.filter(({ message: id, againAt }) => {
    const message = messages.get(id)
    if (!message || !FREEING_STATES.includes(message.state)) return false
    return againAt === undefined || (message.overAt !== undefined && message.overAt > againAt)
  })
}

/** Only as they were seen: a message may have been put back to work since, and then its matter says so. */
async function forget(ports: Ports, rows: readonly Dedupe[]): Promise<void> {
  const { command } = ports.db
  const once = rows.filter(({ againAt }) => againAt === undefined)
  if (once.length > 0) {
    const asSeen = { _id: command.in(once.map(({ _id }) => _id)), message: command.in(once.map(({ message }) => message)), againAt: command.exists(false) }
    await dedupesOf(ports.db).where(asSeen).remove()
  }
  const again = rows.filter(({ againAt }) => againAt !== undefined)
  await sideBySide(again, PUSHES_AT_ONCE, ({ _id, message, againAt }) => dedupesOf(ports.db).where({ _id, message, againAt }).remove())
}
