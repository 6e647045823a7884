import { type Counts, type PushSummary } from '../../services/answers'
import { pushRows } from './push-rows'

const NONE: Counts = { queued: 0, sending: 0, sent: 0, delivered: 0, undelivered: 0, failed: 0, unknown: 0, skipped: 0, cancelling: 0, waiting: 0, merged: 0, cancelled: 0 }
const ONE = { openid: 'oDemo_user_linxia_000000000C', nickname: '林夏', messageId: 'p:o' }

function row(changes: Partial<PushSummary>) {
  const push: PushSummary = { pushId: 'p', state: 'finished', template: 't', title: '巡检', total: 42, counts: { ...NONE, sent: 42 }, createdAt: '2026-12-01T06:03:00Z', by: { kind: 'member', openid: 'oZhou' }, author: '周管家', ...changes }
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

it.each<[keyof Counts, string]>([
  ['cancelled', '已取消'],
  ['cancelling', '已取消'],
  ['skipped', '未发送'],
  ['failed', '失败'],
  ['unknown', '不确定'],
  ['sent', '已发送'],
  ['sending', '发送中'],
])('of one whose message is %s says so, however its push stands', (state, words) => {
  for (const push of ['expanding', 'running', 'paused', 'halted', 'cancelled', 'finished'] as const)
    expect(row({ total: 1, only: ONE, state: push, counts: { ...NONE, [state]: 1 } }).state).toBe(words)
})

it.each<[Partial<Counts>, string]>([
  [{ sent: 3, queued: 2 }, '等待发送'],
  [{ sent: 3, queued: 2, sending: 1 }, '发送中'],
  [{ skipped: 3 }, '未发送'],
  [{ cancelled: 3 }, '已取消'],
  [{ sent: 2, skipped: 1 }, '已完成'],
])('of many that is running with %j says what its messages do: %s', (counts, words) => {
  expect(row({ state: 'running', counts: { ...NONE, ...counts } }).state).toBe(words)
})

it('that has not begun does not know how many yet', () => {
  expect(row({ state: 'scheduled', total: 0, counts: NONE })).toMatchObject({ whom: '人数待定', isMany: false })
  expect(row({ total: 0, counts: NONE })).toMatchObject({ whom: '没有人' })
})
