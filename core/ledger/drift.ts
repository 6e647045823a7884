import { type Ports } from '../ports'
import { type Collection, type Database } from '../ports/database'
import { COLLECTIONS } from '../records/collections'
import { isDuplicate } from '../records/find'
import { type Authorization } from './authorization'

/**
 * Where the ledger and WeChat said different things of one user and one template. WeChat is right each time, and the ledger is put
 * right by the rule beside it; docs/统计口径.md says the same to people.
 *
 * kind               WeChat said                                        the ledger is put right by
 * refusedWithCredit  43101 to a message that held a send, or to a       all sends granted up to then are forfeited; long-term: no longer stands
 *                    long-term consent that stood
 * sentWithout        it took a message that nothing was held for        one more granted, and spent
 * changed            refused outside of our pages, with sends left or   all sends granted up to then are forfeited, last answer «reject»
 *                    a consent that stood
 * reported           the same, read in WeChat's settings                the same; main switch off: only the sends
 */
export type DriftKind = (typeof DRIFT_KINDS)[number]

export const DRIFT_KINDS = ['refusedWithCredit', 'sentWithout', 'changed', 'reported'] as const

/** One such case with its evidence: a row of `drifts`, written before the ledger is put right; `_id` names the occasion. */
export interface Drift {
  _id: string
  openid: string
  templateId: string
  /** Our key of the template, where a push was what brought it up: its id may be another one by now. */
  template?: string
  kind: DriftKind
  /** What the ledger said at that moment. */
  ledger: Pick<Authorization, 'credits' | 'standing'> & { held: boolean; unproven?: boolean; grantedAt?: Date }
  /** What WeChat said: 43101, sent, or the word of its event or settings. */
  said: string
  source: 'send' | 'change-event' | 'settings'
  pushId?: string
  /** When WeChat said so. */
  at: Date
  /** When we heard of it. */
  heardAt: Date
}

export function driftsOf(db: Database): Collection<Drift> {
  return db.collection<Drift>(COLLECTIONS.drifts)
}

/** A row of the ledger as evidence. */
export function ledgerOf(row: Authorization, held: boolean): Drift['ledger'] {
  const grantedAt = row.grants?.at(-1)
  return { credits: row.credits, standing: row.standing, held, ...(row.unproven !== undefined && { unproven: row.unproven }), ...(grantedAt && { grantedAt }) }
}

/** Each once, however often it is told. */
export async function noteDrifts({ db }: Pick<Ports, 'db'>, drifts: readonly Drift[]): Promise<void> {
  if (drifts.length === 0) return
  const add = (data: Drift | Drift[]): Promise<unknown> => driftsOf(db).add({ data })
  await add([...drifts]).catch(async (error: unknown) => {
    if (!isDuplicate(error)) throw error
    for (const drift of drifts) await add(drift).catch(ignoreDuplicate)
  })
}

function ignoreDuplicate(error: unknown): void {
  if (!isDuplicate(error)) throw error
}
