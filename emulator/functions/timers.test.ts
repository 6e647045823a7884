import { EmulatedClock } from '../clock'
import type { FunctionConfig, Project } from '../project/project'
import { functionBench } from './functions.fixture'
import type { Caller, InvokeResult } from './invocation'
import { HandScheduler } from '../scheduler.fixture'
import { Timers, type TimersOptions } from './timers'

type Timer = FunctionConfig['timers'][number]

const NOON = Date.UTC(2027, 0, 1, 12)
const MINUTE = 60_000
const EVERY_MINUTE: Timer = { name: 'tick', cron: '0 * * * * * *', devtools: true }

const JOB = { name: 'job', dir: '', handler: '', timeoutSeconds: 3, memoryMb: 256, variables: {}, openapiPermissions: [] }

function projectWith(timers: Timer[]): Project {
  const config: FunctionConfig = { ...JOB, timers }
  return { dir: '', appid: '', env: '', pages: [], functions: [config], variables: {}, realKeys: [], collections: {}, collectionPrefix: '', functionRules: {}, messagePush: [] }
}

const ANSWER: InvokeResult = { ok: true, result: null, logs: [], ms: 0, requestId: 'r' }

function setUp(timers: Timer[], options: Partial<TimersOptions> = {}) {
  const clock = new EmulatedClock()
  clock.set(NOON)
  const fired: { functionName: string; data: unknown; caller: Caller }[] = []
  const scheduler = new HandScheduler()
  const service = new Timers({
    project: () => projectWith(timers),
    clock,
    scheduler,
    invoke: async (functionName, data, caller) => {
      fired.push({ functionName, data, caller })
      return ANSWER
    },
    ...options,
  })
  return { service, clock, fired, scheduler, times: () => fired.map(({ data }) => (data as { Time: string }).Time) }
}

describe('a timer', () => {
  it('fires when it is due, with the time it was due', async () => {
    const { service, clock, fired, scheduler } = setUp([EVERY_MINUTE])
    const due = NOON + MINUTE
    const earliest = clock.now()
    service.start()
    expect(fired).toEqual([])
    expect(scheduler.waitsMs).toBeLessThanOrEqual(due - earliest)
    expect(scheduler.waitsMs).toBeGreaterThanOrEqual(due - clock.now())
    clock.advance(MINUTE + 1)
    await service.settled()
    expect(fired).toEqual([
      { functionName: 'job', data: { Time: '2027-01-01T12:01:00Z' }, caller: { kind: 'timer', devtools: true, name: 'tick' } },
    ])
    service.stop()
  })

  it('fires once after a jump over many due times, for the latest', async () => {
    const { service, clock, times } = setUp([EVERY_MINUTE])
    service.start()
    clock.advance(24 * 60 * MINUTE + 30_000)
    await service.settled()
    expect(times()).toEqual(['2027-01-02T12:00:00Z'])
    service.stop()
  })

  it('does not fire twice for one due time, nor for a time before the start', async () => {
    const { service, scheduler, times } = setUp([EVERY_MINUTE])
    service.start()
    scheduler.wake()
    await service.settled()
    expect(times()).toEqual([])
    service.stop()
  })

  it('goes on from an earlier time when the clock is set back', async () => {
    const { service, clock, times } = setUp([EVERY_MINUTE])
    service.start()
    clock.set(NOON - 60 * MINUTE)
    clock.advance(MINUTE + 1)
    await service.settled()
    expect(times()).toEqual(['2027-01-01T11:01:00Z'])
    service.stop()
  })

  it('does not overlap itself: what becomes due during a run is left out', async () => {
    const finish: (() => void)[] = []
    const fired: unknown[] = []
    const { service, clock } = setUp([EVERY_MINUTE], {
      invoke: (_name, data) => {
        fired.push(data)
        return new Promise((resolve) => finish.push(() => resolve(ANSWER)))
      },
    })
    service.start()
    clock.advance(MINUTE + 1)
    clock.advance(MINUTE)
    expect(fired).toHaveLength(1)
    finish[0]?.()
    await service.settled()
    clock.advance(MINUTE)
    expect(fired).toEqual([{ Time: '2027-01-01T12:01:00Z' }, { Time: '2027-01-01T12:03:00Z' }])
    finish[1]?.()
    await service.settled()
    service.stop()
  })

  it('is waited for in real time', async () => {
    jest.useFakeTimers({ now: NOON })
    const { service, times } = setUp([EVERY_MINUTE], { scheduler: undefined })
    service.start()
    await jest.advanceTimersByTimeAsync(2 * MINUTE)
    expect(times()).toEqual(['2027-01-01T12:01:00Z', '2027-01-01T12:02:00Z'])
    service.stop()
    await jest.advanceTimersByTimeAsync(2 * MINUTE)
    expect(times()).toHaveLength(2)
    jest.useRealTimers()
  })

  it('is silent after stop', async () => {
    const { service, clock, fired, scheduler } = setUp([EVERY_MINUTE])
    service.start()
    service.stop()
    clock.advance(60 * MINUTE)
    expect(scheduler.waitsMs).toBeUndefined()
    expect(fired).toEqual([])
  })

  it('can be fired by hand', async () => {
    const { service, fired } = setUp([EVERY_MINUTE, { ...EVERY_MINUTE, name: 'other', devtools: false }])
    expect(await service.fire('job', 'other')).toEqual([ANSWER])
    expect(fired).toMatchObject([{ caller: { name: 'other', devtools: false }, data: { Time: '2027-01-01T12:00:00Z' } }])
    expect(await service.fire('job')).toHaveLength(2)
    await expect(service.fire('job', 'nobody')).rejects.toThrow('The function job has no timer named nobody.')
    await expect(service.fire('nobody')).rejects.toThrow('The function nobody has no timer.')
  })

  it('runs the function with the event and the context of a timer', async () => {
    const bench = functionBench({ job: 'exports.main = (event) => [event, process.env.TRIGGER_SRC]' })
    const invoke = bench.functions.invoke.bind(bench.functions)
    const [answer] = await setUp([EVERY_MINUTE], { invoke }).service.fire('job', 'tick')
    const event = { Type: 'Timer', TriggerName: 'tick', Time: '2027-01-01T12:00:00Z', Message: '' }
    expect(answer).toMatchObject({ ok: true, result: [event, 'timer'] })
    await bench.close()
  })
})

describe('the plan', () => {
  it('has the timer that is due first in front, and one that is never due last', () => {
    const { service } = setUp([
      { name: 'past', cron: '0 0 0 1 1 * 2020', devtools: false },
      { name: 'hourly', cron: '0 0 * * * * *', devtools: false },
      EVERY_MINUTE,
    ])
    expect(service.next()).toMatchObject([
      { functionName: 'job', name: 'tick', dueAt: NOON + MINUTE },
      { name: 'hourly', dueAt: NOON + 60 * MINUTE },
      { name: 'past', dueAt: undefined },
    ])
  })

  it('is looked at again within a minute, whatever it says', () => {
    const { service, scheduler } = setUp([])
    service.start()
    expect(scheduler.waitsMs).toBe(MINUTE)
    service.stop()
  })
})

describe('a timer that the platform would not take', () => {
  const devtools = (count: number) => Array.from({ length: count }, (_, index) => ({ ...EVERY_MINUTE, name: `t${index}` }))

  it.each([
    [[{ ...EVERY_MINUTE, cron: '* * * * *' }], /^The timer tick of function job \(job\/config\.json\): "config": the cron "\* \* \* \* \*" is not valid: it needs 7 fields/],
    [[{ ...EVERY_MINUTE, name: '1st' }], /^The timer 1st of function job \(job\/config\.json\): "name" starts with a letter/],
    [[{ ...EVERY_MINUTE, name: '' }], /^The timer without a name of function job/],
    [[{ ...EVERY_MINUTE, devtools: false }, { ...EVERY_MINUTE, devtools: false }], /^The timer tick of function job \(cloudbaserc\.json\): the function has another timer of that name/],
    [devtools(2), /^The timer t1 of function job \(job\/config\.json\): it is number 2, and the platform takes 1 \(switch timer\.maxPerFunction\)/],
    [devtools(11).map((timer) => ({ ...timer, devtools: false })), /^The timer t10 .* it is number 11, and the platform takes 10\. It does not run/],
  ])('is told in words, planned last and never due: %#', async (timers, words) => {
    const errors: string[] = []
    const { service, clock, scheduler, fired } = setUp(timers, { onError: (message) => errors.push(message) })
    service.start()
    scheduler.wake()
    expect(errors).toEqual([expect.stringMatching(words)])
    const planned = service.next()
    expect(planned.at(-1)).toMatchObject({ problem: errors[0] })
    expect(planned.at(-1)).not.toHaveProperty('dueAt')
    clock.advance(MINUTE + 1)
    await service.settled()
    expect(fired).toHaveLength(timers.length - 1)
    await expect(service.fire('job')).rejects.toThrow(words)
    service.stop()
  })

  it('is taken with the switch timer.maxPerFunction', () => {
    const { service } = setUp(devtools(2), { maxPerFunction: () => 10 })
    expect(service.next().map(({ problem }) => problem)).toEqual([undefined, undefined])
  })

  it('is told again when it comes back, and runs while it is right', async () => {
    const timers = [EVERY_MINUTE]
    const errors: string[] = []
    const { service, clock, times } = setUp(timers, { onError: (message) => errors.push(message) })
    service.start()
    timers[0] = { ...EVERY_MINUTE, cron: 'nonsense' }
    clock.advance(MINUTE + 1)
    expect(errors).toEqual([expect.stringContaining('the cron "nonsense" is not valid')])
    timers[0] = EVERY_MINUTE
    clock.advance(MINUTE)
    await service.settled()
    expect(times()).toEqual(['2027-01-01T12:02:00Z'])
    timers[0] = { ...EVERY_MINUTE, cron: 'nonsense' }
    clock.advance(MINUTE)
    expect(errors).toHaveLength(2)
    service.stop()
  })
})
