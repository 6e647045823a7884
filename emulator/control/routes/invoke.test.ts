import { refusal, startContractClient, type ContractClient } from '../../testing/contract-client'
import { ALICE } from '../../testing/scriptable-cloud'

let client: ContractClient
beforeAll(async () => {
  client = await startContractClient()
})
afterAll(() => client.cloud.close())

const invoke = (body: object) => client.call('POST', '/emulator/invoke', body)

test('a function runs as a user and gives result, logs and time', async () => {
  const code = `console.log('hello'); return cloud.getWXContext().OPENID`
  const { status, body } = await invoke({ function: 'script', data: { code }, caller: { kind: 'client', openid: ALICE } })
  expect(status).toBe(200)
  expect(body).toMatchObject({ ok: true, result: { gave: ALICE }, logs: [{ level: 'log', text: 'hello' }], ms: expect.any(Number) })
})

test('the caller is the console unless told otherwise', async () => {
  const { body } = await invoke({ function: 'script', data: { code: `return cloud.getWXContext()` } })
  expect(body).toMatchObject({ ok: true, result: { gave: {} } })
})

test('a function that fails is answered with 200, too', async () => {
  const { status, body } = await invoke({ function: 'missing' })
  expect(status).toBe(200)
  expect(body).toMatchObject({ ok: false, error: { code: 'FUNCTION_NOT_FOUND' }, logs: [], ms: expect.any(Number) })
})

test('whoever calls as a user is a user from then on', async () => {
  await invoke({ function: 'script', data: { code: '' }, caller: { kind: 'client', openid: ALICE } })
  expect(await client.get('/emulator/users')).toContainEqual({ openid: ALICE })
  const spaced = await invoke({ function: 'script', caller: { kind: 'client', openid: 'a b' } })
  expect(spaced).toEqual({ status: 400, body: refusal(expect.stringContaining('openid')) })
})

const KINDS = 'caller.kind must be one of client, console, timer, event, http.'

test.each([
  [{}, 'function is missing.'],
  [{ function: 7 }, 'function must be a string.'],
  [{ function: 'script', payload: {} }, 'payload is unknown. Known keys: function, data, caller, openData.'],
  [{ function: 'script', caller: { kind: 'admin' } }, KINDS],
  [{ function: 'script', caller: { kind: 'function' } }, KINDS],
  [{ function: 'script', caller: 'console' }, KINDS],
  [{ function: 'script', caller: { kind: 'client' } }, 'caller.openid is missing.'],
  [{ function: 'script', caller: { kind: 'console', openid: 'o' } }, 'caller.openid is unknown. Known keys: kind.'],
  [{ function: 'script', caller: { kind: 'timer', devtools: 1 } }, 'caller.devtools must be true or false.'],
])('%j is refused', async (body, message) => {
  expect(await invoke(body)).toEqual({ status: 400, body: refusal(message) })
})

test('the last runs are listed with their output', async () => {
  await invoke({ function: 'script', data: { code: `console.error('careful')` } })
  const runs = await client.get('/emulator/logs?function=script')
  expect((runs as object[])[0]).toMatchObject({ functionName: 'script', caller: 'console', logs: [{ level: 'error', text: 'careful' }] })
  expect(await client.get('/emulator/logs?function=tick')).toEqual([])
})
