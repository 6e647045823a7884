import { type Run } from '../live/contract'
import { chosenRuns, runOutcome, runsPath } from './runs'

const DONE = { caller: 'console', at: 0, ms: 1, logs: [] }
const run = (functionName: string, rest: Partial<Run> = {}): Run => ({ requestId: functionName, functionName, ...DONE, ...rest })
const REFUSED = run('order', { refused: 'NO_TEA' })
const FAILED = run('push', { error: { code: 'FUNCTIONS_EXECUTE_FAIL', message: '' } })

test.each([
  [run('push'), '成功'],
  [run('push', { ms: undefined }), '执行中…'],
  [FAILED, 'FUNCTIONS_EXECUTE_FAIL'],
])('%j in words', (each, text) => expect(runOutcome(each).text).toBe(text))

test('an answer that it cannot be done is not called well', () => {
  expect(runOutcome(REFUSED)).toEqual({ text: 'NO_TEA', tone: 'refused' })
})

test('those are chosen that failed or were refused', () => {
  const runs = [run('push'), FAILED, REFUSED]
  expect(chosenRuns(runs, { failedOnly: false })).toHaveLength(3)
  expect(chosenRuns(runs, { failedOnly: true })).toEqual([FAILED, REFUSED])
})

test('what is looked for goes into the address, what is not does not', () => {
  expect(runsPath({ function: '', openid: '', text: ' ', failedOnly: true })).toBe('/emulator/logs')
  expect(runsPath({ function: 'push', openid: 'oA', text: '茶', failedOnly: false })).toBe('/emulator/logs?function=push&openid=oA&text=%E8%8C%B6')
})
