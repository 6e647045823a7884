import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo } from 'node:net'
import { startContractClient, type ContractClient } from '../testing/contract-client'
import { isAllowed } from './allowed-hosts'

let client: ContractClient
let base: string
const seen: { method?: string; headers: IncomingMessage['headers']; body: string }[] = []

const server = createServer((req, res) => {
  const chunks: Buffer[] = []
  req.on('data', (chunk: Buffer) => chunks.push(chunk))
  req.on('end', () => {
    seen.push({ method: req.method, headers: req.headers, body: Buffer.concat(chunks).toString() })
    if (req.url === '/hang') return
    if (req.url === '/in') return void res.writeHead(302, { location: `${client.cloud.emulator.url}/emulator/users` }).end()
    if (req.url === '/out') return void res.writeHead(302, { location: 'http://example.com/' }).end()
    if (req.url === '/moved') return void res.writeHead(303, { location: '/' }).end()
    res.writeHead(418, { 'content-type': 'text/plain', 'set-cookie': ['a=1', 'b=2'] }).end('短')
  })
})

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  client = await startContractClient()
})
afterAll(async () => {
  await client.cloud.close()
  server.closeAllConnections()
  await once(server.close(), 'close')
})

const carry = (url: string, more: object = {}) => client.post('/emulator/network/request', { url, ...more })
const refusedWith = (code: string) => ({ error: { code, message: expect.any(String) } })
const base64 = (text: string) => Buffer.from(text).toString('base64')

test('a server of this machine answers as it would a phone: status, headers, cookies and bytes', async () => {
  const answer = await carry(`${base}/`, { method: 'POST', header: { 'X-Own': '1', Host: 'evil.example', Referer: 'http://evil.example' }, body: base64('体') })
  expect(answer).toEqual({ statusCode: 418, header: expect.objectContaining({ 'content-type': 'text/plain' }), cookies: ['a=1', 'b=2'], body: base64('短') })
  expect(seen.at(-1)).toMatchObject({ method: 'POST', body: '体', headers: { 'x-own': '1', host: new URL(base).host } })
  expect(seen.at(-1)?.headers.referer).toBeUndefined()
})

test('a 云托管 service is called where a person says that it answers, told who asks whatever the mini-program says, and told in words where it is missing', async () => {
  const ask = (more: object = {}) => client.post('/emulator/network/container', { service: 'orders', path: '/a?x=1', openid: 'oAlice', method: 'POST', header: { 'X-WX-OPENID': 'oEve', 'x-own': '1' }, body: base64('体'), ...more })
  expect(await ask()).toEqual({ error: { code: 'CONTAINER_NOT_FOUND', message: expect.stringMatching(/云托管服务 orders.*--container orders=http/) } })
  await client.post('/emulator/switches', { network: { containers: [`orders=${base}/api/`] } })
  expect(await ask()).toMatchObject({ statusCode: 418 })
  expect(seen.at(-1)).toMatchObject({ method: 'POST', body: '体', headers: { 'x-own': '1', 'x-wx-openid': 'oAlice', 'x-wx-service': 'orders', 'x-wx-source': 'wx_client' } })
  expect(await ask({ service: 'stock' })).toEqual(refusedWith('CONTAINER_NOT_FOUND'))
  await client.post('/emulator/switches', { network: { containers: [client.cloud.emulator.url] } })
  expect(await ask({ service: 'stock' })).toEqual(refusedWith('NETWORK_NOT_ALLOWED'))
  expect(await client.post('/emulator/switches', { network: { containers: ['orders'] } })).toMatchObject({ error: { message: expect.stringContaining('network.containers') } })
  await client.post('/emulator/switches', { network: { containers: [] } })
})

test('a redirect is followed, with GET where it says so', async () => {
  expect(await carry(`${base}/moved`, { method: 'POST', body: base64('x') })).toMatchObject({ statusCode: 418 })
  expect(seen.at(-1)).toMatchObject({ method: 'GET', body: '' })
})

test('another host needs the leave of the author, and says how it is given', async () => {
  expect(await carry('https://api.example.com/a')).toEqual({ error: { code: 'NETWORK_NOT_ALLOWED', message: expect.stringMatching(/--allow-network api\.example\.com/) } })
  expect(await carry(`${base}/out`)).toEqual(refusedWith('NETWORK_NOT_ALLOWED'))
})

test('the local cloud itself is not reached, neither by its other names nor by a detour; its files are', async () => {
  const { port } = new URL(client.cloud.emulator.url)
  for (const host of ['127.0.0.1', 'localhost', 'LOCALHOST', '2130706433', '0x7f000001', '127.1']) {
    expect(await carry(`http://${host}:${port}/emulator/users`)).toEqual(refusedWith('NETWORK_NOT_ALLOWED'))
  }
  expect(await carry(`${base}/in`)).toEqual(refusedWith('NETWORK_NOT_ALLOWED'))
  expect(await carry(`http://127.0.0.1:${port}/storage/../emulator/users`)).toEqual(refusedWith('NETWORK_NOT_ALLOWED'))
  expect(await carry(`http://127.0.0.1:${port}/storage/none`)).toMatchObject({ statusCode: 404 })
})

test.each([['file:///etc/passwd'], ['no address'], ['ftp://127.0.0.1/']])('%s is no address for it', async (url) => {
  expect(await carry(url)).toEqual(refusedWith('INVALID_PARAM'))
})

test('what does not answer in time, and what is not there, is told apart', async () => {
  expect(await carry(`${base}/hang`, { timeoutMs: 50 })).toEqual(refusedWith('NETWORK_TIMEOUT'))
  expect(await carry('http://127.0.0.1:1/')).toEqual(refusedWith('NETWORK_FAILED'))
})

test('the hosts are a switch, which goes back to the start with a reset', async () => {
  expect(await client.post('/emulator/switches', { network: { allow: ['*.example.com', 'CDN.example.org:8443'] } })).toMatchObject({ network: { allow: ['*.example.com', 'cdn.example.org:8443'] } })
  for (const wrong of ["'self'; script-src *", 'a b', 'https://a.b', '']) {
    expect(await client.post('/emulator/switches', { network: { allow: [wrong] } })).toEqual(refusedWith('INVALID_PARAM'))
  }
  const { headers } = await fetch(`${client.cloud.emulator.url}/miniprogram/`)
  expect(headers.get('content-security-policy')).toContain("script-src 'self' blob:;")
  await client.post('/emulator/reset', { seed: 'kept' })
  expect(await client.get('/emulator/switches')).toMatchObject({ network: { allow: [] } })
})

test.each([
  ['https://a.example.com/', ['*.example.com'], true],
  ['https://example.com/', ['*.example.com'], false],
  ['https://evilexample.com/', ['*.example.com'], false],
  ['https://example.com:444/', ['example.com:443'], false],
  ['https://example.com/', ['example.com:443'], true],
  ['https://anything.at/', ['*'], true],
  ['http://127.0.0.1:3000/', [], true],
  ['http://127.0.0.1.evil.example/', [], false],
  ['http://10.0.0.1/', [], false],
])('%s with %j: %s', (url, allowed, expected) => {
  expect(isAllowed(new URL(url), allowed)).toBe(expected)
})
