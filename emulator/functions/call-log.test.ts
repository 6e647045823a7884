import { CallLog, refusalIn } from './call-log'

const log = () => new CallLog({ now: () => 42 })
const call = (requestId: string) => ({ requestId, functionName: 'f', caller: 'console' as const })

it('keeps the last 1,000 calls, newest first', () => {
  const calls = log()
  for (let i = 0; i <= 1000; i += 1) calls.begin(call(`r${i}`))
  expect(calls.calls()).toHaveLength(1000)
  expect(calls.calls()[0]).toEqual({ ...call('r1000'), at: 42, steps: [], logs: [] })
  expect(calls.calls().at(-1)?.requestId).toBe('r1')
  calls.clear()
  expect(calls.calls()).toEqual([])
})

it('keeps the first 1,000 lines of a call and says that there were more', () => {
  const calls = log()
  const record = calls.begin(call('r'))
  for (let i = 0; i < 1200; i += 1) calls.print(record, 'log', `line ${i}`)
  expect(record.logs).toHaveLength(1001)
  expect(record.logs[999]).toEqual({ at: 42, level: 'log', text: 'line 999' })
  expect(record.logs[1000]).toEqual({ at: 42, level: 'warn', text: '… more than 1000 lines, the rest is not kept' })
})

it('cuts a line that is very long', () => {
  const calls = log()
  const record = calls.begin(call('r'))
  calls.print(record, 'error', 'x'.repeat(10_000))
  expect(record.logs[0]?.text).toHaveLength(8000)
})

test.each([
  [{ ok: false, error: { code: 'NO_TEA' } }, 'NO_TEA'],
  [{ ok: false, error: 'busy' }, 'busy'],
  [{ ok: false, error: { message: 'no' } }, 'ok: false'],
  [{ ok: false }, 'ok: false'],
  [{ ok: true }, undefined],
  [{ error: 'x' }, undefined],
  [null, undefined],
  ['ok: false', undefined],
])('of the answer %j the refusal is %j', (answer, refusal) => expect(refusalIn(answer)).toBe(refusal))

test('of what a run asks the first hundred are kept, and a run that is gone keeps nothing', () => {
  const calls = new CallLog({ now: () => 42 })
  const record = calls.begin(call('r'))
  for (let i = 0; i < 120; i += 1) calls.step('r', { kind: 'database', name: `${i}`, ms: 0 })
  calls.step('gone', { kind: 'database', name: 'x', ms: 0 })
  expect([record.steps.length, record.steps.at(-1)?.name]).toEqual([100, '99'])
})
