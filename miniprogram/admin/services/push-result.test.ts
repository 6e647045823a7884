import { type CreatedPush, type MessageState } from '../../services/answers'
import { resultOf } from './push-result'

const COUNTS = { queued: 0, sending: 0, sent: 0, delivered: 0, undelivered: 0, failed: 0, unknown: 0, skipped: 0, cancelling: 0, waiting: 0, merged: 0, cancelled: 0 }

function push(state: MessageState, message?: string, changes: Partial<CreatedPush> = {}): CreatedPush {
  const messages = [{ id: 'p:o', openid: 'o', state, ...(message !== undefined && { message }) }]
  return {
    pushId: 'p',
    state: 'finished',
    template: 't',
    title: '提醒',
    counts: COUNTS,
    total: 1,
    createdAt: '2026-12-01T01:00:00.000Z',
    by: { kind: 'operator' },
    author: '',
    reasons: [],
    messages,
    replayed: false,
    ...changes,
  }
}

describe('the result of a push', () => {
  it('goes back after a success', () => {
    expect(resultOf(push('sent'))).toMatchObject({ mark: 'done', title: '已发送', next: 'back' })
    expect(resultOf(push('delivered'))).toMatchObject({ mark: 'done', title: '已送达', next: 'back' })
    expect(resultOf(push('undelivered', '没能送达'))).toMatchObject({ mark: 'refused', title: '未送达', sentence: '没能送达', next: 'edit' })
  })

  it('says that nothing went out a second time', () => {
    expect(resultOf(push('sent', undefined, { replayed: true }))).toMatchObject({ title: '已经推送过了', next: 'back' })
  })

  it.each([['failed', '失败'], ['skipped', '未发送']] as const)('gives the reason of a %s message and leads back to the form', (state, title) => {
    expect(resultOf(push(state, '对方未授权推送'))).toEqual({ mark: 'refused', title, sentence: '对方未授权推送', next: 'edit' })
  })

  it.each(['queued', 'sending'] as const)('waits while a message is %s', (state) => {
    expect(resultOf(push(state))).toMatchObject({ mark: 'wait', next: 'refresh', sentence: expect.stringContaining('一分钟') })
  })

  it('does not promise what nobody knows', () => {
    expect(resultOf(push('unknown'))).toMatchObject({ mark: 'unsure', next: 'detail', sentence: expect.stringContaining('不会自动重发') })
  })

  it('tells why everything was halted', () => {
    const halt = { reason: 'bad-template', message: '模板 ID 无效' }
    expect(resultOf(push('queued', undefined, { state: 'halted', halt }))).toMatchObject({ mark: 'refused', sentence: '模板 ID 无效' })
  })

  it('waits when the message is not written down yet', () => {
    expect(resultOf(push('queued', undefined, { messages: [] }))).toMatchObject({ mark: 'wait' })
  })
})
