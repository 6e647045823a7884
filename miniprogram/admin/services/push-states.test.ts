import { type Counts, type PushState } from '../../services/answers'
import { buttonsOf, isSettling, sentenceOf, stateWords } from './push-states'

const NONE: Counts = { queued: 0, sending: 0, sent: 0, delivered: 0, undelivered: 0, failed: 0, unknown: 0, skipped: 0, cancelling: 0, waiting: 0, merged: 0, cancelled: 0 }
const ALL: PushState[] = ['scheduled', 'expanding', 'running', 'finished', 'halted', 'paused', 'cancelled']

it('offers what the state allows, and nothing once it is over', () => {
  expect(Object.fromEntries(ALL.map((state) => [state, buttonsOf({ state, counts: NONE }).join(' ')]))).toEqual({
    scheduled: 'pause cancel',
    expanding: 'pause cancel',
    running: 'pause cancel',
    paused: 'resume cancel',
    halted: 'resume cancel',
    finished: '',
    cancelled: '',
  })
})

it.each<[Partial<Counts>, string]>([
  [{ sent: 3 }, '已完成'],
  [{ sent: 3, unknown: 1 }, '不确定'],
  [{ skipped: 2 }, '未发送'],
  [{ delivered: 2, undelivered: 1 }, '已完成'],
  [{ undelivered: 2 }, '未送达'],
])('does not call a push done that is not: %j', (counts, text) => {
  expect(stateWords({ state: 'finished', counts: { ...NONE, ...counts } }).text).toBe(text)
})

it('waits for what is on its way, also when the push is over', () => {
  expect(isSettling({ state: 'paused', counts: { ...NONE, sending: 2 } })).toBe(true)
  expect(isSettling({ state: 'cancelled', counts: { ...NONE, cancelling: 2 } })).toBe(true)
  expect(isSettling({ state: 'paused', counts: { ...NONE, queued: 2 } })).toBe(false)
  expect(isSettling({ state: 'running', counts: { ...NONE, sending: 2 } })).toBe(false)
})

describe('the sentence', () => {
  const said = (state: PushState, counts: Partial<Counts> = {}, more = {}): string =>
    sentenceOf({ state, counts: { ...NONE, ...counts }, total: 9, ...more }, { now: new Date('2026-12-01T08:00:00+08:00') })

  it('tells that the page may be left', () => {
    expect(said('running', { queued: 3 })).toBe('可以离开，定时器会继续发完。')
  })
  it('tells why nothing moves', () => {
    expect(sentenceOf({ state: 'running', counts: NONE, total: 1 }, { isStalled: true })).toMatch(/免打扰时段.*自动继续/)
  })
  it('adds up a finished push', () => {
    expect(said('finished', { sent: 5, failed: 1, skipped: 2, unknown: 1 })).toBe('共 9 人：5 人已发送，3 人未发送，1 人不确定。')
    expect(said('finished', { sent: 9 })).toBe('共 9 人：9 人已发送。')
    expect(said('finished', { delivered: 6, sent: 1, undelivered: 1, skipped: 1 })).toBe('共 9 人：6 人已送达，1 人已发送，1 人未送达，1 人未发送。')
    expect(said('finished', { delivered: 9 })).toBe('共 9 人：9 人已送达。')
    expect(said('finished', {}, { total: 0 })).toMatch(/一条也没有发/)
  })
  it('tells what to do about a halted one, in the function’s words', () => {
    expect(said('halted', {}, { halt: { reason: 'bad-template', message: '模板 ID 无效。' } })).toBe('模板 ID 无效。处理好后点「继续」。')
  })
  it('tells what is still on its way when it was paused', () => {
    expect(said('paused', { sending: 4 })).toMatch(/还有 4 条已经交给微信/)
    expect(said('paused', { queued: 4 })).toMatch(/点「继续」/)
  })
  it('says when a scheduled one begins', () => {
    expect(said('scheduled', {}, { sendAt: '2026-12-01T12:30:00+08:00' })).toMatch(/^今天 \d\d:30 自动开始。$/)
    expect(said('scheduled', {}, { sendAt: '2026-12-01T12:30:00+08:00', total: 0 })).toMatch(/到时再确定发给谁/)
  })
  it('says that what was cancelled cost nothing', () => {
    expect(said('cancelled', { cancelled: 3 })).toMatch(/没有用掉/)
    expect(said('cancelled', { cancelling: 3 })).toMatch(/正在退回/)
  })
})
