import { refusalOf } from './local-only'

const HERE = 'localhost:8800'
const refusal = (headers: Record<string, string>) => refusalOf({ headers: { host: HERE, ...headers } })

test.each(['localhost:8800', '127.0.0.1:8800', '[::1]:8800', 'localhost'])('Host %s is local', (host) => {
  expect(refusal({ host })).toBeUndefined()
})

test.each(['evil.example:8800', '127.0.0.1.evil.example', '10.0.0.5:8800', '0.0.0.0:8800', '', 'a b'])('Host «%s» is refused', (host) => {
  expect(refusal({ host })).toMatch(/answers only to localhost/)
})

test('a request without Host is refused', () => {
  expect(refusalOf({ headers: {} })).toMatch('(none)')
})

test.each(['https://evil.example', 'null', 'http://127.0.0.1.evil.example', 'http://localhost.evil.example', 'file://', 'chrome-extension://localhost', 'x'.repeat(5000)])(
  'a page of %s is refused, whatever else the request says of itself',
  (origin) => {
    expect(refusal({ origin })).toMatch('其他网站的页面不能访问本地云')
    expect(refusal({ origin, 'sec-fetch-site': 'same-origin', referer: `http://${HERE}/` })).toMatch('Origin')
    expect(refusal({ origin })?.length).toBeLessThan(400)
  },
)

test('a page that sends no Origin is known by its Referer, of which only the site is said', () => {
  expect(refusal({ referer: 'https://evil.example/secret?path' })).toMatch(/Referer evil\.example is refused/)
  expect(refusal({ referer: 'https://evil.example/secret?path' })).not.toMatch('secret')
})

test.each(['cross-site', 'cross-origin', 'SAME-ORIGIN', ''])('a page that hides both is refused by Sec-Fetch-Site «%s»', (site) => {
  expect(refusal({ 'sec-fetch-site': site })).toMatch('Sec-Fetch-Site')
})

test('pages of this machine are let in, by either of its names and from another port', () => {
  expect(refusal({ origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' })).toBeUndefined()
  expect(refusal({ origin: 'http://127.0.0.1:8800', 'sec-fetch-site': 'cross-site' })).toBeUndefined()
  expect(refusal({ referer: `http://${HERE}/`, 'sec-fetch-site': 'same-origin' })).toBeUndefined()
})

test('an address that was typed, and a program that is no browser, are let in', () => {
  expect(refusal({ 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' })).toBeUndefined()
  expect(refusal({ 'user-agent': 'curl/8.5.0' })).toBeUndefined()
  expect(refusal({ 'user-agent': 'node', 'sec-fetch-mode': 'cors' })).toBeUndefined()
})
