import { faultOfRepeat, repeatStart, ruleOf, toggled } from './repeat'

const START = repeatStart('2027-03-01')

it('begins with every morning, without an end', () => {
  expect(ruleOf(START)).toEqual({ every: 'day', time: '09:00' })
  expect(ruleOf({ ...START, end: 'until' })).toMatchObject({ until: '2027-03-01' })
})

it('asks for what was chosen, without what stands behind the other choices', () => {
  expect(ruleOf({ ...START, every: 'week', weekdays: [5, 1], end: 'until', until: '2026-12-31' })).toEqual({ every: 'week', weekdays: [1, 5], time: '09:00', until: '2026-12-31' })
  expect(ruleOf({ ...START, every: 'month', day: 31, end: 'count', count: 3 })).toEqual({ every: 'month', day: 31, time: '09:00', count: 3 })
})

it('a day is put on the list and taken off it', () => {
  expect(toggled([1, 5], 3)).toEqual([1, 3, 5])
  expect(toggled([1, 3, 5], 3)).toEqual([1, 5])
})

it('says what is missing before it asks', () => {
  expect(faultOfRepeat(START)).toBeUndefined()
  expect(faultOfRepeat({ ...START, every: 'week', weekdays: [] })).toMatch(/哪几天/)
  for (const count of [0, 1001, Number.NaN, 1.5]) expect(faultOfRepeat({ ...START, end: 'count', count })).toMatch(/1 到 1000/)
})
