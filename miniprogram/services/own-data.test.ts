import { type OwnData } from './answers'
import { type Outcome } from './outcome'
import { collectOwnData } from './own-data'

const USER = { _id: 'o', nickname: '林夏', remark: '', tags: [], firstSeen: '2026-12-01T01:00:00Z', lastSeen: '2026-12-01T01:00:00Z' }

function message(id: number): OwnData['messages'][number] {
  const at = USER.firstSeen
  return { _id: `p${id}:o`, pushId: `p${id}`, openid: 'o', template: 't', state: 'sent', attempts: 1, owner: '', dueAt: at, timeline: [], createdAt: at, title: '巡检', lines: [] }
}

const part = (messages: number[], next?: string): Outcome<OwnData> => ({
  ok: true,
  value: { user: USER, authorizations: [], answers: [], messages: messages.map(message), ...(next !== undefined && { next }) },
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
