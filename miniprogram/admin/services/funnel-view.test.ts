import { funnelBars, placeBars } from './funnel-view'
import { placeName } from './place-name'
import { wayRows } from './ways-view'

const NONE = { asked: 0, accepted: 0, refused: 0, always: 0, cancelled: 0, filtered: 0, failed: 0 }

it('tells what came of asking, with shares of all that were asked', () => {
  const bars = funnelBars({ ...NONE, asked: 120, accepted: 80, refused: 20, always: 12, cancelled: 15, filtered: 5 })
  expect(bars.map(({ title, count, share }) => `${title} ${count} ${share}`)).toEqual(['请求授权 120 次 ', '同意 80 次 67%', '不同意 20 次 17%', '没有选就关了 15 次 13%', '微信没有展示 5 次 4%'])
  expect(bars[1]?.about).toContain('得知 12 人选了「总是保持以上选择」')
})

it('always says how many agreed and how many did not', () => {
  expect(funnelBars({ ...NONE, asked: 3 }).map(({ title, share }) => `${title} ${share}`)).toEqual(['请求授权 ', '同意 0%', '不同意 0%'])
})

it('puts the place where most were asked first, and gives each rate with its counts', () => {
  const bars = placeBars([
    { ...NONE, page: 'pages/message/message', scene: 1014, asked: 4, accepted: 3 },
    { ...NONE, page: 'pages/subscribe/subscribe', asked: 1200, accepted: 300 },
  ])
  expect(bars.map(({ title, count, about }) => [title, count, about])).toEqual([
    ['「提醒」页', '25%', '请求 1,200 次，同意 300 次'],
    ['消息详情页 · 从订阅消息打开', '75%', '请求 4 次，同意 3 次'],
  ])
})

it('names places as their users know them, and those it does not know as they are', () => {
  expect(placeName('/pages/profile/profile', 1001)).toBe('「我的」页 · 从微信「发现」打开')
  expect(placeName('pages/order/order', 4242)).toBe('pages/order/order · 场景值 4242')
  expect(placeName('')).toBe('其他页面')
})

it('tells a way to more people with its rate and count, or without a rate where none is known', () => {
  expect(
    wayRows([
      { kind: 'place', page: 'pages/message/message', text: '在 pages/message/message 问了 40 次', advice: '这里同意的最多', rate: 0.75, asked: 40 },
      { kind: 'share', text: '转发出去' },
      { kind: 'place', text: '还没有问过' },
    ]),
  ).toMatchObject([{ title: '消息详情页', text: '这里同意的最多', rate: '请求 40 次，同意 75%' }, { title: '转发给大家', rate: '' }, { title: '在合适的时候问', text: '还没有问过', rate: '' }])
})
