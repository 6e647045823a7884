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

test.each<[FaultPlan]>([
  [{}],
  [{ send: { latencyMs: 0, errors: [{ errcode: 43101, times: 0 }] } }],
  [{ http: { mode: 'reset', times: 0 } }],
  [{ db: { conflicts: { operation: 0 } } }],
])('%j is used up', (plan) => expect(isActive(plan)).toBe(false))
