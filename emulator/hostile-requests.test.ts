import { connect } from 'node:net'
import { request } from 'node:http'
import { startContractClient, type ContractClient } from './testing/contract-client'
import { ALICE } from './testing/scriptable-cloud'

const DEPTH = 10_000
const objects = (depth = DEPTH) => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth)
const arrays = '['.repeat(DEPTH) + ']'.repeat(DEPTH)
const MESSAGE_OF = /"message":"([^"\\]*)/

let client: ContractClient
beforeAll(async () => {
  client = await startContractClient()
})
afterAll(() => client.cloud.close())

const complained = jest.spyOn(console, 'error').mockImplementation(() => undefined)
afterEach(async () => {
  // Whatever was asked, everybody else is served as before, and nothing was written.
  expect(await client.get('/emulator/db/notes')).toEqual([{ _id: 'n1', n: 1 }, { _id: 'n2', n: 2 }])
  const complaints = complained.mock.calls.length
  complained.mockClear()
  expect(complaints).toBe(0)
})

function send(path: string, { method = 'POST', body = '', headers = {} }: { method?: string; body?: string; headers?: Record<string, string> } = {}) {
  return new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    const asked = request(`${client.cloud.emulator.url}${path}`, { method, headers }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      answer.on('end', () => resolve({ status: answer.statusCode, text }))
    })
    asked.on('error', reject).end(body)
  })
}

const asSdk = (action: string, body: object = {}) => JSON.stringify({ action, collectionName: 'notes', ...body })
const modify = (data: string, query = '{}') => asSdk('database.modifyDocument', { merge: true, multi: true, query, data })

test.each<[string, string, string]>([
  ['the data of a function', '/emulator/invoke', `{"function":"script","data":${objects()}}`],
  ['the data of a function, as arrays', '/emulator/invoke', `{"function":"script","data":${arrays}}`],
  ['a consent', '/emulator/consent', `{"openid":"${ALICE}","templateIds":${arrays}}`],
  ['choices', '/emulator/consent', `{"openid":"${ALICE}","templateIds":[],"choices":${objects()}}`],
  ['a panel', '/emulator/panel', `{"openid":"${ALICE}","templateIds":${arrays}}`],
  ['a fault plan', '/emulator/faults', `{"db":${objects()}}`],
  ['a body of nothing else', '/emulator/settings', objects()],
  ['a request of the SDK', '/admin', `{"action":"database.getDocument","collectionName":"notes","query":${objects()}}`],
  ['a document', '/admin', asSdk('database.insertDocument', { data: [objects()] })],
  ['a document in a date', '/admin', asSdk('database.insertDocument', { data: [`{"at":{"$date":${objects(90)}}}`] })],
  ['a serverDate in serverDates', '/admin', asSdk('database.insertDocument', { data: ['{"$tcb_server_date":'.repeat(DEPTH) + '1' + '}'.repeat(DEPTH)] })],
  ['a query', '/admin', asSdk('database.getDocument', { query: objects() })],
  ['a query of $and', '/admin', asSdk('database.getDocument', { query: '{"$and":['.repeat(DEPTH) + '{"n":1}' + ']}'.repeat(DEPTH) })],
  ['a query of $not', '/admin', asSdk('database.getDocument', { query: `{"n":${'{"$not":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}}` })],
  ['a path in a query', '/admin', asSdk('database.getDocument', { query: `{"${'a.'.repeat(DEPTH)}a":1}` })],
  ['an order', '/admin', asSdk('database.getDocument', { query: '{}', order: `{"${'a.'.repeat(DEPTH)}a":1}` })],
  ['an update', '/admin', modify(`{"$set":{"x":${objects()}}}`)],
  ['a path in an update', '/admin', modify(`{"$set":{"${'a.'.repeat(DEPTH)}a":1}}`)],
  ['an aggregate', '/admin', asSdk('database.aggregateDocuments', { stages: [{ stageKey: '$project', stageValue: objects() }] })],
  ['a call of another function', '/admin', JSON.stringify({ action: 'functions.invokeFunction', function_name: 'script', request_data: objects() })],
  ['a query of a mini-program', '/emulator/client-database', JSON.stringify({ openid: ALICE, action: 'database.getDocument', body: { collectionName: 'notes', query: objects() } })],
])('%s nested 10,000 deep is refused in words', async (_, path, body) => {
  const { text } = await send(path, { body })
  expect(text).toMatch(/"code":"INVALID_PARAM"/)
  expect(MESSAGE_OF.exec(text)?.[1]).toMatch(/嵌套太深了|not valid EJSON/)
  expect(text.length).toBeLessThan(600)
})

test('parameters of openapi nested 10,000 deep are no reason to fail', async () => {
  const body = JSON.stringify({ action: 'wx.api', apiName: 'subscribeMessage.send', wxCloudApiToken: 'x', requestData: objects() })
  expect((await send('/admin', { body })).text).toMatch(/INVALID_PARAM.*嵌套太深了/)
})

test('100 levels of a document are taken', async () => {
  await client.post('/emulator/client-database', { openid: ALICE, action: 'database.insertDocument', body: { collectionName: 'own', data: [`{"_id":"deep","a":${objects(97)}}`] } })
  expect(JSON.stringify(await client.get('/emulator/db/own'))).toContain(objects(97))
})

test.each([
  ['{"now":NaN}', /not JSON/],
  ['{"now":1e400}', /ISO date/],
  ['{"now":1e300}', /1970 年至 9999 年/],
  ['{"now":-1}', /1970 年至 9999 年/],
  ['{"now":"+200000-01-01T00:00:00Z"}', /1970 年至 9999 年/],
  ['{"now":"+300000-01-01T00:00:00Z"}', /ISO date/],
  ['{"advanceMs":1e300}', /1970 年至 9999 年/],
  ['{"advanceMs":-1e14}', /1970 年至 9999 年/],
  ['{"advanceMs":null}', /must be a number/],
])('the clock cannot be moved by %s', async (body, words) => {
  const before = client.cloud.emulator.clock.offsetMs
  const { status, text } = await send('/emulator/clock', { body })
  expect([status, MESSAGE_OF.exec(text.replaceAll('\\"', "'"))?.[1]]).toEqual([400, expect.stringMatching(words)])
  expect(client.cloud.emulator.clock.offsetMs).toBe(before)
})

test.each<[string, object | string, number]>([
  ['a list without end', { db: { errors: Array.from({ length: 1001 }, () => ({ code: 'SYS_ERR' })) } }, 400],
  ['10 million entries', `{"db":{"errors":[${'1,'.repeat(9_999_999)}1]}}`, 413],
  ['a fault that never ends', { http: { mode: 'reset', times: 1e12 } }, 400],
  ['times beyond all numbers', { db: { errors: [{ code: 'SYS_ERR', times: 1e300 }] } }, 400],
  ['a delay that Node cannot wait for', { send: { latencyMs: 1e12 } }, 400],
  ['lost replies without end', { db: { lostReplies: 1e9 } }, 400],
  ['conflicts without end', { db: { conflicts: { commit: 1e9 } } }, 400],
])('%s is no plan of faults', async (_, plan, expected) => {
  const { status, text } = await send('/emulator/faults', { body: typeof plan === 'string' ? plan : JSON.stringify(plan) })
  expect([status, text]).toEqual([expected, expect.stringMatching(/"message":"(.*\p{Script=Han}|The request body is larger)/u)])
  expect(await client.get('/emulator/faults')).toEqual({})
})

test.each([
  ['a header', () => send('/emulator/clock', { method: 'GET', headers: { x: 'y'.repeat(100_000) } })],
  ['an address', () => send(`/emulator/clock?x=${'y'.repeat(100_000)}`, { method: 'GET' })],
])('%s of 100 KB is refused in words', async (_, ask) => {
  expect(await ask()).toEqual({ status: 431, text: expect.stringMatching(/"REQUEST_TOO_LARGE".*请把内容放进请求体/) })
})

test('a body over the limit is refused in words by the contract and the gateway', async () => {
  expect(await send('/emulator/invoke', { body: 'x'.repeat(8 * 1024 * 1024 + 1) })).toMatchObject({ status: 413, text: expect.stringContaining('REQUEST_TOO_LARGE') })
  expect(await send('/admin', { body: 'x'.repeat(32 * 1024 * 1024 + 1) })).toMatchObject({ status: 200, text: expect.stringContaining('REQUEST_TOO_LARGE') })
})

test('what is not HTTP is refused in words', async () => {
  const said = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(new URL(client.cloud.emulator.url).port), '127.0.0.1', () => socket.write('\u0016\u0003\u0001 hello\r\n\r\n'))
    let text = ''
    socket.on('data', (chunk) => (text += String(chunk))).on('close', () => resolve(text)).on('error', reject)
  })
  expect(said).toMatch(/^HTTP\/1\.1 400 Bad Request[^]*这不是 HTTP 请求/)
})

test('a regular expression that never ends is refused by the address that shows documents', async () => {
  client.cloud.emulator.database.createCollection('texts')
  client.cloud.emulator.database.insert('texts', [{ text: `${'a'.repeat(40)}!` }])
  const answer = await client.call('GET', `/emulator/db/texts?query=${encodeURIComponent('{"text":{"$regex":"^(a+)+$"}}')}`)
  expect(answer).toMatchObject({ status: 400, body: { error: { code: 'DATABASE_REQUEST_FAILED', message: expect.stringContaining('换一个更简单的正则表达式') } } })
})
