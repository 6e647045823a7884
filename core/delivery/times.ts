import { type Reason } from '../error/wechat-errors'
import { type Ports } from '../ports'
import { type QuietHours } from '../ports/settings'
import { waitAfter } from '../ports/retries'
import { UTC_PLUS_8_MS } from '../records/beijing'
import { SEND_RETRIES } from './limits'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** When messages that are known not to have been sent are tried again. `attempts` so far, this one included. */
export function retryAt({ clock, random }: Pick<Ports, 'clock' | 'random'>, reason: Reason, attempts: number): Date {
  const now = clock.now()
  return reason === 'daily-limit' ? nextDay(now) : new Date(now + waitAfter(SEND_RETRIES, attempts, random))
}

export function nextDay(now: number): Date {
  const beijing = now + UTC_PLUS_8_MS
  return new Date(beijing - (beijing % DAY_MS) + DAY_MS - UTC_PLUS_8_MS)
}

/** Until when a push rests by itself; `now` when it does not. */
export function waitsUntil(hours: QuietHours | undefined, { notBefore, urgent }: { notBefore?: Date; urgent?: boolean }, now: number): number {
  const quietUntil = urgent !== true && hours && isQuiet(hours, now) ? endOf(hours, now) : now
  return Math.max(now, quietUntil, notBefore?.getTime() ?? now)
}

/** Of quiet hours that hold at this moment. */
function endOf({ until }: QuietHours, now: number): number {
  const midnight = nextDay(now).getTime() - DAY_MS
  const end = midnight + until * MINUTE_MS
  return end > now ? end : end + DAY_MS
}

/** Whether the quiet hours hold at this moment. */
export function isQuiet(hours: QuietHours | undefined, now: number): boolean {
  if (!hours || hours.from === hours.until) return false
  const minute = Math.floor(((now + UTC_PLUS_8_MS) % DAY_MS) / MINUTE_MS)
  const { from, until } = hours
  return from < until ? minute >= from && minute < until : minute >= from || minute < until
}
