import { type QuietHours } from '../ports/settings'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
/** Quiet hours are said in Beijing time. */
const UTC_PLUS_8_MS = 8 * 60 * MINUTE_MS

/** When the quiet hours that hold at this moment end; undefined outside of them. */
export function quietUntil(hours: QuietHours | undefined, now: number): Date | undefined {
  if (!hours || hours.from === hours.until) return undefined
  const sinceMidnight = (now + UTC_PLUS_8_MS) % DAY_MS
  const [from, until] = [hours.from * MINUTE_MS, hours.until * MINUTE_MS]
  const isQuiet = from < until ? sinceMidnight >= from && sinceMidnight < until : sinceMidnight >= from || sinceMidnight < until
  if (!isQuiet) return undefined
  const left = (until - sinceMidnight + DAY_MS) % DAY_MS
  return new Date(now + left)
}
