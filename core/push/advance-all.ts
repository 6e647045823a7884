import { deliver, type Delivery } from '../delivery/deliver'
import { recover } from '../delivery/recover'
import { pushesOf } from '../outbox/push'
import { type Ports } from '../ports'
import { MAX_ROWS } from '../records/collections'
import { expand } from './expand'
import { finishIfDone } from './finish'

export interface Round {
  /** Messages that dead workers had left behind. */
  recovered: number
  tried: number
  ended: Delivery['ended']
}

/** One round of the dispatch timer: settles what was left behind, begins what is due, completes what was begun, sends. */
export async function advanceAll(ports: Ports): Promise<Round> {
  const recovered = await recover(ports)
  await beginScheduled(ports)
  const { data: begun } = await pushesOf(ports.db).where({ state: 'expanding' }).limit(MAX_ROWS).get()
  for (const push of begun) await expand(ports, push)
  const { tried, ended } = await deliver(ports)
  const { data: running } = await pushesOf(ports.db).where({ state: 'running' }).limit(MAX_ROWS).get()
  for (const push of running) await finishIfDone(ports, push._id)
  return { recovered, tried, ended }
}

async function beginScheduled(ports: Ports): Promise<void> {
  const now = new Date(ports.clock.now())
  await pushesOf(ports.db)
    .where({ state: 'scheduled', sendAt: ports.db.command.lte(now) })
    .update({ data: { state: 'expanding', updatedAt: now } })
}
