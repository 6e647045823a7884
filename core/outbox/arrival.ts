import { type Ports } from '../ports'
import { type Collection, type Database } from '../ports/database'
import { COLLECTIONS } from '../records/collections'
import { findById, isDuplicate } from '../records/find'
import { type Part } from '../records/joined'

/** What WeChat's receipt (subscribe_msg_sent_event) says became of a message that it had taken. */
export interface Told {
  openid: string
  templateId: string
  /** WeChat's number of the message, as digits; empty where it gave none. */
  msgid: string
  /** The last digits of it are lost. */
  isRounded?: true
  delivered: boolean
  /** Why not, in WeChat's words; it has published no list of these codes. */
  errcode?: number
  raw?: string
  /** WeChat's own time, to the second, and when it was heard of. */
  at: Date
  heardAt: Date
}

/**
 * A receipt, from when it was heard of until its message has it: a row of `arrivals`. It may come before we have written down that
 * WeChat took the message, so it is kept by one insert first, and brought to its message by whoever comes next (`applyArrivals`).
 */
export interface Arrival extends Told {
  /** The same receipt is one row however often it comes; of two that disagree about one message the first is heard. */
  _id: string
  /** When it is tried next. */
  dueAt: Date
}

/** Beside them two rows that are about all receipts: when one came last, and what could not be made out. Neither is ever due. */
export interface Heard {
  _id: typeof HEARD | typeof ODD
  at: Date
  /** Name of the event and of what was in it. */
  event?: string
  names?: string[]
  times?: number
}

const HEARD = 'heard'
const ODD = 'odd'

export function arrivalsOf(db: Database): Collection<Arrival> {
  return db.collection<Arrival>(COLLECTIONS.arrivals)
}

function heardOf(db: Database): Collection<Heard> {
  return db.collection<Heard>(COLLECTIONS.arrivals)
}

/** May be repeated. @returns how many were new */
export async function keepArrivals({ db }: Ports, told: readonly Told[]): Promise<number> {
  let kept = 0
  for (const each of told) {
    const isNew = await arrivalsOf(db)
      .add({ data: { _id: idOf(each), ...each, dueAt: each.heardAt } })
      .then(() => true, ignoreDuplicate)
    if (isNew) kept += 1
  }
  return kept
}

/** Without a number it is known by all else that it says. */
function idOf({ openid, templateId, msgid, delivered, at }: Told): string {
  return [openid, templateId, ...(msgid === '' ? [at.getTime(), delivered] : [msgid])].join(':')
}

function ignoreDuplicate(error: unknown): false {
  if (!isDuplicate(error)) throw error
  return false
}

/** Receipts come: somebody has set them up. */
export async function noteHeard({ db, clock }: Ports): Promise<void> {
  await upsert(db, HEARD, { at: new Date(clock.now()) }, {})
}

/** The row that says that receipts come, for `readParts`. */
export const EVER_HEARD: Part = { from: COLLECTIONS.arrivals, match: { _id: HEARD }, fields: { _id: 1 } }

/** When a receipt came last; undefined where none ever did. */
export async function lastHeard(db: Database): Promise<Date | undefined> {
  return (await findById(heardOf(db), HEARD))?.at
}

/** An event of ours that says nothing we can read is told here and in the log, the latest of them. */
export async function noteOdd({ db, clock }: Ports, event: string, names: string[]): Promise<void> {
  const { command } = db
  const at = new Date(clock.now())
  await upsert(db, ODD, { at, event, names }, { names: command.set(names), times: command.inc(1) })
}

async function upsert(db: Database, _id: Heard['_id'], data: Omit<Heard, '_id'>, changes: Record<string, unknown>): Promise<void> {
  const { stats } = await heardOf(db).where({ _id }).update({ data: { ...data, ...changes }, repeatable: true })
  if (stats.updated > 0) return
  await heardOf(db)
    .add({ data: { _id, ...data, ...('times' in changes && { times: 1 }) } })
    .catch(ignoreDuplicate)
}
