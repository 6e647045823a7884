import { type CreatedPush } from '../../services/answers'
import { type Failure, type Outcome } from '../../services/outcome'
import { createOrSeen } from './create-or-seen'

const PUSH = { pushId: 'k', state: 'running' } as CreatedPush
const FAILED: Outcome<never> = { ok: false, failure: { code: 'not-found', message: '', fields: [], definite: true } satisfies Failure }
const REQUEST = { template: 't', data: {} }
const never = () => Promise.reject(new Error('asked for nothing'))

function later<T>(value: T, ms: number): Promise<T> {
  return new Promise((resolve) => setTimeout(() => resolve(value), ms))
}

beforeEach(() => void jest.useFakeTimers())
afterEach(() => jest.useRealTimers())

it('takes a quick answer, good or bad, and asks for nothing else', async () => {
  expect(await createOrSeen('k', REQUEST, { create: () => Promise.resolve({ ok: true, value: PUSH }), status: never })).toEqual({ ok: true, value: PUSH })
  expect(await createOrSeen('k', REQUEST, { create: () => Promise.resolve(FAILED), status: never })).toBe(FAILED)
  expect(jest.getTimerCount()).toBe(0)
})

it('does not wait for the sending once the push is taken down', async () => {
  const asked: string[] = []
  const outcome = createOrSeen('k', REQUEST, {
    create: () => later({ ok: true as const, value: PUSH }, 11_000),
    status: (id) => (asked.push(id), Promise.resolve({ ok: true as const, value: PUSH })),
  })
  await jest.advanceTimersByTimeAsync(2_000)
  expect(await outcome).toEqual({ ok: true, value: { ...PUSH, replayed: false } })
  expect(asked).toEqual(['k'])
})

it('waits on when it is not', async () => {
  const outcome = createOrSeen('k', REQUEST, { create: () => later(FAILED, 5_000), status: () => Promise.resolve(FAILED) })
  await jest.advanceTimersByTimeAsync(5_000)
  expect(await outcome).toBe(FAILED)
})
