import * as v from 'valibot'
import { type FieldFault } from '../error/app-error'
import { type Rule } from '../outbox/recurrence'
import { addDays, beginOf, dayOf, UTC_PLUS_8_MS } from '../records/beijing'

/**
 * Days on which something is sent. Beijing has no summer time, so a day is a day: what is left of the calendar is the last day of a
 * month, which no expression for timers says («the 31st, or the last there is»), and so no library for those saves anything here.
 */

const MOST_TIMES = 1000
/** A date that a rule names lies this far ahead at most, from the one before. */
const MOST_DAYS_BETWEEN = 31

const whole = (least: number, most: number, what: string): v.GenericSchema<number> => v.pipe(v.number('要写成数字'), v.integer('要写成整数'), v.minValue(least, what), v.maxValue(most, what))

export const RULE = v.strictObject({
  every: v.picklist(['day', 'week', 'month'], '只能是 day（每天）、week（每周）或 month（每月）'),
  weekdays: v.optional(v.pipe(v.array(whole(1, 7, '只能是 1（周一）到 7（周日）'), '要写成星期几的数组，例如 [1,3,5]'), v.minLength(1, '至少选一天'), v.maxLength(7, '最多 7 天'))),
  day: v.optional(whole(1, 31, '只能是 1 到 31')),
  time: v.pipe(v.string('要写成文字'), v.maxLength(5, '要像 09:00（北京时间，24 小时）'), v.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, '要像 09:00（北京时间，24 小时）')),
  until: v.optional(v.pipe(v.string('要写成文字'), v.maxLength(10, '要像 2026-12-31'), v.regex(/^\d{4}-\d{2}-\d{2}$/, '要像 2026-12-31'))),
  count: v.optional(whole(1, MOST_TIMES, `只能是 1 到 ${MOST_TIMES}`)),
})

/** What speaks against the rule by now. */
export function faultsOf(rule: Rule, now: number): FieldFault[] {
  const fault = (field: string, message: string): FieldFault => ({ field: `rule.${field}`, message })
  const { every, weekdays, day, until } = rule
  const faults = [
    ...(every === 'week' && !weekdays ? [fault('weekdays', '每周重复要写哪几天，例如 "weekdays":[1,3,5] 是周一、三、五')] : []),
    ...(every === 'month' && day === undefined ? [fault('day', '每月重复要写几号，例如 "day":1')] : []),
    ...(every !== 'week' && weekdays ? [fault('weekdays', '只有每周重复才写 weekdays')] : []),
    ...(every !== 'month' && day !== undefined ? [fault('day', '只有每月重复才写 day')] : []),
    ...(until !== undefined && !isDay(until) ? [fault('until', `没有「${until}」这一天`)] : []),
  ]
  if (faults.length > 0 || nextOf(rule, now, 0) !== undefined) return faults
  return [fault('until', `到 ${dayWords(until ?? '')} 为止，一次也发不了。请把结束日期往后改`)]
}

function isDay(text: string): boolean {
  const at = beginOf(text)
  return !Number.isNaN(at) && dayOf(at) === text
}

/** The first of its moments after that one; undefined when there is none. @param over  how many of its dates are over */
export function nextOf(rule: Rule, after: number, over: number): number | undefined {
  return nextDates(rule, after, over, 1)[0]
}

/** The next ones, the earliest first (milliseconds since 1970); fewer where the rule has no more. */
export function nextDates(rule: Rule, after: number, over = 0, most = 5): number[] {
  const { until, count = Infinity } = rule
  const wanted = Math.min(most, count - over)
  const dates: number[] = []
  let last = dayOf(after)
  for (let day = last; dates.length < wanted && (until === undefined || day <= until) && day <= addDays(last, MOST_DAYS_BETWEEN); day = addDays(day, 1)) {
    if (!isOn(rule, day)) continue
    last = day
    const at = beginOf(day) + timeOf(rule)
    if (at > after) dates.push(at)
  }
  return dates
}

function timeOf({ time }: Rule): number {
  const [hours, minutes] = time.split(':').map(Number)
  return ((hours ?? 0) * 60 + (minutes ?? 0)) * 60_000
}

function isOn({ every, weekdays = [], day: wanted = 1 }: Rule, day: string): boolean {
  if (every === 'day') return true
  const date = new Date(`${day}T00:00:00Z`)
  if (every === 'week') return weekdays.includes(date.getUTCDay() || 7)
  const daysOfMonth = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  return date.getUTCDate() === Math.min(wanted, daysOfMonth)
}

const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日']

/** How often: `每周一、三、五 09:00`. */
export function ruleWords({ every, weekdays = [], day = 1, time }: Rule): string {
  if (every === 'day') return `每天 ${time}`
  if (every === 'week') return `每周${weekdayWords([...new Set(weekdays)].sort())} ${time}`
  return `每月 ${day} 日 ${time}`
}

/** 一、三、五, or 一至周五. */
function weekdayWords(days: readonly number[]): string {
  const names = days.map((each) => WEEKDAYS[each - 1])
  const isRow = days.length > 2 && (days.at(-1) ?? 0) - (days[0] ?? 0) === days.length - 1
  return isRow ? `${names[0]}至周${names.at(-1)}` : names.join('、')
}

/** What is not plain of it, and how long it goes on; empty where there is nothing to say. */
export function endWords({ every, day = 1, until, count }: Rule): string {
  return [
    every === 'month' && day > 28 && `没有 ${day} 日的月份在最后一天`,
    until !== undefined && `到 ${dayWords(until)} 为止`,
    count !== undefined && `共 ${count} 次，错过的也算`,
  ]
    .filter(Boolean)
    .join('，')
}

function dayWords(day: string): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}

/** 12月1日 周二 09:00 */
export function momentWords(at: number): string {
  const there = new Date(at + UTC_PLUS_8_MS)
  return `${there.getUTCMonth() + 1}月${there.getUTCDate()}日 周${WEEKDAYS[(there.getUTCDay() || 7) - 1]} ${there.toISOString().slice(11, 16)}`
}
