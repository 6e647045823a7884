import { createServer, request, type IncomingHttpHeaders, type Server } from 'node:http'
import { type AddressInfo } from 'node:net'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { Asset } from './asset'

const TEXT = '提醒 '.repeat(1000)
const DECODE: Record<string, (body: Buffer) => Buffer> = { br: brotliDecompressSync, gzip: gunzipSync }

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

interface Answer {
  status: number | undefined
  headers: IncomingHttpHeaders
  /** As it came, not decoded. */
  body: Buffer
}

async function ask(asset: Asset, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  const server = createServer((req, res) => void asset.send(req, res, 'revalidate', { 'x-more': 'more' }))
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return new Promise((resolve, reject) => {
    const asked = request({ port, host: '127.0.0.1', method, headers, agent: false }, (res) => {
      const chunks: Buffer[] = []
      res.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve({ status: res.statusCode, headers: res.headers, body: Buffer.concat(chunks) }))
    })
    asked.on('error', reject).end()
  })
}

const long = () => new Asset('text/plain; charset=utf-8', Buffer.from(TEXT))

test.each([
  ['gzip, deflate, br', 'br'],
  ['gzip', 'gzip'],
  ['br;q=0, gzip;q=0.5', 'gzip'],
  ['identity', undefined],
  ['', undefined],
])('a browser that takes «%s» gets %s', async (accepted, encoding) => {
  const { status, headers, body } = await ask(long(), { 'accept-encoding': accepted })
  expect([status, headers['content-encoding'], headers['vary'], headers['content-length']]).toEqual([200, encoding, 'accept-encoding', String(body.length)])
  expect((DECODE[encoding ?? ''] ?? ((plain) => plain))(body).toString()).toBe(TEXT)
  if (encoding) expect(body.length).toBeLessThan(TEXT.length / 10)
})

test('what is short is sent as it is', async () => {
  const { headers, body } = await ask(new Asset('text/plain', Buffer.from('short')), { 'accept-encoding': 'br' })
  expect([headers['content-encoding'], body.toString()]).toEqual([undefined, 'short'])
})

test('who has it already is told so, in whatever encoding it came', async () => {
  const asset = long()
  const { headers } = await ask(asset, { 'accept-encoding': 'br' })
  const again = await ask(asset, { 'if-none-match': `"other", ${headers['etag']}`, 'accept-encoding': 'gzip' })
  expect([again.status, again.body.length, again.headers['x-more'], again.headers['cache-control']]).toEqual([304, 0, 'more', 'no-cache'])
})

test('other content is another thing', async () => {
  const { headers } = await ask(long())
  expect((await ask(new Asset('text/plain', Buffer.from(`${TEXT}!`)), { 'if-none-match': String(headers['etag']) })).status).toBe(200)
})

test('HEAD gets the head alone', async () => {
  const { headers, body } = await ask(long(), {}, 'HEAD')
  expect([headers['content-length'], body.length]).toEqual([String(Buffer.byteLength(TEXT)), 0])
})
