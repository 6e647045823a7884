import { type Counts } from '../../services/answers'
import { askAll, unknownWords } from './unknown-words'

const NOW = new Date('2026-12-01T10:00:00+08:00')
const counts = { unknown: 12 } as Counts
const known = { since: '2026-12-01T09:30:00+08:00', settleFrom: '2026-12-01T09:45:00+08:00' }
const said = (more: object = {}): string => unknownWords({ counts, unknown: { ...known, ...more } }, NOW)?.lines.join('') ?? ''

it('says since when, and whether a receipt can still come', () => {
  // At the phone's own time.
  expect(said()).toMatch(/^最早一条是今天 \d\d:30 发出的。没有收到过微信的送达回执，等不来结果。$/)
  expect(said({ receiptsAt: '2026-12-01T09:50:00+08:00' })).toMatch(/等过了微信的送达回执，没有等到。$/)
  expect(said({ receiptsAt: '2026-12-01T09:50:00+08:00', settleFrom: '2026-12-01T10:05:00+08:00' })).toMatch(/来了会自动清楚；今天 \d\d:05 起可以一起确认。$/)
})

it('says what receipts say that fit several messages', () => {
  expect(said({ ambiguous: { delivered: 1, undelivered: 2 } })).toMatch(/微信的回执里，1 条说送达、2 条说没送达，还对不上是哪一条。$/)
  expect(said({ ambiguous: { delivered: 1, undelivered: 0 } })).toMatch(/回执里，1 条说送达，还对不上/)
})

it('offers to settle all together only once the wait is over, and tells what it costs', () => {
  expect(unknownWords({ counts, unknown: known }, NOW)).toMatchObject({ count: 12, mayAll: true })
  expect(unknownWords({ counts, unknown: { ...known, settleFrom: '2026-12-01T10:00:01+08:00' } }, NOW)).toMatchObject({ mayAll: false })
  expect(unknownWords({ counts }, NOW)).toBeNull()
  expect(askAll('not-sent', 12)).toMatchObject({ title: '12 条都当作没送达？', content: expect.stringMatching(/再发一次要用掉 12 次授权.*收到两条/) as string })
  expect(askAll('sent', 12).content).toMatch(/用掉 12 次授权，不会再发/)
})
