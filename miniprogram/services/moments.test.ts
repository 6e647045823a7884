import { clockOf, dayOf, exactMomentOf, momentOf } from './moments'

const NOW = new Date(2026, 11, 1, 0, 30)
const at = (...parts: [number, number, number, number, number, number?]): string => new Date(...parts).toISOString()

it.each([
  [at(2026, 11, 1, 0, 0), '今天'],
  [at(2026, 10, 30, 23, 59), '昨天'],
  [at(2026, 10, 29, 12, 0), '11月29日 周日'],
  [at(2025, 11, 31, 8, 0), '2025年12月31日'],
  [at(2026, 11, 2, 8, 0), '12月2日 周三'],
])('%s is %s', (iso, words) => {
  expect(dayOf(iso, NOW)).toBe(words)
})

it('writes clocks with two digits', () => {
  expect(clockOf(at(2026, 11, 1, 9, 5))).toBe('09:05')
  expect(momentOf(at(2026, 11, 1, 9, 5), NOW)).toBe('今天 09:05')
  expect(exactMomentOf(at(2026, 11, 1, 9, 5, 7), NOW)).toBe('今天 09:05:07')
})
