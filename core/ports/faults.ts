/**
 * Faults of the platform's database, as wx-server-sdk 4.0.2 words them. Nothing about the request was wrong:
 * the same one may succeed a moment later.
 *
 * `not-done`  it was turned away before anything was carried out: over the limit, not connected, lost against another transaction
 * `unclear`   nobody knows whether it was carried out: no answer, a cut connection, a 5xx, a system error
 */
export type Fault = 'not-done' | 'unclear'

const TURNED_AWAY = /EXCEED_(?:CONCURRENT_)?REQUEST_LIMIT|exceed (?:concurrent )?request limit|TransactionConflict|TRANSACTION_CONFLICT/i
const NOT_CONNECTED = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EHOSTDOWN|connect (?:timeout|ETIMEDOUT)/
const NO_ANSWER = /ECONNRESET|EPIPE|ETIMEDOUT|ECONNABORTED|socket hang up|timed?[ _-]?out|SYS_ERR/i
/** A gateway that answers with a page of HTML; an aggregate that failed without a word. */
const NO_WORDS = /is not valid JSON|Unexpected token|Unexpected end of JSON|:fail undefined/

/** -501003 and -501004: over the limits. */
const TURNED_AWAY_CODES: readonly unknown[] = [-501003, -501004]
/** -501001 stands for everything that the SDK has no own code for, -501002 for a server that took too long. */
const NO_ANSWER_CODES: readonly unknown[] = [-501001, -501002]

/** What kind of fault it is; undefined for all that is no fault of the platform, such as a duplicate `_id` or a missing collection. */
export function faultOf(error: unknown): Fault | undefined {
  if (typeof error !== 'object' || error === null || isDuplicate(error)) return undefined
  const { errCode, code } = error as { errCode?: unknown; code?: unknown }
  const text = textOf(error)
  if (TURNED_AWAY_CODES.includes(errCode) || TURNED_AWAY.test(text) || NOT_CONNECTED.test(text)) return 'not-done'
  if (NO_ANSWER_CODES.includes(errCode) || NO_ANSWER.test(text) || NO_WORDS.test(text)) return 'unclear'
  return typeof code === 'number' && code >= 500 && code < 600 ? 'unclear' : undefined
}

/** Whether an insert failed because the `_id` or a unique key is taken. */
export function isDuplicate(error: unknown): boolean {
  return /E11000|duplicate key/i.test(textOf(error))
}

function textOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error)
  const { code, errMsg, message } = error as { code?: unknown; errMsg?: unknown; message?: unknown }
  return `${String(code)} ${String(errMsg)} ${String(message)}`
}
