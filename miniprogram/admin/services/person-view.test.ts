import { type Person } from '../../services/answers'
import { answerRows, kindRows } from './person-view'

const NOW = new Date('2026-12-02T12:00:00')
const kind = (changes: Partial<Person['kinds'][number]>): Person['kinds'][number] => ({ template: 't', title: '巡检', type: 'one-time', credits: 0, standing: 'none', canReceive: false, granted: 0, used: 0, ...changes })
const answer = (changes: Partial<Person['answers'][number]>): Person['answers'][number] => ({ id: 'a', title: '巡检', choice: 'accept', source: 'page', at: '2026-12-01T09:00:00', ...changes })

it.each([
  [kind({ credits: 2, standing: 'accept', canReceive: true, granted: 5, used: 3 }), '可接收 2 条', '同意过 5 次，发出 3 条'],
  [kind({}), '未授权', '对方还没有同意过这类提醒。'],
  [kind({ standing: 'stopped', granted: 1, used: 1 }), '已停止', '同意过 1 次，发出 1 条 · 对方在「我的」里停止了这类提醒。'],
  [kind({ standing: 'accept', doubtful: true, granted: 3 }), '授权存疑', '同意过 3 次，发出 0 条 · 账上的授权和微信对不上，多半发不出去。'],
  [kind({ type: 'long-term', standing: 'accept', canReceive: true }), '可接收', ''],
])('of a kind it says how it stands: %j', (given, tag, about) => {
  expect(kindRows([given])).toMatchObject([{ tag, about }])
})

it('an answer says what she said, when, and where she was asked', () => {
  const rows = answerRows([answer({ page: 'pages/subscribe/subscribe', scene: 1014 }), answer({ choice: 'stop', source: 'stop', title: '' }), answer({ choice: 'allow', source: 'settings', always: true }), answer({ choice: 'revoke', source: 'change-event' })], NOW)
  expect(rows.map(({ title, said, about }) => [title, said, about])).toEqual([
    ['巡检', '同意', '昨天 09:00 · 「提醒」页 · 从订阅消息打开'],
    ['已删掉的模板', '停止接收', '昨天 09:00 · 「我的」页'],
    ['巡检', '在微信设置里打开，总是保持', '昨天 09:00 · 微信设置'],
    ['巡检', '在微信设置里关闭', '昨天 09:00 · 微信通知的'],
  ])
})
