import { paceText, rateOf, withSample, type Sample } from './pace'

function after(...samples: [number, number][]): Sample[] {
  return samples.reduce<Sample[]>((kept, [seconds, done]) => withSample(kept, { at: seconds * 1000, done }), [])
}

it('is that of the last twenty seconds, whatever was before', () => {
  expect(rateOf(after([0, 0], [2, 20]))).toBe(10)
  expect(rateOf(after([0, 0], [100, 10], [110, 210]))).toBe(20)
})

it.each([[after()], [after([0, 5])], [after([0, 0], [0.5, 9])], [after([0, 7], [5, 7])]])('says nothing before there is something to say: %j', (samples) => {
  expect(rateOf(samples)).toBeUndefined()
  expect(paceText(rateOf(samples), 10)).toBe('')
})

it('begins anew when messages are tried again', () => {
  expect(after([0, 0], [5, 50], [6, 40])).toEqual([{ at: 6000, done: 40 }])
})

it.each([
  [12.4, 0, '每秒约 12 条'],
  [10, 95, '每秒约 10 条 · 大约还要 10 秒'],
  [10, 1, '每秒约 10 条 · 大约还要 1 秒'],
  [10, 1801, '每秒约 10 条 · 大约还要 4 分钟'],
  [1, 7260, '每秒约 1 条 · 大约还要 2 小时 1 分钟'],
  [1, 3600, '每秒约 1 条 · 大约还要 1 小时'],
  [0.05, 3, '每分钟约 3 条 · 大约还要 1 分钟'],
])('at %p a second with %p left reads %p', (rate, left, words) => {
  expect(paceText(rate, left)).toBe(words)
})
