import { type Ports } from '../ports'
import { type Collection } from '../ports/database'
import { dayOf } from '../records/beijing'
import { COLLECTIONS } from '../records/collections'
import { findById, findByIds, isDuplicate } from '../records/find'
import { callerKeysOf } from './caller-key'

/** What one business function has set going on one Beijing day: a row of `quotas`, `_id` is `day caller name`. */
export interface CallerDay {
  _id: string
  taken: number
  at: Date
}

/**
 * Counts notices against what a key may set going on one day, under its name: a key and its successor count together. Counted before
 * anything is written down: who dies in between has a few less that day, and nobody ever one more.
 * @returns how many of `wanted` may be written down
 */
export async function takeOfDay(ports: Ports, name: string, perDay: number, wanted: number): Promise<number> {
  const { command } = ports.db
  const _id = idOf(ports, name)
  for (let count = wanted; count > 0; ) {
    const { stats } = await daysOf(ports).where({ _id, taken: command.lte(perDay - count) }).update({ data: { taken: command.inc(count) } })
    if (stats.updated > 0) return count
    const { taken } = (await findById(daysOf(ports), _id)) ?? (await begin(ports, name, _id))
    count = Math.min(count, perDay - taken)
  }
  return 0
}

/** So many were there already, or were not written down after all. */
export async function giveBackOfDay(ports: Ports, name: string, count: number): Promise<void> {
  if (count > 0) await daysOf(ports).where({ _id: idOf(ports, name) }).update({ data: { taken: ports.db.command.inc(-count) } })
}

/** Today's, by name. */
export async function usedToday(ports: Ports, names: readonly string[]): Promise<Map<string, number>> {
  const rows = new Map((await findByIds<CallerDay>(ports.db, COLLECTIONS.quotas, names.map((name) => idOf(ports, name)))).map((row) => [row._id, row.taken]))
  return new Map(names.map((name) => [name, rows.get(idOf(ports, name)) ?? 0]))
}

/** The first of a day; that there is one stands in the keys as well. */
async function begin(ports: Ports, name: string, _id: string): Promise<CallerDay> {
  const day: CallerDay = { _id, taken: 0, at: new Date(ports.clock.now()) }
  await daysOf(ports)
    .add({ data: day })
    .catch((error: unknown) => {
      if (!isDuplicate(error)) throw error
    })
  await callerKeysOf(ports.db).where({ name, withdrawnAt: ports.db.command.exists(false) }).update({ data: { lastUsedAt: day.at } })
  return day
}

function idOf({ clock }: Ports, name: string): string {
  return `${dayOf(clock.now())} caller ${name}`
}

function daysOf({ db }: Ports): Collection<CallerDay> {
  return db.collection<CallerDay>(COLLECTIONS.quotas)
}
