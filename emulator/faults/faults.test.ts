import { Faults } from './faults'

describe('faults', () => {
  test('nothing fails until something is ordered', () => {
    const faults = new Faults()
    expect(faults.takeSendError()).toBeUndefined()
    expect(faults.takeDbError()).toBeUndefined()
    expect(faults.takeLostReply('send')).toBe(false)
    expect(faults.takeLostReply('db')).toBe(false)
    expect(faults.takeConflict('commit')).toBe(false)
    expect(faults.takeHttpFault('database')).toBeUndefined()
    expect(faults.takeKill('push')).toBe(false)
    expect([faults.sendLatencyMs, faults.dbLatencyMs]).toEqual([0, 0])
  })

  test('errors with a count are answered that often, one after the other', () => {
    const faults = new Faults()
    faults.set({ send: { errors: [{ errcode: 45009, times: 2 }, { errcode: -1, times: 1 }] } })
    expect([1, 2, 3, 4].map(() => faults.takeSendError())).toEqual([45009, 45009, -1, undefined])
  })

  test('an error with a rate follows the injected chance and never runs out', () => {
    const rolls = [0.1, 0.9, 0.29, 0.3]
    const faults = new Faults(() => rolls.shift() ?? 1)
    faults.set({ db: { errors: [{ code: 'SYS_ERR', rate: 0.3 }] } })
    expect([1, 2, 3, 4].map(() => faults.takeDbError())).toEqual(['SYS_ERR', undefined, 'SYS_ERR', undefined])
  })

  test('an error with neither is answered always', () => {
    const faults = new Faults(() => 0.999)
    faults.set({ db: { errors: [{ code: 'SERVER_TIMEOUT' }] } })
    expect([1, 2, 3].map(() => faults.takeDbError())).toEqual(['SERVER_TIMEOUT', 'SERVER_TIMEOUT', 'SERVER_TIMEOUT'])
  })

  test('lost replies of sends and of writes are counted apart', () => {
    const faults = new Faults()
    faults.set({ send: { lostReplies: 1 }, db: { lostReplies: 2 } })
    expect([faults.takeLostReply('send'), faults.takeLostReply('send')]).toEqual([true, false])
    expect([1, 2, 3].map(() => faults.takeLostReply('db'))).toEqual([true, true, false])
  })

  test('transaction conflicts are counted apart for operations and commits', () => {
    const faults = new Faults()
    faults.set({ db: { conflicts: { operation: 1, commit: 2 } } })
    expect([faults.takeConflict('operation'), faults.takeConflict('operation')]).toEqual([true, false])
    expect([1, 2, 3].map(() => faults.takeConflict('commit'))).toEqual([true, true, false])
  })

  test('a transport fault hits only the kind of request it is meant for', () => {
    const faults = new Faults()
    faults.set({ http: { mode: 'reset', times: 1, on: 'openapi' } })
    expect(faults.takeHttpFault('database')).toBeUndefined()
    expect(faults.takeHttpFault(undefined)).toBeUndefined()
    expect(faults.takeHttpFault('openapi')).toBe('reset')
    expect(faults.takeHttpFault('openapi')).toBeUndefined()
  })

  test('a kill comes once, with the send that reaches the number, of that function only', () => {
    const faults = new Faults()
    faults.set({ kill: { function: 'push', afterSends: 2 } })
    expect(['push', 'other', 'push', 'push'].map((name) => faults.takeKill(name))).toEqual([false, false, true, false])
  })

  test('a new plan replaces the old one, and neither shares memory with its giver', () => {
    const faults = new Faults()
    const plan = { send: { latencyMs: 5, lostReplies: 1 } }
    faults.set(plan)
    faults.takeLostReply('send')
    expect(plan.send.lostReplies).toBe(1)
    faults.plan.send = { latencyMs: 99 }
    expect(faults.sendLatencyMs).toBe(5)
    faults.set({ db: { latencyMs: 7 } })
    expect([faults.sendLatencyMs, faults.dbLatencyMs]).toEqual([0, 7])
    faults.clear()
    expect(faults.plan).toEqual({})
  })
})
