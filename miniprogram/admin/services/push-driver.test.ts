import { type Counts, type PushView } from '../../services/answers'
import { type Failure, type Outcome } from '../../services/outcome'
import { PushDriver } from './push-driver'

const NONE: Counts = { queued: 0, sending: 0, sent: 0, delivered: 0, undelivered: 0, failed: 0, unknown: 0, skipped: 0, cancelling: 0, waiting: 0, merged: 0, cancelled: 0 }

function view(state: PushView['state'], counts: Partial<Counts> = {}, more: Partial<PushView> = {}): PushView {
  const rest = { pushId: 'p', template: 't', title: '', total: 9, createdAt: '', by: { kind: 'operator' as const }, author: '', reasons: [], messages: [] }
  return { ...rest, state, counts: { ...NONE, ...counts }, ...more }
}

const OFFLINE: Failure = { code: 'unanswered', message: '网络断了', fields: [], definite: false }

/** Answers in order, the last one for ever; what was called and told, in order. */
function scripted(answers: (PushView | Failure)[], { mayDrive = true } = {}) {
  const log: string[] = []
  let underway = 0
  const answer = async (name: string): Promise<Outcome<PushView>> => {
    log.push(name)
    underway += 1
    await Promise.resolve()
    underway -= 1
    const next = answers.length > 1 ? answers.shift() : answers[0]
    if (!next) throw new Error('no answer')
    return 'definite' in next ? { ok: false, failure: next } : { ok: true, value: next }
  }
  const calls = { advance: () => answer('advance'), status: () => answer('status') }
  const told = {
    seen: (push: PushView, isStalled: boolean) => void log.push(`${push.state} ${push.counts.sent}${isStalled ? ' stalled' : ''}`),
    failed: (failure: Failure, againInMs?: number) => void log.push(`${failure.code} ${againInMs}`),
  }
  return { log, driver: new PushDriver('p', mayDrive, calls, told), underway: () => underway }
}

beforeEach(() => void jest.useFakeTimers({ now: new Date('2026-12-01T00:00:00Z') }))
afterEach(() => jest.useRealTimers())

it('looks first, then sends until the push is finished, and leaves no timer behind', async () => {
  const { log, driver } = scripted([view('running'), view('running', { sent: 4 }), view('finished', { sent: 9 })])
  driver.start()
  await jest.advanceTimersByTimeAsync(5_000)
  expect(log).toEqual(['status', 'running 0', 'advance', 'running 4', 'advance', 'finished 9'])
  expect(jest.getTimerCount()).toBe(0)
})

it('only watches for somebody who may not send', async () => {
  const { log, driver } = scripted([view('running'), view('finished', { sent: 9 })], { mayDrive: false })
  driver.start()
  await jest.advanceTimersByTimeAsync(5_000)
  expect(log).toEqual(['status', 'running 0', 'status', 'finished 9'])
})

it.each(['finished', 'paused', 'halted', 'cancelled'] as const)('lets a push rest that is %s', async (state) => {
  const { log, driver } = scripted([view(state)])
  driver.start()
  await jest.advanceTimersByTimeAsync(120_000)
  expect(log).toEqual(['status', `${state} 0`])
  expect(jest.getTimerCount()).toBe(0)
})

it('watches what was under way when the push was paused, and sends nothing', async () => {
  const { log, driver } = scripted([view('paused', { sending: 3 }), view('paused', { sent: 3 })])
  driver.start()
  await jest.advanceTimersByTimeAsync(60_000)
  expect(log).toEqual(['status', 'paused 0', 'status', 'paused 3'])
})

it('tries again after a failure, later each time, and at once where it left off', async () => {
  const { log, driver } = scripted([view('running'), OFFLINE, OFFLINE, view('finished', { sent: 9 })])
  driver.start()
  await jest.advanceTimersByTimeAsync(10_000)
  expect(log).toEqual(['status', 'running 0', 'advance', 'unanswered 2000', 'advance', 'unanswered 4000', 'advance', 'finished 9'])
})

it('gives up where the function has said no', async () => {
  const { log, driver } = scripted([{ ...OFFLINE, code: 'forbidden', definite: true }])
  driver.start()
  await jest.advanceTimersByTimeAsync(60_000)
  expect(log).toEqual(['status', 'forbidden undefined'])
})

it('calls less and less when nothing gets on, and says so', async () => {
  const { log, driver } = scripted([view('running', { sent: 1 })])
  driver.start()
  await jest.advanceTimersByTimeAsync(60_000)
  expect(log.filter((entry) => entry === 'advance').length).toBeLessThan(8)
  expect(log.at(-1)).toBe('running 1 stalled')
  driver.stop()
  expect(jest.getTimerCount()).toBe(0)
})

it('looks at the figures while a long call is sending, which stays the only one', async () => {
  const log: string[] = []
  let finish = (_: Outcome<PushView>): void => undefined
  const calls = {
    advance: () => (log.push('advance'), new Promise<Outcome<PushView>>((resolve) => (finish = resolve))),
    status: () => (log.push('status'), Promise.resolve({ ok: true as const, value: view('running', { sent: log.length }) })),
  }
  const driver = new PushDriver('p', true, calls, { seen: () => undefined, failed: () => undefined })
  driver.start()
  await jest.advanceTimersByTimeAsync(5_000)
  expect(log).toEqual(['status', 'advance', 'status', 'status', 'status'])
  finish({ ok: true, value: view('finished') })
  await jest.advanceTimersByTimeAsync(60_000)
  expect(log).toHaveLength(5)
  expect(jest.getTimerCount()).toBe(0)
})

it('hears nothing more after it was stopped', async () => {
  const { log, driver } = scripted([view('running', { sent: 1 })])
  driver.start()
  driver.stop()
  await jest.advanceTimersByTimeAsync(60_000)
  expect(log).toEqual(['status'])
})

it('waits for a scheduled push, and goes on with it when it has begun', async () => {
  const scheduled = view('scheduled', {}, { sendAt: '2026-12-01T00:00:20Z' })
  const { log, driver } = scripted([scheduled, view('running'), view('finished', { sent: 9 })])
  driver.start()
  await jest.advanceTimersByTimeAsync(19_000)
  expect(log).toEqual(['status', 'scheduled 0'])
  await jest.advanceTimersByTimeAsync(5_000)
  expect(log).toEqual(['status', 'scheduled 0', 'status', 'running 0', 'advance', 'finished 9'])
})

it('begins from what is known already', async () => {
  const { log, driver } = scripted([view('finished', { sent: 9 })])
  driver.start(view('running'))
  await jest.advanceTimersByTimeAsync(1_000)
  expect(log).toEqual(['advance', 'finished 9'])
})
