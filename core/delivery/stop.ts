import { messagesOf } from '../outbox/message'
import { type Ports } from '../ports'
import { type Outcome } from './outcome'
import { dayBefore, nextDay } from './retry'

/**
 * Why a run ends before everything that is due has been tried: this call has no token, WeChat's quota or our own cap is used up,
 * or the function's time is.
 */
export type Stop = 'no-call-token' | 'daily-limit' | 'own-limit' | 'out-of-time'

/** Whether this outcome will be that of every further send as well. */
export function stopAfter(outcome: Outcome): Stop | undefined {
  if (outcome.sent) return undefined
  if (outcome.verdict.disposition === 'no-token') return 'no-call-token'
  return outcome.verdict.reason === 'daily-limit' ? 'daily-limit' : undefined
}

/** When what was not tried falls due again. */
export function dueAfter({ clock }: Ports, stop: Stop): Date {
  return stop === 'daily-limit' ? nextDay(clock.now()) : new Date(clock.now())
}

/** Messages that went out since midnight in Beijing. */
export async function sentToday({ db, clock }: Ports): Promise<number> {
  const { total } = await messagesOf(db)
    .where({ sentAt: db.command.gte(dayBefore(nextDay(clock.now()))) })
    .count()
  return total
}
