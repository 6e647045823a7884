import { type Ports } from '../ports'
import { type Collection } from '../ports/database'
import { type Retries, waitAfter } from '../ports/retries'
import { busy } from '../ports/steady-database'
import { COLLECTIONS } from '../records/collections'
import { isDuplicate } from '../records/find'
import { type Part } from '../records/joined'
import { actorOf, factsFrom, linked, type AuditEntry, type Draft, type Link } from './audit-entry'
import { type Author } from './identify'

export { type AuditEntry } from './audit-entry'

/** Others that may add an entry at the same moment, one after the other. */
const TURNS: Retries = { attempts: 40, firstMs: 5, longestMs: 80, multiplier: 1.5 }

/**
 * Says what was done. Within a call it becomes part of that call's one entry, which has its result as well; by itself it is an entry.
 * @param facts  names of things and how many; see `factsFrom`
 */
export async function note(ports: Ports, by: Author | { kind: 'user'; openid?: string }, action: string, facts: Record<string, unknown>): Promise<void> {
  if (ports.call) ports.call.deeds.push({ by, action, facts })
  else await append(ports, { at: new Date(ports.clock.now()), by: actorOf(by), action, result: 'ok', facts: factsFrom(facts) })
}

/**
 * Adds an entry to the end of the chain. Its number is its `_id`: of several at the same moment one gets it, the others look again.
 * @param isRepeat  it may have been added before, which its `call` tells
 * @param end  the last entry as it was a moment ago, in a list that may be empty; looked up when not given
 * @throws AppError `busy`
 */
export async function append(ports: Ports, draft: Draft, isRepeat = false, end?: readonly Link[]): Promise<void> {
  for (let turn = 1; turn <= TURNS.attempts; turn += 1) {
    const head = end && turn === 1 ? end[0] : await headOf(ports)
    if ((isRepeat || turn > 1) && (await isWritten(ports, draft.call))) return
    try {
      await auditOf(ports).add({ data: linked(draft, head) })
      return
    } catch (error) {
      if (!isDuplicate(error)) throw error
    }
    if (!end || turn > 1) await ports.pause(waitAfter(TURNS, turn, ports.random))
  }
  throw busy(new Error('the end of the audit kept moving'))
}

/** The same for `joined`. */
export const END_OF_AUDIT: Part = { from: COLLECTIONS.audit, match: { n: { $gt: 0 } }, sort: { n: -1 }, limit: 1, fields: { n: 1, hash: 1 } }

/** The last entry; records of before have no number, and come after all that have one. */
export async function headOf(ports: Pick<Ports, 'db'>): Promise<Link | undefined> {
  const { data } = await auditOf(ports).where({ n: ports.db.command.gt(0) }).orderBy('n', 'desc').limit(1).field({ n: true, hash: true }).get()
  return data[0]
}

async function isWritten(ports: Ports, call: string | undefined): Promise<boolean> {
  if (call === undefined) return false
  const { data } = await auditOf(ports).where({ call }).limit(1).field({ n: true }).get()
  return data.length > 0
}

export function auditOf({ db }: Pick<Ports, 'db'>): Collection<AuditEntry> {
  return db.collection<AuditEntry>(COLLECTIONS.audit)
}
