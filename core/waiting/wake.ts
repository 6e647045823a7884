import { messagesOf } from '../outbox/message'
import { pushesOf, type Push } from '../outbox/push'
import { transition } from '../outbox/transition'
import { type Ports } from '../ports'
import { COLLECTIONS, MAX_ROWS } from '../records/collections'
import { findByIds } from '../records/find'
import { groupBy } from '../records/group-by'
import { gather } from './gather'
import { OF_WAITING, type Waiting } from './waiting'

/**
 * Messages that wait go out, or are over:
 *
 * step                                               a death after it leaves              who picks that up
 * rows whose time has come, or whose reader agreed   rows that are due                    the next round (`wakeDue`)
 * several to one reader → `gather`                   its record                           the next round
 * a row alone: `called`                              a row that is due                    the next round
 * its push: `waking`, and `running` if it was over   the mark                             the next round (`reconcile`)
 * the row: queued                                    the mark                             the same
 * the mark goes, unless somebody set it again
 */

/** Rows that one round looks at. */
const BATCH = 500

const OF_PUSH = { terms: true, textsGoneAt: true } as const
type WakingPush = Pick<Push, '_id' | keyof typeof OF_PUSH>

/** Ends the wait of those whose time has come. One call where there are none. @returns the pushes that have something to send now */
export async function wakeDue(ports: Ports): Promise<string[]> {
  const { command } = ports.db
  const due = { state: 'waiting', dueAt: command.lte(new Date(ports.clock.now())) }
  const { data } = await messagesOf(ports.db).where(due).orderBy('dueAt', 'asc').limit(BATCH).field(OF_WAITING).get()
  return wake(ports, data)
}

/** @param rows  that wait, and are not to wait any longer @returns the pushes that have something to send now */
export async function wake(ports: Ports, rows: readonly Waiting[]): Promise<string[]> {
  if (rows.length === 0) return []
  const now = ports.clock.now()
  const pushes = new Map((await findByIds<WakingPush>(ports.db, COLLECTIONS.pushes, [...new Set(rows.map(({ pushId }) => pushId))], OF_PUSH)).map((push) => [push._id, push]))
  // Texts that are past their keeping are nothing to send.
  const isOver = ({ expiresAt, pushId }: Waiting): boolean => (expiresAt !== undefined && expiresAt.getTime() <= now) || pushes.get(pushId)?.textsGoneAt !== undefined
  await expire(ports, rows.filter(isOver))
  const left = rows.filter((row) => !isOver(row))
  const woken: string[] = []
  const alone: Waiting[] = []
  for (const [digest, some] of groupBy(left, ({ pushId }) => pushes.get(pushId)?.terms?.digest)) {
    if (!digest) alone.push(...some)
    else for (const ofReader of groupBy(some, ({ openid, template }) => JSON.stringify([openid, template])).values()) {
      const { gathered, rest } = await gather(ports, ofReader, digest)
      if (gathered !== undefined) woken.push(gathered)
      alone.push(...rest)
    }
  }
  await call(ports, alone)
  return [...new Set([...woken, ...alone.map(({ pushId }) => pushId)])]
}

async function expire(ports: Ports, rows: readonly Waiting[]): Promise<void> {
  if (rows.length === 0) return
  const { command } = ports.db
  await messagesOf(ports.db)
    .where({ _id: command.in(rows.map(({ _id }) => _id)), state: 'waiting' })
    .update({ data: transition(ports, { state: 'skipped', reason: 'expired' }) })
}

/** Marks the rows, and then their pushes: `wakeRows` does the rest. */
async function call(ports: Ports, rows: readonly Waiting[]): Promise<void> {
  if (rows.length === 0) return
  const { command } = ports.db
  const now = new Date(ports.clock.now())
  await messagesOf(ports.db).where({ _id: command.in(rows.map(({ _id }) => _id)), state: 'waiting' }).update({ data: { called: true, dueAt: now } })
  const ids = [...new Set(rows.map(({ pushId }) => pushId))]
  const marks = { waking: true, revision: command.inc(1), updatedAt: now }
  for (let from = 0; from < ids.length; from += MAX_ROWS) {
    const some = command.in(ids.slice(from, from + MAX_ROWS))
    await pushesOf(ports.db).where({ _id: some, state: command.in(['running', 'expanding', 'paused', 'halted', 'pending']) }).update({ data: marks })
    await pushesOf(ports.db).where({ _id: some, state: 'finished' }).update({ data: { ...marks, state: 'running' } })
  }
}

/** What was called of this push is queued. */
export async function wakeRows(ports: Ports, { _id }: Pick<Push, '_id'>): Promise<void> {
  const { command } = ports.db
  const changes = { state: 'queued', dueAt: new Date(ports.clock.now()), gathered: true, called: command.remove() }
  await messagesOf(ports.db).where({ pushId: _id, state: 'waiting', called: true }).update({ data: changes })
}

/** When something that waits has to be looked at next (milliseconds since 1970), though nobody agrees. */
export async function nextWaitingAt({ db }: Ports): Promise<number> {
  const { data } = await messagesOf(db).where({ state: 'waiting', dueAt: db.command.gt(new Date(0)) }).orderBy('dueAt', 'asc').limit(1).field({ dueAt: true }).get()
  return data[0]?.dueAt.getTime() ?? Infinity
}
