import { nextForOne, stepFor } from './next-steps'

it.each([
  ['skipped', 'no-credit', 'ask'],
  ['failed', 'not-authorized', 'ask'],
  ['failed', 'bad-data', 'correct'],
  ['skipped', 'stopped', 'drop'],
  ['undelivered', 'delivery-failed', 'again'],
  ['queued', 'daily-limit', 'wait'],
  ['unknown', 'reply-lost', 'confirm'],
  ['failed', 'banned', 'settle'],
] as const)('who is %s because of %s is helped by: %s', (state, reason, step) => {
  expect(stepFor({ state, reason })).toBe(step)
})

it('nothing is to be done where nothing is amiss, or any more', () => {
  expect(stepFor({ state: 'sent' })).toBeUndefined()
  expect(stepFor({ state: 'sent', reason: 'wechat-busy' })).toBeUndefined()
  expect(stepFor({ state: 'cancelled', reason: 'no-credit' })).toBeUndefined()
  expect(stepFor({ state: 'skipped', reason: 'of-a-later-version' })).toBeUndefined()
})

it('what the ledger says now counts more than the reason of that time', () => {
  const skipped = { state: 'skipped', reason: 'no-credit' } as const
  expect(nextForOne({ ...skipped, now: { canReceive: false, obstacle: 'no-credit' } })).toMatchObject({ step: 'ask', words: expect.stringMatching(/没有剩余授权/) })
  expect(nextForOne({ ...skipped, now: { canReceive: true } })).toMatchObject({ step: 'again', words: expect.stringMatching(/现在可以收到了/) })
  expect(nextForOne({ ...skipped, now: { canReceive: false, obstacle: 'stopped' } })).toMatchObject({ step: 'drop' })
})

it('wrong content is mended first, whatever the ledger says', () => {
  expect(nextForOne({ state: 'failed', reason: 'bad-data', now: { canReceive: false, obstacle: 'no-credit' } })).toMatchObject({ step: 'correct' })
})
