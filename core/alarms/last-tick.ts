import { type Ports } from '../ports'
import { type Record_ } from '../ports/database'
import { COLLECTIONS } from '../records/collections'
import { findById } from '../records/find'

/** The row that every tick of the timer writes. */
export const AGENDA = 'agenda'

interface Heartbeat extends Record_ {
  tickAt?: unknown
}

/** When the timer came last; undefined when nothing says so. The one place here that knows where this stands. */
export async function lastTickAt({ db }: Pick<Ports, 'db'>): Promise<Date | undefined> {
  const row = await findById(db.collection<Heartbeat>(COLLECTIONS.standstill), AGENDA, { tickAt: true })
  return row?.tickAt instanceof Date ? row.tickAt : undefined
}
