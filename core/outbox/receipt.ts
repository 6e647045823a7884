import { type Collection, type Database } from '../ports/database'
import { COLLECTIONS } from '../records/collections'

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
}

export function receiptsOf(db: Database): Collection<Receipt> {
  return db.collection<Receipt>(COLLECTIONS.receipts)
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
