import { refusal, startContractClient, type ContractClient } from '../../testing/contract-client'
import { ALICE, SEND } from '../../testing/scriptable-cloud'

let client: ContractClient
beforeAll(async () => {
  client = await startContractClient()
})
afterAll(() => client.cloud.close())

describe('faults', () => {
  test('are ordered as a whole, shown as they run out, and cleared', async () => {
    const send = { latencyMs: 1, errors: [{ errcode: -1, times: 2 }], lostReplies: 1 }
    const plan = { send, kill: { function: 'script', afterSends: 3 } }
    expect(await client.post('/emulator/faults', plan)).toEqual(plan)
    client.cloud.emulator.faults.takeSendError()
    expect(await client.get('/emulator/faults')).toMatchObject({ send: { errors: [{ times: 1 }] } })
    expect(await client.post('/emulator/faults', {})).toEqual({})
  })

  test.each([
    [{ sends: {} }, 'sends is unknown. Known keys: send, db, http, kill, events, seed.'],
    [{ send: { errors: [{ errcode: 1, rate: 3 }] } }, 'send.errors[0].rate must be a number from 0 to 1.'],
    [{ http: { mode: 'slow', times: 1 } }, expect.stringMatching(/^http.mode must be one of 500text, /)],
    [{ kill: { function: 'script' } }, 'kill.afterSends is missing.'],
    [{ events: { on: 'all' } }, 'events.on must be one of popup, change, sent.'],
    [{ events: { delayMs: 31 * 86_400_000 } }, expect.stringMatching(/^events.delayMs must be at most 2592000000\. 数太大了/)],
    [{ events: { order: 'shuffled' } }, expect.stringMatching(/^events.order needs events.delayMs, .*请同时给出 delayMs/)],
    [{ events: { lost: { rate: 2 } } }, 'events.lost.rate must be a number from 0 to 1.'],
    [{ events: { failures: [{ errorCode: 0 }] } }, expect.stringMatching(/^events.failures\[0\].errorCode must be a whole number other than 0/)],
    [{ seed: -1 }, 'seed must be a whole number, 0 or more.'],
  ])('%j is refused', async (body, message) => {
    expect(await client.call('POST', '/emulator/faults', body)).toEqual({ status: 400, body: refusal(message) })
  })
})

describe('faults of events', () => {
  const pushes = async () => ((await client.get('/emulator/events')) as { message: { List: object } }[]).map(({ message }) => message.List)
  const consent = async () => client.post('/emulator/consent', { openid: ALICE, templateIds: [await client.seededTemplate()] })
  const send = async () => client.cloud.script(SEND, { data: { touser: ALICE, templateId: await client.seededTemplate() } })
  beforeEach(() => client.post('/emulator/reset', { seed: 'kept' }))

  test('a late event waits for the clock; how many wait is shown, and the answer may be sent back', async () => {
    await client.post('/emulator/faults', { events: { delayMs: 60_000 } })
    await consent()
    const shown = await client.get('/emulator/faults')
    expect(shown).toEqual({ events: { delayMs: 60_000 }, waiting: 1 })
    expect(await pushes()).toEqual([])
    expect(await client.post('/emulator/faults', shown)).toEqual(shown)
    await client.post('/emulator/clock', { advanceMs: 60_000 })
    expect(await pushes()).toHaveLength(1)
    expect(await client.get('/emulator/faults')).toEqual({ events: { delayMs: 60_000 } })
  })

  test('a lost reply and a failed delivery are told by the event that comes late', async () => {
    const failures = [{ errorCode: 3, errorStatus: 'failed: system failed', times: 1 }]
    await consent()
    await client.post('/emulator/settle')
    await client.post('/emulator/faults', { send: { lostReplies: 1 }, events: { delayMs: 1000, failures } })
    expect(await send()).toHaveProperty('failed')
    await client.post('/emulator/clock', { advanceMs: 1000 })
    expect(await pushes()).toMatchObject([{ ErrorCode: '3', ErrorStatus: 'failed: system failed' }, { SubscribeStatusString: 'accept' }])
    expect(await client.get(`/emulator/inbox?openid=${ALICE}`)).toEqual([])
    expect(await client.get('/emulator/faults')).toMatchObject({ events: { failures: [{ times: 0 }] } })
  })

  test('a reset forgets those that are on their way', async () => {
    await client.post('/emulator/faults', { events: { delayMs: 60_000 } })
    await consent()
    await client.post('/emulator/reset', { seed: 'kept' })
    expect(await client.get('/emulator/faults')).toEqual({})
    await client.post('/emulator/clock', { advanceMs: 60_000 })
    expect(await pushes()).toEqual([])
  })
})

describe('the clock', () => {
  test('moves, and the timers that became due have run when it answers', async () => {
    const before = Date.now()
    const { now } = (await client.post('/emulator/clock', { advanceMs: 3_600_000 })) as { now: number }
    expect(now).toBeGreaterThanOrEqual(before + 3_600_000)
    expect(await client.get('/emulator/logs?function=tick')).toMatchObject([
      { caller: 'timer', ms: expect.any(Number), logs: [{ text: expect.stringMatching(/^tick 20/) }] },
    ])
  })

  test('can be set to a moment, and read', async () => {
    const moment = Date.parse('2030-01-01T00:00:00+08:00')
    for (const now of ['2030-01-01T00:00:00+08:00', moment]) {
      expect(await client.post('/emulator/clock', { now })).toEqual({ now: expect.closeTo(moment, -5) })
    }
    const { now } = (await client.get('/emulator/clock')) as { now: number }
    expect(now).toBeGreaterThanOrEqual(moment)
  })

  test.each([
    [{}, 'Give either advanceMs or now.'],
    [{ advanceMs: 1, now: 1 }, 'Give either advanceMs or now.'],
    [{ advanceMs: '1h' }, 'advanceMs must be a number.'],
    [{ now: 'tomorrow' }, 'now must be milliseconds since 1970 or an ISO date such as 2026-01-31T08:00:00+08:00.'],
  ])('refuses %j', async (body, message) => {
    expect(await client.call('POST', '/emulator/clock', body)).toEqual({ status: 400, body: refusal(message) })
  })
})

describe('timers', () => {
  test('are listed, and fired on demand with their answer', async () => {
    expect(await client.get('/emulator/timers')).toMatchObject([{ functionName: 'tick', name: 'hourly', dueAt: expect.any(Number) }])
    const runs = await client.post('/emulator/timers', { function: 'tick', name: 'hourly' })
    expect(runs).toMatchObject([{ ok: true, result: { Type: 'Timer', TriggerName: 'hourly' } }])
  })

  test('a function without one is refused by name', async () => {
    expect(await client.post('/emulator/timers', { function: 'script' })).toEqual(refusal(expect.stringContaining('script has no timer')))
  })
})
