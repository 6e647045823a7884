import { type InvokeResult } from '../functions/invocation'
import { MessageLog } from './message-log'

const done: InvokeResult = { ok: true, result: 'success', logs: [], ms: 1, requestId: 'r' }

test('messages are listed newest first, with the outcome once there is one', async () => {
  const log = new MessageLog()
  log.add(1, { Event: 'a' }, Promise.resolve(done))
  log.add(2, { Event: 'b' }, Promise.resolve(undefined))
  expect(log.list()).toEqual([{ at: 2, message: { Event: 'b' } }, { at: 1, message: { Event: 'a' } }])
  await log.settled()
  expect(log.list()).toEqual([{ at: 2, message: { Event: 'b' } }, { at: 1, message: { Event: 'a' }, outcome: done }])
})

test('settled waits for messages that arrive while others are handled', async () => {
  const log = new MessageLog()
  const first = Promise.resolve(done).then((outcome) => {
    log.add(2, { Event: 'second' }, Promise.resolve(done))
    return outcome
  })
  log.add(1, { Event: 'first' }, first)
  await log.settled()
  expect(log.list().every(({ outcome }) => outcome !== undefined)).toBe(true)
})

test('only the last 500 are remembered, and clear forgets all', () => {
  const log = new MessageLog()
  for (let at = 0; at < 600; at += 1) log.add(at, {}, Promise.resolve(undefined))
  expect(log.list()).toHaveLength(500)
  expect(log.list()[0]?.at).toBe(599)
  log.clear()
  expect(log.list()).toEqual([])
})
