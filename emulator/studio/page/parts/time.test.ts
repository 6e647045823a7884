import { chatTime, clockTime, offsetInWords, untilInWords, untilTomorrow } from './time'

const NOON = Date.parse('2026-11-22T12:00:00+08:00')
const HOUR = 3_600_000

test('times are Beijing’s', () => {
  expect(clockTime(Date.UTC(2026, 10, 22, 16, 5, 9))).toBe('00:05:09')
})

test.each([
  [NOON, '12:00'],
  [NOON - 13 * HOUR, '昨天 23:00'],
  [NOON - 40 * HOUR, '11月20日 20:00'],
])('above a card stands when it came: %p', (at, text) => expect(chatTime(at, NOON)).toBe(text))

test.each([
  [0, '0 秒后'],
  [42_000, '42 秒后'],
  [90_000, '2 分钟后'],
  [5 * HOUR, '5 小时后'],
  [50 * HOUR, '2 天后'],
])('%p ms ahead is %s', (ms, text) => expect(untilInWords(NOON + ms, NOON)).toBe(text))

test.each([
  [0, ''],
  [20_000, ''],
  [90 * 60_000, '快 1 小时 30 分钟'],
  [26 * HOUR, '快 1 天 2 小时'],
  [-HOUR, '慢 1 小时'],
])('a clock that is %p ms off: %j', (ms, text) => expect(offsetInWords(ms)).toBe(text))

test('tomorrow begins at midnight in Beijing', () => {
  expect(untilTomorrow(NOON)).toBe(12 * HOUR)
})
