import { createServer, type Server } from 'node:http'
import { type AddressInfo } from 'node:net'
import { bundlePage } from './bundle'
import { createStudio, isStudio } from './studio'

let server: Server | undefined
afterEach(() => server?.close())

type Files = Record<string, Uint8Array>

async function serve(bundle: () => Promise<Files>): Promise<(path: string, method?: string) => Promise<Response>> {
  const studio = createStudio(bundle)
  server = createServer((req, res) => void studio(req, res))
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return (path, method = 'GET') => fetch(`http://127.0.0.1:${port}${path}`, { method })
}

const BUNDLE: Files = { 'studio.js': Buffer.from('script()'), 'studio.css': Buffer.from('body {}'), 'studio.js.map': Buffer.from('{}') }

test.each([
  ['/', true],
  ['/?from=mail', true],
  ['/studio/studio.js', true],
  ['/emulator/config', false],
  ['/admin', false],
  ['/studious', false],
])('%s belongs to it: %p', (url, belongs) => {
  expect(isStudio(url)).toBe(belongs)
})

test('the page comes with the script and the style that it names, bundled once', async () => {
  let bundled = 0
  const get = await serve(async () => {
    bundled += 1
    return BUNDLE
  })
  const page = await get('/')
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  const named = [...(await page.text()).matchAll(/"(\/studio\/[^"]+)"/g)].map(([, path]) => path ?? '')
  const files = await Promise.all(named.map((path) => get(path)))
  expect(files.map(({ headers }) => headers.get('content-type'))).toEqual(['text/css; charset=utf-8', 'text/javascript; charset=utf-8'])
  expect(await Promise.all(files.map((file) => file.text()))).toEqual(['body {}', 'script()'])
  expect(files.map(({ headers }) => headers.get('cache-control'))).toEqual(Array(2).fill('public, max-age=31536000, immutable'))
  expect((await get(`${named[1]}.map`)).status).toBe(200)
  expect(bundled).toBe(1)
})

test('a page that cannot be built says why, and is tried again', async () => {
  const attempts = [() => Promise.reject(new Error('main.tsx:1: no')), () => Promise.resolve(BUNDLE)]
  const get = await serve(() => attempts.shift()?.() ?? Promise.resolve(BUNDLE))
  const failed = await get('/studio/studio.js')
  expect([failed.status, await failed.text()]).toEqual([500, 'The studio could not be built: main.tsx:1: no'])
  expect((await get('/')).status).toBe(200)
})

test('other files and methods are refused in words', async () => {
  const get = await serve(async () => BUNDLE)
  expect([(await get('/studio/nope')).status, (await get('/', 'POST')).status]).toEqual([404, 405])
})

test('the page asks for nothing outside this machine', async () => {
  const files = await bundlePage()
  const loaded = ['studio.js', 'studio.css'].map((name) => Buffer.from(files[name] ?? []).toString())
  const addresses = [...loaded.join('').matchAll(/https?:\/\/[\w.-]+/g)].map(([address]) => address)
  // Names that are never asked for: of a namespace, and of a base that relative addresses are joined to.
  expect(addresses.filter((address) => !['http://www.w3.org', 'http://foo.com'].includes(address))).toEqual([])
})
