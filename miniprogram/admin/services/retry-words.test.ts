import { retryWords } from './retry-words'

const TRIAL = { dryRun: true as const, pushId: 'p', message: '' }
const LEFT_OUT = [{ reason: 'no-credit' as const, count: 3, message: '3 人没有剩余授权' }, { reason: 'stopped' as const, count: 1, message: '1 人已停止接收' }]

it('says how many it takes, and how many not and why', () => {
  expect(retryWords({ ...TRIAL, recipients: 12, leftOut: LEFT_OUT })).toEqual({
    recipients: 12,
    button: '重新推送 12 人',
    leftOut: '另外 4 人这次不发：3 人没有剩余授权，1 人已停止接收',
    title: '重新推送给 12 人？',
    content: '只发给现在可以收到的人，收到过的不会再收到。不发给：3 人没有剩余授权，1 人已停止接收。',
  })
})

it('says when there is nobody, and why', () => {
  expect(retryWords({ ...TRIAL, recipients: 0, leftOut: LEFT_OUT })).toMatchObject({ button: '现在没有人可以收到', leftOut: '3 人没有剩余授权，1 人已停止接收' })
})

it('promises no exact number where not everybody was looked at', () => {
  expect(retryWords({ ...TRIAL, recipients: 20000, leftOut: [], atLeast: true })).toMatchObject({ button: '重新推送至少 20000 人', leftOut: '' })
})
