import { request } from 'node:http'
import { DOORS, type Door } from './doors'
import { startContractClient, type ContractClient } from './testing/contract-client'

let client: ContractClient
let port: string
beforeAll(async () => {
  client = await startContractClient()
  port = new URL(client.cloud.emulator.url).port
})
afterAll(() => client.cloud.close())

interface Ask {
  method: string
  path: string
  headers?: Record<string, string>
  body?: string
}

/** Where each part of the local cloud answers; those of the contract come from its own list. A new part has to be named here. */
const ADDRESSES: Record<Exclude<Door, 'contract'>, string[]> = {
  gateway: ['/admin', '/admin?seqId=1'],
  files: ['/storage/', '/storage/?fileID=a', '/storage/bucket/a.png'],
  phones: ['/miniprogram', '/miniprogram/', '/miniprogram/@/app.js', '/miniprogram/dot.svg'],
  studio: ['/', '/studio/studio.js', '/studio/studio.css'],
}

/** All addresses, and some that are nobody's. */
async function everyAsk(): Promise<Ask[]> {
  const contract = (await client.get('/emulator')) as { method: string; path: string }[]
  const listed = contract.map(({ method, path }) => ({ method, path: path.replace(':collection', 'notes?query={"n":{"$regex":"^(a%2B)%2B$"}}') }))
  const others = [...Object.values(ADDRESSES).flat(), '/emulator/nope', '/favicon.ico'].flatMap((path) => [{ method: 'GET', path }, { method: 'POST', path }])
  return [...listed, ...others]
}

const EVIL = 'https://evil.example'
const SIMPLE_TYPES = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=b']
const BODY = '{"function":"script","data":{"code":"return 1"},"action":"database.addCollection","collectionName":"stolen"}'

/** What a page of another site can have a browser send, as browsers send it; the method is that of the address unless said. */
const KINDS: Record<string, (ask: Ask) => Ask[]> = {
  'fetch, readable only with CORS': (ask) => [{ ...ask, headers: { origin: EVIL, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' } }],
  'fetch with no-cors and a simple content type': (ask) =>
    SIMPLE_TYPES.map((type) => ({ ...ask, method: 'POST', body: BODY, headers: { origin: EVIL, 'sec-fetch-site': 'cross-site', 'content-type': type } })),
  'a form that posts': (ask) =>
    SIMPLE_TYPES.map((type) => ({ ...ask, method: 'POST', body: BODY, headers: { origin: EVIL, 'content-type': type, 'sec-fetch-mode': 'navigate' } })),
  'a form in a sandbox': (ask) => [{ ...ask, method: 'POST', body: BODY, headers: { origin: 'null', 'sec-fetch-site': 'cross-site' } }],
  'sendBeacon': (ask) => [{ ...ask, method: 'POST', body: BODY, headers: { origin: EVIL, 'content-type': 'text/plain', 'sec-fetch-mode': 'no-cors' } }],
  'image, script, style, video and frame, without Origin': (ask) =>
    ['image', 'script', 'style', 'video', 'iframe'].map((dest) => ({
      ...ask,
      method: 'GET',
      headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': dest },
    })),
  'image of a browser without Sec-Fetch-Site': (ask) => [{ ...ask, method: 'GET', headers: { referer: `${EVIL}/` } }],
  'a link that is followed': (ask) => [
    { ...ask, method: 'GET', headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', 'sec-fetch-user': '?1' } },
  ],
  'EventSource': (ask) => [{ ...ask, method: 'GET', headers: { origin: EVIL, accept: 'text/event-stream' } }],
  'WebSocket': (ask) => [
    {
      ...ask,
      method: 'GET',
      headers: { origin: EVIL, connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==' },
    },
  ],
  'the question before a request that is not simple': (ask) => [
    { ...ask, method: 'OPTIONS', headers: { origin: EVIL, 'access-control-request-method': 'POST', 'access-control-request-private-network': 'true' } },
  ],
  'other methods': (ask) => ['HEAD', 'PUT', 'DELETE', 'PATCH'].map((method) => ({ ...ask, method, headers: { origin: EVIL } })),
  'a name rebound to this machine': (ask) => ['evil.example', `evil.example:${port}`, `127.0.0.1.evil.example:${port}`].map((host) => ({ ...ask, headers: { host } })),
  'a rebound name whose page is of the same origin': (ask) => [
    { ...ask, headers: { host: `evil.example:${port}`, origin: `http://evil.example:${port}`, 'sec-fetch-site': 'same-origin' } },
  ],
}

function send({ method, path, headers = {}, body }: Ask): Promise<{ status: number | undefined; headers: object; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, method, path: encodeURI(decodeURI(path)), headers }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, text }))
      // The stream of changes has no end.
      if (!answer.headers['content-type']?.startsWith('text/event-stream')) return
      resolve({ status: answer.statusCode, headers: answer.headers, text })
      answer.destroy()
    })
    asked.on('error', reject).end(body)
  })
}

test('each part of the local cloud is in the table of this test', () => {
  expect(Object.keys(ADDRESSES).sort()).toEqual(DOORS.filter((door) => door !== 'contract').sort())
})

test.each(Object.keys(KINDS))('no address answers to another site: %s', async (kind) => {
  const { emulator } = client.cloud
  const before = [structuredClone(emulator.stats), emulator.functions.history().length, emulator.database.collections()]
  const asks = (await everyAsk()).flatMap((ask) => KINDS[kind]?.(ask) ?? [])
  expect(asks.length).toBeGreaterThan(40)
  const answers = await Promise.all(asks.map(send))
  const answered = asks.filter((_, i) => answers[i]?.status !== 403)
  expect(answered).toEqual([])
  for (const { headers, text } of answers) {
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([])
    if (text !== '') expect(JSON.parse(text)).toEqual({ error: { code: 'FORBIDDEN', message: expect.stringMatching(/\p{Script=Han}/u) } })
  }
  expect([emulator.stats, emulator.functions.history().length, emulator.database.collections()]).toEqual(before)
})

test.each<[string, Record<string, string>]>([
  ['a program without Origin', {}],
  ['a page of its own', { origin: 'http://localhost:8800', 'sec-fetch-site': 'same-origin' }],
  ['a typed address', { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }],
])('every address is open to %s', async (_, headers) => {
  const asks = (await everyAsk()).filter(({ method }) => method === 'GET')
  const answers = await Promise.all(asks.map((ask) => send({ ...ask, headers })))
  expect(asks.filter((__, i) => answers[i]?.status === 403)).toEqual([])
})

test('an address that is none is refused in words, and nothing ends by it', async () => {
  for (const path of ['//', 'http://']) {
    expect(await send({ method: 'GET', path })).toMatchObject({ status: 400, text: expect.stringContaining('INVALID_PARAM') })
  }
  expect(await client.get('/emulator/clock')).toEqual({ now: expect.any(Number) })
})
