import { refusalOf } from './local-only'

const request = (method: string, headers: Record<string, string>) => ({ method, headers })

test.each(['localhost:8800', '127.0.0.1:8800', '[::1]:8800', 'localhost'])('Host %s is local', (host) => {
  expect(refusalOf(request('POST', { host }))).toBeUndefined()
})

test.each(['evil.example:8800', '127.0.0.1.evil.example', '10.0.0.5:8800', '', 'a b'])('Host «%s» is refused', (host) => {
  expect(refusalOf(request('GET', { host }))).toMatch(/answers only to localhost/)
})

test('a request without Host is refused', () => {
  expect(refusalOf(request('GET', {}))).toMatch('(none)')
})

test.each(['https://evil.example', 'null', 'http://127.0.0.1.evil.example'])('a POST from a page of %s is refused', (origin) => {
  expect(refusalOf(request('POST', { host: 'localhost:8800', origin }))).toMatch(origin)
})

test('a POST from a page of this machine is allowed', () => {
  expect(refusalOf(request('POST', { host: 'localhost:8800', origin: 'http://localhost:3000' }))).toBeUndefined()
})

test('reading needs no Origin check, since the browser hides the answer from other sites', () => {
  expect(refusalOf(request('GET', { host: 'localhost:8800', origin: 'https://evil.example' }))).toBeUndefined()
})
