import { type Message } from '../outbox/message'
import { pushesOf, type Push } from '../outbox/push'
import { type Ports } from '../ports'
import { obstaclesOf } from '../push/obstacles'
import { expandSingles } from '../push/singles'
import { COLLECTIONS } from '../records/collections'
import { findByIds, isDuplicate } from '../records/find'
import { groupBy } from '../records/group-by'
import { isQuiet } from '../delivery/times'
import { readerOf } from './notice'

/**
 * Many notices are written down in a few calls for all of them:
 *
 * step                                            a death after it leaves                       who picks that up
 * the pushes, `expanding` (or `scheduled`)        pushes without a message                      a round: writes it out and sends it
 * their messages, `queued`, or `skipped`          the same, and messages that stay as they are  the same
 * the pushes, `running`, or `finished`
 */

/** Rows that one insert takes at most: a push carries the fields of its template, and a request has a megabyte. */
const INSERT_SIZE = 300

/** @returns those of them that this call has made; the others were there already */
export async function addPushes(ports: Ports, drafts: readonly Push[]): Promise<Set<string>> {
  const made = new Set<string>()
  for (let from = 0; from < drafts.length; from += INSERT_SIZE) for (const id of await addSome(ports, drafts.slice(from, from + INSERT_SIZE))) made.add(id)
  return made
}

async function addSome(ports: Ports, drafts: Push[]): Promise<string[]> {
  let left = drafts
  for (;;) {
    try {
      if (left.length > 0) await pushesOf(ports.db).add({ data: left })
      break
    } catch (error) {
      if (!isDuplicate(error)) throw error
    }
    const there = new Set((await findByIds<Push>(ports.db, COLLECTIONS.pushes, left.map(({ _id }) => _id), { _id: true })).map(({ _id }) => _id))
    const missing = left.filter(({ _id }) => !there.has(_id))
    // What was in the way is gone again: nothing can be said of it.
    if (missing.length === left.length) throw new Error('a notice is neither there nor to be added')
    left = missing
  }
  if (left === drafts) return drafts.map(({ _id }) => _id)
  const rows = await findByIds<Push>(ports.db, COLLECTIONS.pushes, drafts.map(({ _id }) => _id), { batch: true })
  const mine = new Map(drafts.map(({ _id, batch }) => [_id, batch]))
  return rows.filter(({ _id, batch }) => batch === mine.get(_id)).map(({ _id }) => _id)
}

/**
 * The messages of those that are to go out now; of whom the ledger lets nothing reach now, as skipped.
 * @returns them, by the ids of their pushes
 */
export async function addMessages(ports: Ports, pushes: readonly Push[]): Promise<Map<string, Message>> {
  const now = pushes.filter(({ state }) => state === 'expanding')
  return expandSingles(ports, now, await obstaclesNow(ports, now))
}

/** Why the ledger lets some of them not go out, of those that would go out now; by the ids of the pushes. */
export async function obstaclesNow(ports: Ports, pushes: readonly Push[]): Promise<Map<string, NonNullable<Message['reason']>>> {
  const found = new Map<string, NonNullable<Message['reason']>>()
  const now = pushes.filter(({ state, urgent, terms }) => state === 'expanding' && terms?.ifNone !== 'wait' && (urgent || !isQuiet(ports.settings.quietHours, ports.clock.now())))
  for (const ofTemplate of groupBy(now, ({ templateId }) => templateId).values()) {
    const [first] = ofTemplate
    if (!first) continue
    const obstacles = await obstaclesOf(ports, first, [...new Set(ofTemplate.map(readerOf))])
    for (const push of ofTemplate) {
      const obstacle = obstacles.get(readerOf(push))
      if (obstacle) found.set(push._id, obstacle)
    }
  }
  return found
}
