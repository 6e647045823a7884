import { callerKeyRow, readKeyForm } from './caller-key-rows'

const NOW = new Date('2026-12-01T10:00:00+08:00')
const KEY = { id: 'a1', name: '订单', perDay: 1000, usedToday: 12, at: '2026-12-01T09:00:00+08:00', by: { kind: 'operator' as const }, author: '', resting: 0 }

it('says what a key may do, who made it, and how much of the day is used', () => {
  expect(callerKeyRow(KEY, [], NOW)).toMatchObject({ name: '订单', isWithdrawn: false, used: '今天 12 / 1000 条', scope: '全部模板', about: expect.stringMatching(/^云控制台 .*新建，还没用过$/) as string })
  const scoped = { ...KEY, templates: ['order', 'gone'], by: { kind: 'member' as const, openid: 'oChen' }, author: '陈主管', lastUsedAt: NOW.toISOString() }
  expect(callerKeyRow(scoped, [{ key: 'order', title: '发货通知' }], NOW)).toMatchObject({ scope: '发货通知、gone', about: expect.stringMatching(/^陈主管 .*最近使用/) as string })
  expect(callerKeyRow({ ...KEY, withdrawnAt: NOW.toISOString(), resting: 3 }, [], NOW)).toMatchObject({ isWithdrawn: true, resting: 3, about: expect.stringMatching(/撤回/) as string })
})

it('reads the form, or says what is wrong with it', () => {
  expect(readKeyForm(' 订单 ', '1000', ['a', 'b'], 2)).toEqual({ name: '订单', perDay: 1000 })
  expect(readKeyForm('订单', '5', ['a'], 2)).toEqual({ name: '订单', perDay: 5, templates: ['a'] })
  for (const [name, perDay, chosen] of [['', '5', ['a']], ['订 单', '5', ['a']], ['字'.repeat(33), '5', ['a']], ['订单', '0', ['a']], ['订单', '很多', ['a']], ['订单', '5', []]] as const)
    expect(readKeyForm(name, perDay, chosen, 2)).toHaveProperty('fault')
})
