import { type Ports } from '../ports'
import { findById, isDuplicate } from '../records/find'
import { markersOf, MARKER_ID, SCHEMA, type Marker } from '../records/schema'
import { BATCH, STEPS } from './steps'

/**
 * How long functions of before may still be at work beside today's, when one after the other is replaced: what they write in the old
 * shape meanwhile is found by a last look after it.
 */
export const SETTLE_MS = 30 * 60_000

/** What the round must have left for another batch. */
const LEAST_MS = 20_000
/** Batches of one kind in one round; the next goes on. */
const MAX_BATCHES = 25
/** An instance that found the records to be of today asks again after so long: one may have been restored from a backup. */
const ASKED_AGAIN_MS = 5 * 60_000

/**
 * Brings the records to the shape of today, in what a round of the timer can spare: a part at a time, while messages go out, beside
 * functions of the version before. It may die anywhere and be done by two at once. One call where nothing is to do, and none within
 * five minutes of it in the same instance. A newer shape than ours is left as it is.
 */
export async function migrate(ports: Ports): Promise<void> {
  const now = ports.clock.now()
  const seenAt = ports.remembered?.schemaSeenAt
  if (seenAt !== undefined && now - seenAt < ASKED_AGAIN_MS) return
  const marker = await findById(markersOf(ports.db), MARKER_ID)
  const isDone = (marker?.schema ?? 0) >= SCHEMA || (await bringUp(ports, marker))
  if (isDone && ports.remembered) ports.remembered.schemaSeenAt = now
}

/** @returns whether nothing is left to do */
async function bringUp(ports: Ports, marker: Marker | undefined): Promise<boolean> {
  const since = marker?.since ?? (await begin(ports, marker))
  const { changed, isClean } = await changeAll(ports, since)
  if (changed > 0) ports.log('info', 'records upgraded', { to: SCHEMA, changed })
  const isSettled = ports.clock.now() - since.getTime() >= SETTLE_MS
  // Where there is nothing of before, nobody of before is at work.
  const isNew = marker === undefined && changed === 0
  if (!isClean || (!isSettled && !isNew)) return false
  const { command } = ports.db
  await markersOf(ports.db).where({ _id: MARKER_ID, since }).update({ data: { schema: SCHEMA, since: command.remove() } })
  return true
}

/** Of two that begin at once, one time holds. */
async function begin(ports: Ports, marker: Marker | undefined): Promise<Date> {
  const { command } = ports.db
  const since = new Date(ports.clock.now())
  if (marker) await markersOf(ports.db).where({ _id: MARKER_ID, since: command.exists(false) }).update({ data: { since } })
  else
    await markersOf(ports.db)
      .add({ data: { _id: MARKER_ID, since } })
      .catch((error: unknown) => {
        if (!isDuplicate(error)) throw error
      })
  return (await findById(markersOf(ports.db), MARKER_ID))?.since ?? since
}

async function changeAll(ports: Ports, since: Date): Promise<{ changed: number; isClean: boolean }> {
  let changed = 0
  let isClean = true
  for (const step of STEPS) {
    let last = BATCH
    for (let batch = 0; batch < MAX_BATCHES && last > 0; batch += 1) {
      if (ports.remainingMs() < LEAST_MS) return { changed, isClean: false }
      last = await step(ports, since)
      changed += last
    }
    isClean &&= last === 0
  }
  return { changed, isClean }
}
