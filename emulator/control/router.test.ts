import { get, post } from './route'
import { Router } from './router'
import { object } from './shape'

const router = new Router([
  get('/emulator/db', 'names', object({}), () => 'names'),
  get('/emulator/db/:collection', 'documents', object({}), () => 'documents'),
  get('/emulator/clock', 'read', object({}), () => 'read'),
  post('/emulator/clock', 'move', object({}), () => 'move'),
])

test('a path finds its route, and its segments become parameters', () => {
  expect(router.find('GET', '/emulator/db').route.about).toBe('names')
  const { route, params } = router.find('GET', '/emulator/db/a%20b')
  expect([route.about, params]).toEqual(['documents', { collection: 'a b' }])
})

test('the method chooses between routes of one path', () => {
  expect(router.find('POST', '/emulator/clock').route.about).toBe('move')
})

test.each([
  ['GET', '/emulator/nope', 'NOT_FOUND', 'There is no /emulator/nope. What exists: GET /emulator/db, GET /emulator/db/:collection, '],
  ['GET', '/emulator/db/', 'NOT_FOUND', 'There is no /emulator/db/.'],
  ['DELETE', '/emulator/clock', 'METHOD_NOT_ALLOWED', '/emulator/clock takes GET and POST, not DELETE.'],
  ['GET', '/emulator/db/%E0%A4%A', 'INVALID_PARAM', '%E0%A4%A is not a valid part of an address.'],
])('%s %s is refused', (method, path, code, message) => {
  const find = () => router.find(method, path)
  expect(find).toThrow(message)
  expect(find).toThrow(expect.objectContaining({ code }))
})
