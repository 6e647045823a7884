import { type Ports } from '../ports'
import { findAlarms } from './find'
import { raise } from './raise'
import { viewAlarm, type AlarmView } from './table'
import { tellMembers } from './tell'

/** A round with less time left looks for nothing: what was sent comes first. */
const NEEDED_MS = 5_000

/** At the end of a whole round of the timer, when all that could be sent is. Never throws: what is wrong is looked for again by the next one. */
export async function watch(ports: Ports): Promise<void> {
  if (ports.remainingMs() < NEEDED_MS) return
  try {
    await tellMembers(ports, await raise(ports, await findAlarms(ports)))
  } catch (error) {
    ports.log('warn', 'alarms not looked for', { error: String(error) })
  }
}

/**
 * For the home of members. It is also what notices that no timer comes any more, so it logs like the timer does; it sends nothing:
 * whoever looks sees it here, and a viewer's look makes nothing go out.
 */
export async function overview(ports: Ports): Promise<{ alarms: AlarmView[] }> {
  const alarms = await findAlarms(ports)
  await raise(ports, alarms).catch((error: unknown) => ports.log('warn', 'alarms not logged', { error: String(error) }))
  return { alarms: alarms.map(viewAlarm) }
}
