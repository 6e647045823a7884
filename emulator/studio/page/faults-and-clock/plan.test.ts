import { type FaultPlan } from '../live/contract'
import { fieldsOf, isActive, planOf } from './plan'

const set = (change: object, plan: FaultPlan = {}) => planOf({ ...fieldsOf(plan), ...change }, plan)

test('fields that are 0 make no plan', () => {
  expect(planOf(fieldsOf({}), {})).toEqual({})
})

test.each<[object, FaultPlan]>([
  [{ sendLatencyMs: 150 }, { send: { latencyMs: 150 } }],
  [{ sendErrcode: 45009, sendErrors: 3 }, { send: { errors: [{ errcode: 45009, times: 3 }] } }],
  [
    { dbErrors: 1, dbLost: 2, conflicts: 3 },
    { db: { errors: [{ code: 'SYS_ERR', times: 1 }], lostReplies: 2, conflicts: { operation: 3 } } },
  ],
  [{ httpMode: 'hang', httpTimes: 1, httpOn: 'database' }, { http: { mode: 'hang', times: 1, on: 'database' } }],
  [{ httpMode: 'reset', httpTimes: 2, httpOn: '' }, { http: { mode: 'reset', times: 2 } }],
  [{ eventOn: 'sent', eventDelayMs: 60_000, eventOrder: 'shuffled' }, { events: { on: 'sent', delayMs: 60_000, order: 'shuffled' } }],
  [{ eventsLost: 2, eventsTwice: 1, failedDeliveries: 3 }, { events: { lost: { times: 2 }, duplicated: { times: 1 }, failures: [{ times: 3 }] } }],
  [{ killFunction: 'push', killAfter: 10 }, { kill: { function: 'push', afterSends: 10 } }],
])('%j orders %j, and reads back', (change, plan) => {
  expect(set(change)).toEqual(plan)
  expect(fieldsOf(plan)).toMatchObject(change)
  expect(isActive(plan)).toBe(true)
})

test('what has no field stays as it is', () => {
  const plan: FaultPlan = {
    send: { errors: [{ errcode: -1, rate: 0.1 }] },
    db: { errors: [{ code: 'DATABASE_TIMEOUT', times: 1 }], conflicts: { commit: 2 } },
  }
  expect(set({ sendErrors: 1, dbErrors: 5 }, plan)).toEqual({
    send: { errors: [{ errcode: 43101, times: 1 }, { errcode: -1, rate: 0.1 }] },
    db: { errors: [{ code: 'DATABASE_TIMEOUT', times: 5 }], conflicts: { commit: 2 } },
  })
})

test('events that are lost by chance or always, and the words of a failed delivery, stay as they are', () => {
  const failures = [{ errorCode: 3, errorStatus: 'failed: blocked', times: 1 }, { rate: 0.1 }]
  const plan: FaultPlan = { events: { lost: { rate: 0.2 }, duplicated: {}, failures }, seed: 7 }
  expect(isActive(plan)).toBe(true)
  expect(set({ failedDeliveries: 5, eventDelayMs: 10 }, plan)).toEqual({
    events: { delayMs: 10, lost: { rate: 0.2 }, duplicated: {}, failures: [{ errorCode: 3, errorStatus: 'failed: blocked', times: 5 }, { rate: 0.1 }] },
    seed: 7,
  })
})

test('an order without a span orders nothing', () => {
  expect(set({ eventOrder: 'reversed' })).toEqual({})
})

test.each<[FaultPlan]>([
  [{}],
  [{ seed: 7 }],
  [{ events: { on: 'sent', delayMs: 0, lost: { times: 0 }, failures: [{ times: 0 }] } }],
  [{ send: { latencyMs: 0, errors: [{ errcode: 43101, times: 0 }] } }],
  [{ http: { mode: 'reset', times: 0 } }],
  [{ db: { conflicts: { operation: 0 } } }],
])('%j is used up', (plan) => expect(isActive(plan)).toBe(false))
