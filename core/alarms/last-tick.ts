import { type Ports } from '../ports'
import { AGENDA, agendaOf } from '../records/agenda'
import { findById } from '../records/find'

/** When the timer came last; undefined when nothing says so. */
export async function lastTickAt(ports: Pick<Ports, 'db'>): Promise<Date | undefined> {
  const row = await findById(agendaOf(ports), AGENDA, { tickAt: true })
  return row?.tickAt instanceof Date ? row.tickAt : undefined
}
