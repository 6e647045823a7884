import { standstillText } from './standstill'

it('says who stopped it, when, and why', () => {
  const now = new Date(2026, 11, 1, 12)
  const at = new Date(2026, 11, 1, 9, 5).toISOString()
  const member = { kind: 'member' as const, openid: 'oA' }
  expect(standstillText({ by: member, author: '陈经理', at, reason: '模板被投诉' }, now)).toBe('陈经理 · 今天 09:05 · 模板被投诉')
  expect(standstillText({ by: { kind: 'operator' }, author: '', at, reason: '' }, now)).toBe('云控制台 · 今天 09:05')
})
