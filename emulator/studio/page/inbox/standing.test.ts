import { standingInWords } from './standing'

const of = (quota: number, choice: 'accept' | 'reject' | 'none', sticky = false) => ({ templateId: 't', quota, choice, sticky })

test.each([
  [of(2, 'accept'), 2, '还可收 2 条'],
  [of(1, 'accept', true), 2, '还可收 1 条 · 总是保持'],
  [of(0, 'accept'), 2, '次数已用完'],
  [of(0, 'none'), 2, '未订阅'],
  [of(0, 'reject'), 2, '上次取消了'],
  [of(0, 'reject', true), 2, '已拒收'],
  [of(0, 'accept'), 3, '长期可收'],
  [of(0, 'none'), 3, '未订阅'],
])('%j of a template of type %p is «%s»', (subscription, type, text) => {
  expect(standingInWords(subscription, type, false).text).toBe(text)
})

test('a ban is above all', () => {
  expect(standingInWords(of(2, 'accept'), 2, true)).toEqual({ text: '模板已封禁', tone: 'bad' })
})
