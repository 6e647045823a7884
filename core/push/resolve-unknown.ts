import { HAND_OVER_MS, LEASE_MS } from '../delivery/limits'
import { NEEDED, resolve, takeUnknown } from '../delivery/recover'
import { arrivalsOf, lastHeard } from '../outbox/arrival'
import { messagesOf } from '../outbox/message'
import { changePush, pushesOf, WITHOUT_NAMES, type Push } from '../outbox/push'
import { type Ports } from '../ports'
import { type Condition, type Database } from '../ports/database'
import { MAX_ROWS } from '../records/collections'
import { findById } from '../records/find'

/** So long after its worker had to be done a message may still get WeChat's receipt; after it a person may settle all of them together. */
export const RECEIPT_WAIT_MS = 10 * 60_000

/** Rows that are settled in one step. */
const BATCH = 200

/** What is known of the messages of a push of which nobody knows what came. */
export interface UnknownView {
  /** The first of them was handed to WeChat about then. */
  since: Date
  /** From then on all of them may be settled together. */
  settleFrom: Date
  /** When WeChat's last receipt came, of whatever message; absent where none ever did: then they will not settle themselves. */
  receiptsAt?: Date
  /** Receipts about these people that fit several of their messages. */
  ambiguous?: { delivered: number; undelivered: number }
}

/** Those that have waited long enough at that moment. */
export function settleable(db: Database, pushId: string, at: Date): Condition {
  return { pushId, state: 'unknown', dueAt: db.command.lte(new Date(at.getTime() - RECEIPT_WAIT_MS)) }
}

/** Settles what a person said of all of them, a batch at a time; a death or the end of the call leaves the mark, and the next round goes on. */
export async function resolveUnknown(ports: Ports, push: Push): Promise<Push> {
  const { resolving } = push
  if (!resolving) return push
  while (ports.remainingMs() > HAND_OVER_MS) {
    const { data } = await messagesOf(ports.db).where(settleable(ports.db, push._id, resolving.at)).limit(BATCH).field(NEEDED).get()
    if (data.length === 0) {
      await changePush(ports, push, { resolving: ports.db.command.remove() })
      break
    }
    await resolve(ports, push, await takeUnknown(ports, data, resolving.outcome), resolving.outcome)
  }
  return (await findById(pushesOf(ports.db), push._id, WITHOUT_NAMES)) ?? push
}

export async function viewUnknown(db: Database, pushId: string): Promise<UnknownView | undefined> {
  const unknown = { pushId, state: 'unknown' }
  const { list } = await messagesOf(db).aggregate().match(unknown).group({ _id: null, first: { $min: '$dueAt' }, last: { $max: '$dueAt' } }).end()
  const [found] = list as unknown as { first: Date; last: Date }[]
  if (!found) return undefined
  const { data: rows } = await messagesOf(db).where(unknown).limit(MAX_ROWS).field({ openid: true }).get()
  const { data: arrivals } = await arrivalsOf(db).where({ openid: db.command.in(rows.map(({ openid }) => openid)) }).limit(MAX_ROWS).field({ delivered: true }).get()
  const delivered = arrivals.filter((arrival) => arrival.delivered).length
  const receiptsAt = await lastHeard(db)
  return {
    since: new Date(new Date(found.first).getTime() - LEASE_MS),
    settleFrom: new Date(new Date(found.last).getTime() + RECEIPT_WAIT_MS),
    ...(receiptsAt && { receiptsAt }),
    ...(arrivals.length > 0 && { ambiguous: { delivered, undelivered: arrivals.length - delivered } }),
  }
}
