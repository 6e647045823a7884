import { type PushView } from '../../services/answers'
import { pushPageView } from './push-page'

const PUSH: PushView = {
  pushId: 'p',
  state: 'running',
  template: 't',
  title: '巡检任务提醒',
  counts: { queued: 60, sending: 0, sent: 40, delivered: 0, undelivered: 0, failed: 0, unknown: 0, skipped: 0, cancelling: 0, waiting: 0, merged: 0, cancelled: 0 },
  total: 100,
  createdAt: '2026-12-01T06:03:00Z',
  by: { kind: 'member', openid: 'oB' },
  author: '周管家',
  reasons: [],
  messages: [],
}
const SAMPLES = [{ at: 0, done: 20 }, { at: 2000, done: 40 }]

it('tells the pace while the push is under way, and only then', () => {
  expect(pushPageView(PUSH, { samples: SAMPLES }).pace).toBe('每秒约 10 条 · 大约还要 6 秒')
  expect(pushPageView({ ...PUSH, state: 'paused' }, { samples: SAMPLES }).pace).toBe('')
  expect(pushPageView(PUSH, { samples: SAMPLES, isStalled: true }).pace).toBe('')
})

it('offers another try only once the push is at an end, for those whom it may help', () => {
  const reasons = [
    { state: 'skipped' as const, reason: 'no-credit', count: 3, message: '请对方再点一次', retryable: true },
    { state: 'failed' as const, reason: 'bad-data', count: 2, retryable: false },
    { state: 'unknown' as const, reason: 'reply-lost', count: 1, retryable: false },
  ]
  expect(pushPageView({ ...PUSH, reasons }).retryable).toBe(0)
  const view = pushPageView({ ...PUSH, state: 'finished', reasons })
  expect(view.retryable).toBe(3)
  expect(view.reasons.map(({ step }) => step)).toEqual(['请对方再开启一次', '改好内容再发', ''])
  expect(view.reasons[0]?.url).toMatch(/people\?id=p&state=skipped&reason=no-credit&count=3/)
  expect(view.reasons.map(({ text, count, hasUnknownList }) => [text, count, hasUnknownList])).toEqual([['未发送', 3, false], ['失败', 2, false], ['不确定', 1, true]])
})

it('does not say twice why a push stopped', () => {
  const halt = { reason: 'bad-template', message: '模板 ID 无效。' }
  const reasons = [
    { state: 'failed' as const, reason: 'bad-template', count: 1, message: '模板 ID 无效。', retryable: true },
    { state: 'skipped' as const, reason: 'no-credit', count: 2, retryable: true },
  ]
  expect(pushPageView({ ...PUSH, state: 'halted', halt, reasons }).reasons.map(({ text }) => text)).toEqual(['未发送'])
})

it('says who asked for it', () => {
  expect(pushPageView(PUSH).origin).toMatch(/^周管家 · /)
  expect(pushPageView({ ...PUSH, author: '' }).origin).toMatch(/^管理成员 · /)
  expect(pushPageView({ ...PUSH, by: { kind: 'operator' } }).origin).toMatch(/^云控制台 · /)
})
