import { pushesOf, type Push } from '../outbox/push'
import { type Ports } from '../ports'
import { MAX_ROWS } from '../records/collections'

/** What alarms need of a push. */
export type Looked = Pick<Push, '_id' | 'template' | 'title' | 'state' | 'sendAt' | 'urgent' | 'notBefore' | 'tokenless' | 'halt' | 'total' | 'createdAt' | 'updatedAt'>

const NEEDED = { template: true, title: true, state: true, sendAt: true, urgent: true, notBefore: true, tokenless: true, halt: true, total: true, createdAt: true, updatedAt: true }

/** Pushes that may be in trouble: those that stopped, that are on their way, and that should have begun. */
export async function lookAtPushes({ db, clock }: Ports): Promise<Looked[]> {
  const { command } = db
  const { data } = await pushesOf(db)
    .where(command.or([{ state: command.in(['halted', 'expanding', 'running']) }, { state: 'scheduled', sendAt: command.lte(new Date(clock.now())) }]))
    .limit(MAX_ROWS)
    .field(NEEDED)
    .get()
  return data
}

/** Where a push is looked at and set going. */
export function pushPage(id: string): string {
  return `/admin/push/push?id=${encodeURIComponent(id)}`
}
