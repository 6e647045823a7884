import { type Counts, type PushSummary } from '../../services/answers'
import { pushRows } from './push-rows'

const NONE: Counts = { queued: 0, sending: 0, sent: 0, failed: 0, unknown: 0, skipped: 0, cancelling: 0, cancelled: 0 }
const ONE = { openid: 'oDemo_user_linxia_000000000C', nickname: '林夏', messageId: 'p:o' }

function row(changes: Partial<PushSummary>) {
  const push: PushSummary = { pushId: 'p', state: 'finished', template: 't', title: '巡检', total: 42, counts: { ...NONE, sent: 42 }, createdAt: '2026-12-01T06:03:00Z', ...changes }
  const [made] = pushRows([push])
  if (!made) throw new Error('no row')
  return made
}

it('of many says how many, and leads to the push', () => {
  expect(row({})).toMatchObject({ whom: '42 人', state: '已完成', isMany: true, url: '/admin/push/push?id=p' })
  expect(row({ state: 'paused' })).toMatchObject({ state: '已暂停', tone: 'warn' })
})

it('of one says who and what became of her message, and leads to it', () => {
  const counts = { ...NONE, skipped: 1 }
  expect(row({ total: 1, only: ONE, counts })).toMatchObject({ whom: '林夏', state: '未发送', isMany: false, url: '/admin/detail/detail?id=p%3Ao' })
  expect(row({ total: 1, only: { ...ONE, nickname: '' } }).whom).toBe('oDem…000C')
})

it('of one that is not over leads to the push, where something can be done', () => {
  expect(row({ total: 1, only: ONE, state: 'paused', counts: { ...NONE, queued: 1 } })).toMatchObject({ state: '已暂停', url: '/admin/push/push?id=p' })
})

it('that has not begun does not know how many yet', () => {
  expect(row({ state: 'scheduled', total: 0, counts: NONE })).toMatchObject({ whom: '人数待定', isMany: false })
  expect(row({ total: 0, counts: NONE })).toMatchObject({ whom: '没有人' })
})
