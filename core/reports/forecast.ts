import { addDays } from '../records/beijing'
import { type Figures } from './facts'
import { type Stock } from './stock'

/** Days that are told one by one, and how far the day is looked for on which nothing is left. */
const SHOWN_DAYS = 14
const MOST_AHEAD = 365

export interface Forecast {
  /** Accepts and sends of an average day. */
  gainedPerDay: number
  spentPerDay: number
  /** The next days, tomorrow first. */
  days: { day: string; canReceive: number }[]
  /** The first day on which nobody can receive, when it goes on like this; absent when it is further than a year away. */
  runsOutOn?: string
}

/**
 * As many accepts and sends as on an average day of `days`. People are reckoned from sends that are left: each has as many as today on
 * average, one at least, and there are no more people than there are. A long-term template uses nothing up: it stays as it is.
 */
export function forecast(today: string, days: readonly Pick<Figures, 'accepted' | 'sent'>[], { canReceive, credits, people }: Pick<Stock, 'canReceive' | 'credits' | 'people'>, type: 'one-time' | 'long-term'): Forecast {
  const perDay = (name: 'accepted' | 'sent'): number => days.reduce((sum, figures) => sum + figures[name], 0) / Math.max(1, days.length)
  const [gained, spent] = [perDay('accepted'), perDay('sent')]
  const net = type === 'long-term' ? 0 : gained - spent
  const each = canReceive > 0 ? Math.max(1, credits / canReceive) : 1
  const left = (ahead: number): number => (type === 'long-term' ? canReceive : Math.max(0, Math.min(people, Math.round((credits + net * ahead) / each))))
  const ahead = Array.from({ length: MOST_AHEAD }, (_, at) => at + 1)
  const empty = canReceive > 0 && net < 0 ? ahead.find((at) => left(at) === 0) : undefined
  return {
    gainedPerDay: round(gained),
    spentPerDay: round(spent),
    days: ahead.slice(0, SHOWN_DAYS).map((at) => ({ day: addDays(today, at), canReceive: left(at) })),
    ...(empty !== undefined && { runsOutOn: addDays(today, empty) }),
  }
}

function round(number: number): number {
  return Math.round(number * 10) / 10
}
