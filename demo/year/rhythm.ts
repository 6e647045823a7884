import { UTC_PLUS_8_MS } from '../../core/records/beijing'
import { BAD_DAYS_AGO } from './outcomes'

/** What one Beijing day is like. */
export interface Rhythm {
  /** Its midnight. */
  begin: number
  day: number
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
const DAYS_OF_YEAR = 365

export function rhythmOf(begin: number, day: number): Rhythm {
  const local = new Date(begin + UTC_PLUS_8_MS)
  const weekday = local.getUTCDay()
  const ordinary = weekday === 0 || weekday === 6 ? WEEKEND : WORKDAY
  const singles = DAYS_OF_YEAR - day === BAD_DAYS_AGO ? { ...ordinary, 'room-alert': ALERTS_OF_BAD_DAY } : ordinary
  return { begin, day, weekday, date: local.getUTCDate(), singles }
}
