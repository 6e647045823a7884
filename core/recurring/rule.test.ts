import fc from 'fast-check'
import { type Rule } from '../outbox/recurrence'
import { addDays, dayOf } from '../records/beijing'
import { endWords, faultsOf, momentWords, nextDates, nextOf, ruleWords } from './rule'

const at = (text: string): number => Date.parse(`${text}:00+08:00`)
const MORNING = at('2026-12-01T09:07')
const wordsOf = (rule: Rule, after = MORNING): string[] => nextDates(rule, after).map(momentWords)

const time = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`)
const moment = fc.integer({ min: at('2024-01-01T00:00'), max: at('2040-01-01T00:00') })
const end = (after: number): fc.Arbitrary<Pick<Rule, 'until' | 'count'>> =>
  fc.record({ until: fc.integer({ min: 0, max: 400 }).map((days) => addDays(dayOf(after), days)), count: fc.integer({ min: 1, max: 9 }) }, { requiredKeys: [] })
const how: fc.Arbitrary<Pick<Rule, 'every' | 'weekdays' | 'day'>> = fc.oneof(
  fc.constant({ every: 'day' as const }),
  fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }).map((weekdays) => ({ every: 'week' as const, weekdays })),
  fc.integer({ min: 1, max: 31 }).map((day) => ({ every: 'month' as const, day })),
)
const scene = moment.chain((after) => fc.record({ after: fc.constant(after), rule: fc.tuple(how, end(after), time).map(([first, last, clock]): Rule => ({ ...first, ...last, time: clock })) }))

describe('the next dates of any rule', () => {
  it('come one after the other, at its time in Beijing, on its days and no further than its end', () => {
    fc.assert(
      fc.property(scene, fc.integer({ min: 0, max: 9 }), ({ after, rule }, over) => {
        const dates = nextDates(rule, after, over)
        let before = after
        for (const date of dates) {
          expect(date).toBeGreaterThan(before)
          before = date
          const there = new Date(date + 8 * 3_600_000)
          expect(there.toISOString().slice(11)).toBe(`${rule.time}:00.000Z`)
          const [weekday, day] = [there.getUTCDay() || 7, there.getUTCDate()]
          if (rule.weekdays) expect(rule.weekdays).toContain(weekday)
          const isLastOfMonth = new Date(there.getTime() + 86_400_000).getUTCDate() === 1
          if (rule.day !== undefined) expect(day === rule.day || (day < rule.day && isLastOfMonth)).toBe(true)
          if (rule.until !== undefined) expect(there.toISOString().slice(0, 10) <= rule.until).toBe(true)
        }
        if (rule.count !== undefined) expect(dates.length + over).toBeLessThanOrEqual(Math.max(rule.count, over))
        if (rule.until === undefined && rule.count === undefined) expect(dates).toHaveLength(5)
      }),
      { numRuns: 500 },
    )
  })

  it('are the same, asked for at once or one after the other', () => {
    fc.assert(
      fc.property(scene, ({ after, rule }) => {
        const one: number[] = []
        for (let last = after, next = nextOf(rule, last, 0); next !== undefined && one.length < 5; next = nextOf(rule, last, one.length)) one.push((last = next))
        expect(one).toEqual(nextDates(rule, after))
      }),
      { numRuns: 300 },
    )
  })

  it('leave out no day that the rule means', () => {
    fc.assert(
      fc.property(scene, ({ after, rule }) => {
        const days = nextDates({ ...rule, until: undefined, count: undefined }, after).map(dayOf)
        const meant = (day: string): boolean => {
          const date = new Date(`${day}T00:00:00Z`)
          const isLastOfMonth = new Date(date.getTime() + 86_400_000).getUTCDate() === 1
          return rule.weekdays?.includes(date.getUTCDay() || 7) ?? (rule.day === undefined || date.getUTCDate() === rule.day || (isLastOfMonth && date.getUTCDate() < rule.day))
        }
        for (let day = addDays(dayOf(after), 1); day < (days.at(-1) ?? ''); day = addDays(day, 1)) expect([day, days.includes(day)]).toEqual([day, meant(day)])
      }),
      { numRuns: 100 },
    )
  })
})

it('a day that a month does not have is its last one', () => {
  expect(wordsOf({ every: 'month', day: 31, time: '08:00' }, at('2027-12-31T09:00'))).toEqual(['1月31日 周一 08:00', '2月29日 周二 08:00', '3月31日 周五 08:00', '4月30日 周日 08:00', '5月31日 周三 08:00'])
})

it('today counts while its time is still to come', () => {
  expect(wordsOf({ every: 'day', time: '09:08' })[0]).toBe('12月1日 周二 09:08')
  expect(wordsOf({ every: 'day', time: '09:07' })[0]).toBe('12月2日 周三 09:07')
})

it('says how often, until when, and what becomes of a day that a month does not have', () => {
  const words = (rule: Rule): string[] => [ruleWords(rule), endWords(rule)]
  expect(words({ every: 'day', time: '09:00' })).toEqual(['每天 09:00', ''])
  expect(words({ every: 'week', weekdays: [5, 1, 3], time: '09:00', until: '2026-12-31' })).toEqual(['每周一、三、五 09:00', '到 2026年12月31日 为止'])
  expect(words({ every: 'week', weekdays: [4, 2, 3], time: '09:00' })).toEqual(['每周二至周四 09:00', ''])
  expect(words({ every: 'week', weekdays: [7, 6], time: '09:00' })).toEqual(['每周六、日 09:00', ''])
  expect(words({ every: 'month', day: 31, time: '09:00', count: 12 })).toEqual(['每月 31 日 09:00', '没有 31 日的月份在最后一天，共 12 次，错过的也算'])
})

describe('what speaks against a rule is said in words:', () => {
  const saidOf = (rule: Rule): string => faultsOf(rule, MORNING).map(({ field, message }) => `${field} ${message}`).join()
  it.each<[string, Rule, RegExp]>([
    ['no days of the week', { every: 'week', time: '09:00' }, /^rule.weekdays 每周重复要写哪几天/],
    ['no day of the month', { every: 'month', time: '09:00' }, /^rule.day 每月重复要写几号/],
    ['days of a week every day', { every: 'day', weekdays: [1], time: '09:00' }, /^rule.weekdays 只有每周/],
    ['a day of a month every week', { every: 'week', weekdays: [1], day: 3, time: '09:00' }, /^rule.day 只有每月/],
    ['an end that is no day', { every: 'day', time: '09:00', until: '2027-02-30' }, /^rule.until 没有「2027-02-30」/],
    ['an end before the first date', { every: 'day', time: '09:00', until: '2026-12-01' }, /^rule.until 到 2026年12月1日 为止，一次也发不了/],
  ])('%s', (_what, rule, expected) => {
    expect(saidOf(rule)).toMatch(expected)
  })
})
