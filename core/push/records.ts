import { append } from '../access/audit'
import { pushesOf } from '../outbox/push'
import { type Ports } from '../ports'

/** Written down in one round. */
const BATCH = 50

/** Of pushes whose maker died before it was in the audit that they were asked for: their rows still say so. May be done by several at once. */
export async function sealRecords(ports: Ports): Promise<void> {
  const { command } = ports.db
  const due = { 'record.dueAt': command.lte(new Date(ports.clock.now())) }
  const { data } = await pushesOf(ports.db).where(due).orderBy('record.dueAt', 'asc').limit(BATCH).field({ record: true }).get()
  for (const { _id, record } of data) {
    if (record) await append(ports, { ...record.entry, facts: { ...record.entry.facts, pushId: _id } }, true)
    await pushesOf(ports.db).where({ _id }).update({ data: { record: command.remove() } })
  }
}
