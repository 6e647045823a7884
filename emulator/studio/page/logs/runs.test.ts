import { type Run } from '../live/contract'
import { chosenRuns, runOutcome } from './runs'

const DONE = { caller: 'console', at: 0, ms: 1, logs: [] }
const run = (functionName: string, rest: Partial<Run> = {}): Run => ({ requestId: functionName, functionName, ...DONE, ...rest })
const FAILED = run('push', { error: { code: 'FUNCTIONS_EXECUTE_FAIL', message: '' } })

test.each([
  [run('push'), '成功'],
  [run('push', { ms: undefined }), '执行中…'],
  [FAILED, 'FUNCTIONS_EXECUTE_FAIL'],
])('%j in words', (each, text) => expect(runOutcome(each).text).toBe(text))

test('runs are chosen by function and failure', () => {
  const runs = [run('push'), FAILED, run('events')]
  expect(chosenRuns(runs, { function: '', failedOnly: false })).toHaveLength(3)
  expect(chosenRuns(runs, { function: 'push', failedOnly: false })).toHaveLength(2)
  expect(chosenRuns(runs, { function: '', failedOnly: true })).toEqual([FAILED])
})
