import { UTC_PLUS_8_MS } from '../../core/records/beijing'
import { BAD_DAYS_AGO } from './outcomes'

/** What one Beijing day is like. */
export interface Rhythm {
  /** Its midnight. */
  begin: number
  /** Since the beginning of the year. */
  day: number
  daysAgo: number
  /** 0 for Sunday. */
  weekday: number
  /** Of the month. */
  date: number
  /** How many messages to one person each kind brings. */
  singles: Record<string, number>
}

const WORKDAY = { 'patrol-assigned': 15, 'repair-done': 13, 'visitor-arrived': 17, 'room-alert': 1 }
const WEEKEND = { 'patrol-assigned': 6, 'repair-done': 5, 'visitor-arrived': 27, 'room-alert': 1 }
/** The machines overheat too. */
const ALERTS_OF_BAD_DAY = 25

/** A moment as Beijing's calendar has it: read its UTC parts. */
export function beijingDay(at: number): Date {
  return new Date(at + UTC_PLUS_8_MS)
}

/** @param daysAgo  counted from the end of the year */
export function rhythmOf(begin: number, day: number, daysAgo: number): Rhythm {
  const local = beijingDay(begin)
  const weekday = local.getUTCDay()
  const ordinary = weekday === 0 || weekday === 6 ? WEEKEND : WORKDAY
  const singles = daysAgo === BAD_DAYS_AGO ? { ...ordinary, 'room-alert': ALERTS_OF_BAD_DAY } : ordinary
  return { begin, day, daysAgo, weekday, date: local.getUTCDate(), singles }
}
