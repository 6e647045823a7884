import { type Reason } from '../error/wechat-errors'
import { type Ports } from '../ports'
import { FIRST_RETRY_MS } from './limits'

const DAY_MS = 24 * 60 * 60 * 1000
/** WeChat's day ends at midnight in Beijing. */
const UTC_PLUS_8_MS = 8 * 60 * 60 * 1000

/** When a message that is known not to have been sent is tried again. */
export function retryAt(ports: Pick<Ports, 'clock' | 'random'>, reason: Reason, attempts: number): Date {
  const now = ports.clock.now()
  if (reason === 'daily-limit') return nextDay(now)
  const backoff = FIRST_RETRY_MS * 2 ** attempts
  // Spread over half to the whole of it, so that what failed together does not come back together.
  return new Date(now + backoff * (0.5 + ports.random() / 2))
}

export function dayBefore(day: Date): Date {
  return new Date(day.getTime() - DAY_MS)
}

export function nextDay(now: number): Date {
  const beijing = now + UTC_PLUS_8_MS
  return new Date(beijing - (beijing % DAY_MS) + DAY_MS - UTC_PLUS_8_MS)
}
