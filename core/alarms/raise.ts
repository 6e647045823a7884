import { type Ports } from '../ports'
import { type Collection } from '../ports/database'
import { COLLECTIONS } from '../records/collections'
import { isDuplicate } from '../records/find'
import { LOG_AGAIN_MS } from './limits'
import { ALARM_KINDS, type Alarm } from './table'

/** A problem that was there at some time: a row of `alarms`, `_id` is the problem. */
export interface AlarmRow {
  _id: string
  /** When it was first seen at all. */
  firstAt: Date
  /** When it was last logged: whoever writes this is the one who logs it. */
  seenAt: Date
  /** How often members were told, and when last. */
  told: number
  toldAt?: Date
}

export function alarmsOf({ db }: Pick<Ports, 'db'>): Collection<AlarmRow> {
  return db.collection<AlarmRow>(COLLECTIONS.alarms)
}

/**
 * Logs each problem, once in `LOG_AGAIN_MS` however many look at the same time; docs/运维.md has the filter for these lines.
 * @returns those that this call logged
 */
export async function raise(ports: Ports, alarms: readonly Alarm[]): Promise<Alarm[]> {
  const raised: Alarm[] = []
  for (const alarm of alarms) if (await isMine(ports, alarm)) raised.push(alarm)
  for (const { id, problem, since, count } of raised)
    ports.log('error', 'alarm', { alarm: id, problem, title: ALARM_KINDS[id].title, ...(since && { since }), ...(count !== undefined && { count }) })
  return raised
}

async function isMine(ports: Ports, { problem }: Alarm): Promise<boolean> {
  const now = ports.clock.now()
  const seenAt = new Date(now)
  const { stats } = await alarmsOf(ports)
    .where({ _id: problem, seenAt: ports.db.command.lte(new Date(now - LOG_AGAIN_MS)) })
    .update({ data: { seenAt } })
  if (stats.updated > 0) return true
  try {
    await alarmsOf(ports).add({ data: { _id: problem, firstAt: seenAt, seenAt, told: 0 } })
    return true
  } catch (error) {
    // It was logged just now, by this call's like or another.
    if (isDuplicate(error)) return false
    throw error
  }
}
