import { mayInvoke } from './function-rules'

const CLIENT = { kind: 'client', openid: 'oAlice' } as const

it.each([
  [{}, true],
  [{ '*': { invoke: false } }, false],
  [{ '*': { invoke: false }, f: { invoke: true } }, true],
  [{ '*': { invoke: true }, f: { invoke: false } }, false],
  [{ '*': { invoke: 'auth != null' } }, true],
  [{ '*': { invoke: "auth.loginType != 'ANONYMOUS' && auth != null" } }, true],
  [{ '*': { invoke: 'false' } }, false],
])('with the rules %j a client may invoke: %s', (rules, allowed) => {
  expect(mayInvoke(rules, 'f', CLIENT)).toBe(allowed)
})

it('others are exempt', () => {
  expect(mayInvoke({ '*': { invoke: false } }, 'f', { kind: 'console' })).toBe(true)
})
