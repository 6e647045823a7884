import { lastDue, nextDue, parseCron } from './cron'

const at = (text: string) => Date.parse(text)

it.each([
  ['0 0 11 * * * *', '2026-11-22T00:00:00Z', '2026-11-22T03:00:00Z'],
  ['0 0 11 * * * *', '2026-11-22T03:00:00Z', '2026-11-23T03:00:00Z'],
  ['*/5 * * * * * *', '2026-11-22T00:00:01Z', '2026-11-22T00:00:05Z'],
  ['0 30 8 1 JAN * 2028', '2026-11-22T00:00:00Z', '2028-01-01T00:30:00Z'],
  ['0 0 0 1 * MON *', '2026-11-24T00:00:00+08:00', '2026-11-30T00:00:00+08:00'],
  ['0 0 0 1 * MON *', '2026-11-30T00:00:00+08:00', '2026-12-01T00:00:00+08:00'],
])('%s is due in Beijing time, day or weekday: after %s at %s', (cron, after, due) => {
  expect(nextDue(cron, at(after))).toBe(at(due))
})

it('was due last at the moment itself, or before', () => {
  expect(lastDue('0 * * * * * *', at('2026-11-22T00:01:00Z'))).toBe(at('2026-11-22T00:01:00Z'))
  expect(lastDue('0 * * * * * *', at('2026-11-22T00:01:59.999Z'))).toBe(at('2026-11-22T00:01:00Z'))
  expect(lastDue('0 0 0 1 1 * 2030', at('2026-11-22T00:00:00Z'))).toBeUndefined()
})

it('is never due again after its last year', () => {
  expect(nextDue('0 0 0 1 1 * 2020', at('2026-11-22T00:00:00Z'))).toBeUndefined()
})

const WRONG = ['* * * * *', '* * * * * *', '0 0 0 L * * *', '@daily', '0 61 * * * * *', '0 0 25 * * * *', 'x * * * * * *', '']

it.each(WRONG)('refuses %j', (cron) => {
  expect(() => parseCron(cron)).toThrow()
})
