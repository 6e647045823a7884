import { type OwnData } from '../../services/answers'
import { type Outcome } from '../../services/outcome'
import { collectOwnData, copiesOf } from './own-data'

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

it('what only some parts have is put together as well', async () => {
  const members = [{ _id: 'o', role: 'viewer', at: USER.firstSeen }]
  const last = { ok: true as const, value: { user: USER, authorizations: [], answers: [], messages: [message(2)], members } }
  const outcome = await collectOwnData(async (cursor) => (cursor === undefined ? part([1], 'a') : last))
  expect(outcome).toMatchObject({ ok: true, value: { members, messages: [{ pushId: 'p1' }, { pushId: 'p2' }] } })
})

it('a long copy comes in several that can each be read, with every row once', () => {
  const whole = { user: USER, authorizations: [], answers: [], messages: Array.from({ length: 60 }, (_, id) => message(id)) }
  expect(copiesOf(whole)).toHaveLength(1)
  const copies = copiesOf(whole, 3000).map((copy) => JSON.parse(copy) as { part: number; of: number; messages?: { _id: string }[] })
  expect(copies.length).toBeGreaterThan(3)
  expect(copies.map(({ part: place, of }) => [place, of])).toEqual(copies.map((_, place) => [place + 1, copies.length]))
  expect(copies.flatMap(({ messages = [] }) => messages.map(({ _id }) => _id))).toEqual(whole.messages.map(({ _id }) => _id))
})
