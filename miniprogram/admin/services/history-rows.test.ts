import { type HistoryItem } from '../../services/answers'
import { rowsOf } from './history-rows'
import { recipientRow } from './recipient-row'
import { mayDo } from '../../services/roles'

const ITEM: HistoryItem = {
  id: 'p:o', openid: 'oDemo_user_linxia_000000000C', nickname: '林夏', pushId: 'p', template: 't', title: '巡检', createdAt: '2026-12-01T01:00:00Z',
  state: 'failed', message: '对方未授权推送', lines: [], by: { kind: 'member', openid: 'oZhou' }, author: '周管家',
}

it('names people as they are known, and masks those who have no name', () => {
  expect(rowsOf([ITEM, { ...ITEM, nickname: '' }]).map((row) => row.who)).toEqual(['林夏', 'oDem…000C'])
})

it('says how it stands and why', () => {
  expect(rowsOf([ITEM])[0]).toMatchObject({ state: '失败', tone: 'bad', reason: '对方未授权推送' })
})

it.each([
  [{ kind: 'member', openid: 'oZhou' }, '周管家', '周管家'],
  [{ kind: 'member', openid: 'oZhou' }, '', '管理成员'],
  [{ kind: 'operator' }, '', '云控制台'],
] as const)('says who sent it: %j', (by, author, words) => {
  expect(rowsOf([{ ...ITEM, by, author }])[0]?.sender).toBe(words)
})

it.each(['cancelled', 'cancelling', 'sent'] as const)('says nothing of another try when the message is %s', (state) => {
  expect(rowsOf([{ ...ITEM, state, message: '微信系统繁忙，这条没有发出，稍后自动重试。' }])[0]).toMatchObject({ reason: '' })
})

describe('a recipient', () => {
  const user = { openid: 'o', nickname: '林夏', remark: '', tags: [], lastSeen: '' }

  it.each([
    [{ canReceive: true, credits: 2, standing: 'accept' }, 'one-time', '可接收 2 条'],
    [{ canReceive: true, credits: 0, standing: 'accept' }, 'long-term', '可接收'],
    [{ canReceive: false, credits: 3, standing: 'stopped' }, 'one-time', '已停止'],
    [{ canReceive: false, credits: 0, standing: 'reject' }, 'one-time', '已拒绝'],
    [{ canReceive: false, credits: 0, standing: 'accept' }, 'one-time', '无剩余'],
    [{ canReceive: false, credits: 0, standing: 'none' }, 'one-time', '未授权'],
    [{}, undefined, ''],
  ] as const)('%j of a %s kind is tagged %s', (facts, type, tag) => {
    expect(recipientRow({ ...user, ...facts }, type).tag).toBe(tag)
  })
})

it('lets a role do what the lower ones may, and nobody without one', () => {
  expect(mayDo('owner', 'sender')).toBe(true)
  expect(mayDo('viewer', 'sender')).toBe(false)
  expect(mayDo(undefined, 'viewer')).toBe(false)
})
