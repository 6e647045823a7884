import { type OwnData } from './answers'
import { type Outcome } from './outcome'
import { collectOwnData } from './own-data'

const part = (messages: number[], next?: string): Outcome<OwnData> => ({
  ok: true,
  value: { user: { nickname: '林夏' }, authorizations: [], answers: [], messages: messages.map((id) => ({ id })), ...(next !== undefined && { next }) },
})

it('one’s own data is put together from its parts', async () => {
  const parts: Record<string, Outcome<OwnData>> = { '': part([1, 2], 'a'), a: part([3], 'b'), b: part([4]) }
  expect(await collectOwnData(async (cursor = '') => parts[cursor] ?? part([]))).toEqual(part([1, 2, 3, 4]))
})

it('is not told in part when a part is missing', async () => {
  const failure = { code: 'unanswered', message: '网络好像断了', fields: [], definite: false }
  const outcome = await collectOwnData(async (cursor) => (cursor === undefined ? part([1], 'a') : { ok: false, failure }))
  expect(outcome).toEqual({ ok: false, failure })
})
