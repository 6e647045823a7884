import { refusal, startContractClient, type ContractClient } from '../../testing/contract-client'

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
    [{ sends: {} }, 'sends is unknown. Known keys: send, db, http, kill.'],
    [{ send: { errors: [{ errcode: 1, rate: 3 }] } }, 'send.errors[0].rate must be a number from 0 to 1.'],
    [{ http: { mode: 'slow', times: 1 } }, expect.stringMatching(/^http.mode must be one of 500text, /)],
    [{ kill: { function: 'script' } }, 'kill.afterSends is missing.'],
  ])('%j is refused', async (body, message) => {
    expect(await client.call('POST', '/emulator/faults', body)).toEqual({ status: 400, body: refusal(message) })
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
