import { type Result } from '../../services/answers'
import { type Failure } from '../../services/outcome'
import { collectResults, MAX_COPIED } from './collect-results'

function page(from: number, count: number, next?: string) {
  const items = Array.from({ length: count }, (_, place): Result => ({ id: `p:${from + place}`, openid: '', nickname: '', state: 'sent' }))
  return Promise.resolve({ ok: true as const, value: { items, ...(next !== undefined && { next }) } })
}

it('asks on until there is nothing left', async () => {
  const asked: (string | undefined)[] = []
  const outcome = await collectResults({ pushId: 'p' }, ({ cursor }) => (asked.push(cursor), cursor === undefined ? page(0, 500, 'c1') : page(500, 2)))
  expect(asked).toEqual([undefined, 'c1'])
  expect(outcome.ok && [outcome.value.results.length, outcome.value.isCut]).toEqual([502, false])
})

it('stops at what a clipboard holds, and says so', async () => {
  const outcome = await collectResults({ pushId: 'p' }, () => page(0, 600, 'more'))
  expect(outcome.ok && [outcome.value.results.length, outcome.value.isCut]).toEqual([MAX_COPIED, true])
})

it('hands a failure on', async () => {
  const failure: Failure = { code: 'unanswered', message: '', fields: [], definite: false }
  expect(await collectResults({ pushId: 'p' }, () => Promise.resolve({ ok: false, failure }))).toEqual({ ok: false, failure })
})
