import { type CloudCall } from '../../../miniprogram/runtime/workbench/watched-cloud'
import { type Permissions } from '../live/contract'
import { shownCall } from './calls'

const PERMISSIONS: Permissions = {
  functionRules: { '*': { invoke: 'auth != null' }, secret: { invoke: false } },
  collections: [
    { name: 'goods', acl: 'ADMINWRITE' },
    { name: 'orders', acl: 'CUSTOM', rule: { read: true, write: 'doc._openid == auth.openid' } },
    { name: 'closed', acl: 'CUSTOM', rule: { read: true } },
  ],
}
const call = (rest: Partial<CloudCall>): CloudCall => ({ id: 1, at: 0, ms: 5, path: 'invoke', sent: {}, ...rest })
const invoked = (name: string, answer: unknown) => shownCall(call({ sent: { function: name, data: { a: 1 } }, answer }), PERMISSIONS)
const asked = (collectionName: string, action: string) => shownCall(call({ path: 'client-database', sent: { action, body: { collectionName } }, answer: {} }), PERMISSIONS)

test('a call of a function shows its data, its result and its run', () => {
  expect(invoked('order', { ok: true, result: { n: 1 }, requestId: 'r' })).toMatchObject({ kind: '云函数', name: 'order', sent: { a: 1 }, answer: { n: 1 }, requestId: 'r', outcome: { text: '成功', tone: 'good' } })
})

test.each([
  [{ ok: true, result: { ok: false, error: { code: 'NO_TEA' } } }, { text: 'NO_TEA', tone: 'refused' }],
  [{ ok: true, result: { ok: false } }, { text: 'ok: false', tone: 'refused' }],
  [{ ok: false, error: { code: 'FUNCTIONS_EXECUTE_FAIL' } }, { text: 'FUNCTIONS_EXECUTE_FAIL', tone: 'bad' }],
])('the answer %j is %j', (answer, outcome) => expect(invoked('order', answer).outcome).toEqual(outcome))

test('what is under way and what never came are told apart', () => {
  expect(shownCall(call({ ms: undefined }), undefined).outcome.text).toBe('进行中')
  expect(shownCall(call({ error: { code: 'NETWORK', message: 'no network' } }), undefined)).toMatchObject({ outcome: { text: 'NETWORK', tone: 'bad' }, answer: { message: 'no network' } })
})

test.each([
  [invoked('order', {}).rule, '*: { invoke: "auth != null" }'],
  [invoked('secret', {}).rule, 'secret: { invoke: false }'],
  [asked('goods', 'database.getDocument').rule, 'ADMINWRITE 所有用户可读，仅管理端可写'],
  [asked('orders', 'database.getDocument').rule, 'read: true'],
  [asked('orders', 'database.insertDocument').rule, 'write: "doc._openid == auth.openid"'],
  [asked('closed', 'database.removeDocument').rule, '规则里没有 delete，所以不允许'],
])('the rule %j decided', (rule, words) => expect(rule).toBe(words))

test('texts of JSON on the wire are read, and what was pressed before stands there', () => {
  const shown = shownCall(call({ path: 'client-database', tap: { text: '存', ms: 9 }, sent: { action: 'database.insertDocument', body: { collectionName: 'orders', data: ['{"tea":"龙井"}'] } }, answer: {} }), undefined)
  expect(shown).toMatchObject({ name: 'orders.add', sent: { data: [{ tea: '龙井' }] }, cause: '点了「存」之后 9 ms' })
})

test('requests to other servers and files have kinds of their own', () => {
  expect(shownCall(call({ path: 'network/request', sent: { method: 'GET', url: 'http://127.0.0.1:1/a' } }), undefined)).toMatchObject({ kind: '请求', name: 'GET http://127.0.0.1:1/a' })
  expect(shownCall(call({ path: 'network/container', sent: { path: '/api/me', method: 'POST' } }), undefined)).toMatchObject({ kind: '云托管', name: 'POST /api/me' })
  expect(['files/upload', '/storage/a.png', 'consent'].map((path) => shownCall(call({ path }), undefined).kind)).toEqual(['云存储', '云存储', '微信'])
})
