import { type Ports } from '../ports'
import { type Collection, type Database } from '../ports/database'
import { COLLECTIONS } from '../records/collections'
import { isDuplicate } from '../records/find'

/**
 * That WeChat took a message: written in one insert for a whole group, before anything else is settled.
 * `_id` is the message's, so a message can only ever have one; a worker that died later can be told from one that never heard.
 */
export interface Receipt {
  _id: string
  pushId: string
  openid: string
  templateId: string
  /** WeChat's number for the message, as digits; it does not always give one. */
  msgid: string
  at: Date
  /** WeChat said later that it did not arrive: of a further try nothing is known by this row. */
  failedAt?: Date
  /** Numbers of tries that did not arrive. */
  earlier?: string[]
}

export function receiptsOf(db: Database): Collection<Receipt> {
  return db.collection<Receipt>(COLLECTIONS.receipts)
}

/** May be repeated: a message keeps the receipt that it has, but for one of a try that did not arrive. */
export async function keepReceipts({ db }: Ports, receipts: readonly Receipt[]): Promise<void> {
  try {
    await receiptsOf(db).add({ data: [...receipts] })
  } catch (error) {
    if (!isDuplicate(error)) throw error
    // Some are there already. One by one, whatever the database did with the batch.
    for (const receipt of receipts) await keepReceipt(db, receipt)
  }
}

async function keepReceipt(db: Database, receipt: Receipt): Promise<void> {
  const { _id, msgid, at, failedAt } = receipt
  try {
    await receiptsOf(db).add({ data: receipt })
  } catch (error) {
    if (!isDuplicate(error)) throw error
    await receiptsOf(db).where({ _id, failedAt: db.command.exists(true) }).update({ data: { msgid, at, ...(failedAt ? { failedAt, earlier: db.command.addToSet(msgid) } : { failedAt: db.command.remove() }) } })
  }
}

/** It did not arrive: from now on its row says nothing of a further try. @param number  of it, as the receipt that failed has it */
export async function markFailed({ db, clock }: Ports, { _id, msgid }: Pick<Receipt, '_id' | 'msgid'>, number: string): Promise<void> {
  const { command } = db
  await receiptsOf(db)
    .where({ _id, msgid, failedAt: command.exists(false) })
    .update({ data: { failedAt: new Date(clock.now()), earlier: command.addToSet(number) } })
}

/**
 * The digits of a msgid. It has more than 15 of them, and wx-server-sdk then hands out the innards of a big number,
 * `{s, e, c}`: sign, exponent, and the digits in groups of 14.
 */
export function readMsgid(msgid: unknown): string {
  if (typeof msgid === 'string' || typeof msgid === 'number') return String(msgid)
  const groups = (msgid as { c?: unknown } | null | undefined)?.c
  if (!Array.isArray(groups)) return ''
  return groups.map((group, index) => (index === 0 ? String(group) : String(group).padStart(14, '0'))).join('')
}
