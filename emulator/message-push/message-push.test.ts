import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { EmulatedClock } from '../clock'
import { Faults, type FaultPlan } from '../faults/faults'
import { type InvokeResult } from '../functions/invocation'
import { HandScheduler } from '../scheduler.fixture'
import { Storage } from '../storage/storage'
import { MessagePush, type MessagePushOptions } from './message-push'

const NOON = Date.UTC(2027, 0, 1, 12)
const MINUTE = 60_000
const DONE: InvokeResult = { ok: true, result: 'success', logs: [], ms: 0, requestId: 'r' }

function setUp(events: FaultPlan['events'], options: Partial<MessagePushOptions> = {}) {
  const clock = new EmulatedClock()
  clock.set(NOON)
  const faults = new Faults(() => 0.5)
  faults.set({ events, seed: 1 })
  const came: unknown[] = []
  const scheduler = new HandScheduler()
  const handle = async (message: Record<string, unknown>) => {
    came.push(message['n'])
    return DONE
  }
  const push = new MessagePush({ storage: new Storage(), clock, faults, handle, scheduler, ...options })
  push.start()
  const send = (...numbers: number[]) => numbers.forEach((n) => push.push({ Event: 'subscribe_msg_sent_event', n }))
  const pass = async (ms: number) => {
    clock.advance(ms)
    await push.settled()
  }
  return { push, clock, faults, came, scheduler, send, pass }
}

test('a message comes at once, and nothing waits', async () => {
  const { push, came, send, scheduler } = setUp({})
  send(1)
  await push.settled()
  expect([came, push.waiting, scheduler.waitsMs]).toEqual([[1], 0, undefined])
  expect(push.list()).toMatchObject([{ message: { n: 1 }, outcome: DONE }])
})

test('a late one waits for the emulated clock, not for ours', async () => {
  const { push, came, send, pass } = setUp({ delayMs: MINUTE })
  send(1)
  await pass(MINUTE - 1000)
  expect([came, push.waiting]).toEqual([[], 1])
  await pass(1000)
  expect([came, push.waiting]).toEqual([[1], 0])
})

test('without a jump of the clock it comes when its time is up', async () => {
  const { push, clock, came, send, scheduler } = setUp({ delayMs: 20 * MINUTE })
  send(1)
  // Long waits are taken in steps.
  expect(scheduler.waitsMs).toBe(MINUTE)
  jest.spyOn(clock, 'now').mockReturnValue(clock.now() + 20 * MINUTE)
  scheduler.wake()
  await push.settled()
  expect(came).toEqual([1])
})

test('one that is due earlier than those that wait is not kept for them', async () => {
  const { faults, came, send, pass } = setUp({ delayMs: 60 * MINUTE })
  send(1)
  faults.set({ events: { delayMs: MINUTE } })
  send(2)
  await pass(MINUTE)
  expect(came).toEqual([2])
})

test('late ones come one after the other, in the order in which they were due', async () => {
  const running: string[] = []
  const handle = async ({ n }: Record<string, unknown>) => {
    running.push(`begin ${n}`)
    await new Promise((resolve) => setImmediate(resolve))
    running.push(`end ${n}`)
    return DONE
  }
  const { send, pass } = setUp({ delayMs: MINUTE }, { handle })
  send(1, 2)
  await pass(MINUTE)
  expect(running).toEqual(['begin 1', 'end 1', 'begin 2', 'end 2'])
})

test('those of one span come reversed at its end, those of the next one later', async () => {
  const { came, send, pass } = setUp({ delayMs: MINUTE, order: 'reversed' })
  send(1, 2)
  await pass(MINUTE / 2)
  send(3)
  await pass(MINUTE / 2)
  expect(came).toEqual([3, 2, 1])
  send(4)
  await pass(MINUTE / 2)
  expect(came).toHaveLength(3)
  await pass(MINUTE / 2)
  expect(came).toEqual([3, 2, 1, 4])
})

test('the copy of one that waits for its span comes after it', async () => {
  const { came, send, pass } = setUp({ delayMs: MINUTE, order: 'reversed', duplicated: { times: 1, afterMs: 10 * MINUTE } })
  send(1, 2)
  await pass(MINUTE)
  expect(came).toEqual([2, 1])
  await pass(10 * MINUTE)
  expect(came).toEqual([2, 1, 1])
})

test('whatever is ordered, each comes as often as it should: once, or not at all, or twice', async () => {
  const trouble = fc.record({
    delayMs: fc.constantFrom(0, 1000, MINUTE),
    lost: fc.record({ times: fc.nat(5) }),
    duplicated: fc.record({ times: fc.nat(5), afterMs: fc.constantFrom(0, 500, MINUTE) }),
    order: fc.constantFrom('shuffled' as const, 'reversed' as const, undefined),
  })
  await fc.assert(
    fc.asyncProperty(trouble, fc.nat(12), fc.nat(4), async (events, count, jumps) => {
      const { push, came, send, pass } = setUp(events)
      const all = Array.from({ length: count }, (_, n) => n)
      for (const n of all) {
        send(n)
        if (n < jumps) await pass(700)
      }
      await pass(10 * MINUTE)
      const lost = Math.min(count, events.lost.times)
      const twice = Math.min(count - lost, events.duplicated.times)
      const expected = all.flatMap((n) => (n < lost ? [] : n < lost + twice ? [n, n] : [n]))
      expect([...came].sort()).toEqual(expected.sort())
      expect(push.waiting).toBe(0)
    }),
  )
})

test('those that wait are there after a restart, and numbered on', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'message-push-'))
  try {
    const before = new Storage(dir)
    const first = setUp({ delayMs: MINUTE }, { storage: before })
    first.send(1)
    first.push.stop()
    await before.close()

    const after = new Storage(dir)
    const second = setUp({ delayMs: MINUTE }, { storage: after })
    second.clock.advance(1000)
    second.send(2)
    expect(second.push.waiting).toBe(2)
    await second.pass(2 * MINUTE)
    expect(second.came).toEqual([1, 2])
    await after.close()
  } finally {
    rmSync(dir, { recursive: true })
  }
})

test('stopped in the middle, it keeps the rest for the next start', async () => {
  const { push, came, send, pass, clock } = setUp({ delayMs: MINUTE })
  send(1, 2, 3)
  clock.advance(MINUTE)
  push.stop()
  await push.settled()
  expect([came, push.waiting]).toEqual([[1], 2])
  push.start()
  await pass(0)
  expect(came).toEqual([1, 2, 3])
})

test('what is forgotten does not come', async () => {
  const { push, came, send, pass } = setUp({ delayMs: MINUTE })
  send(1)
  push.clear()
  await pass(MINUTE)
  expect([came, push.list(), push.waiting]).toEqual([[], [], 0])
})
