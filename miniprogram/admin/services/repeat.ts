import { type RecurrenceRequest } from './requests'

type Rule = RecurrenceRequest['rule']

/** How often a form is to be sent again; for once it has none. */
export interface Repeat {
  every: Rule['every']
  /** 1 is Monday. */
  weekdays: number[]
  /** Of the month. */
  day: number
  time: string
  end: 'never' | 'until' | 'count'
  /** `2026-12-31` */
  until: string
  count: number
}

export const EVERY: readonly { key: Repeat['every']; title: string }[] = [
  { key: 'day', title: '每天' },
  { key: 'week', title: '每周' },
  { key: 'month', title: '每月' },
]

export const WEEKDAYS: readonly { key: number; title: string }[] = ['一', '二', '三', '四', '五', '六', '日'].map((title, at) => ({ key: at + 1, title }))

export const DAYS: readonly string[] = Array.from({ length: 31 }, (_, at) => `${at + 1} 日`)

export const ENDS: readonly { key: Repeat['end']; title: string }[] = [
  { key: 'never', title: '一直发' },
  { key: 'until', title: '到某天' },
  { key: 'count', title: '发几次' },
]

const MOST_TIMES = 1000

/** What stands there first. @param until  the last day, should somebody want one */
export function repeatStart(until: string): Repeat {
  return { every: 'day', weekdays: [1, 2, 3, 4, 5], day: 1, time: '09:00', end: 'never', until, count: 10 }
}

/** The rule alone, without what was chosen for others. */
export function ruleOf({ every, weekdays, day, time, end, until, count }: Repeat): Rule {
  return {
    every,
    time,
    ...(every === 'week' && { weekdays: [...weekdays].sort() }),
    ...(every === 'month' && { day }),
    ...(end === 'until' && { until }),
    ...(end === 'count' && { count }),
  }
}

/** What keeps it from being asked for; undefined where nothing does. */
export function faultOfRepeat({ every, weekdays, end, count }: Repeat): string | undefined {
  if (every === 'week' && weekdays.length === 0) return '选一下每周哪几天发'
  if (end === 'count' && !(Number.isInteger(count) && count >= 1 && count <= MOST_TIMES)) return `发几次：写 1 到 ${MOST_TIMES} 的整数`
  return undefined
}

/** The day put on the list or taken off it. */
export function toggled(weekdays: readonly number[], day: number): number[] {
  return weekdays.includes(day) ? weekdays.filter((each) => each !== day) : [...weekdays, day].sort()
}
