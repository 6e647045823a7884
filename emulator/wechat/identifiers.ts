import { createHash } from 'node:crypto'

const URL_SAFE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const OPENID_RANDOM_LENGTH = 27
const TEMPLATE_ID_LENGTH = 43
/** Keeps a msgid at 19 digits, whatever the clock says. */
const MSGID_BASE = 10n ** 18n
const MSGID_SEQUENCE_BITS = 20n

/** Where chance comes from: a number from 0 (included) to 1 (excluded). */
export type Random = () => number

/** As long and as spelt as real ones; the leading `o` also keeps the SDK from reading it as a number. */
export function newOpenid(random: Random): string {
  return `o${characters(OPENID_RANDOM_LENGTH, random)}`
}

export function newTemplateId(random: Random): string {
  return characters(TEMPLATE_ID_LENGTH, random)
}

/** Decimal text of 19 digits, above 2^53 like WeChat's, so that code which reads it as a number is found out. */
export function newMsgid(nowMs: number, sequence: number): string {
  const low = BigInt(sequence) % (1n << MSGID_SEQUENCE_BITS)
  return String(MSGID_BASE + (BigInt(Math.floor(nowMs)) << MSGID_SEQUENCE_BITS) + low)
}

/** Request id that ends an errmsg: seconds since 1970 and two random words, in hexadecimal. */
export function newRid(nowMs: number, random: Random): string {
  return [Math.floor(nowMs / 1000), random() * 2 ** 32, random() * 2 ** 32].map(hexWord).join('-')
}

export function newHint(random: Random): string {
  return characters(14, random)
}

/** The account's original id (`gh_` and 12 hexadecimal digits), the ToUserName of pushed messages. */
export function accountId(appid: string): string {
  return `gh_${createHash('sha256').update(appid).digest('hex').slice(0, 12)}`
}

function characters(count: number, random: Random): string {
  return Array.from({ length: count }, () => URL_SAFE[Math.floor(random() * URL_SAFE.length)]).join('')
}

function hexWord(value: number): string {
  return (Math.floor(value) >>> 0).toString(16).padStart(8, '0')
}
