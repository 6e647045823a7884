import { refusal, startContractClient, type ContractClient } from '../../testing/contract-client'
import { ALICE } from '../../testing/scriptable-cloud'

let client: ContractClient
beforeAll(async () => {
  client = await startContractClient()
})
afterAll(() => client.cloud.close())
beforeEach(async () => {
  await client.post('/emulator/collections', { name: 'books' })
})
afterEach(async () => {
  await client.call('DELETE', '/emulator/collections/books')
})

const AT = '2026-01-31T08:00:00Z'
const books = (more = '') => client.get(`/emulator/db/books?ejson=true${more}`)
const add = (document: object) => client.post('/emulator/db/books', { document })

describe('collections', () => {
  test('are made empty, told with what they have, and removed with all they hold', async () => {
    expect(await client.get('/emulator/collections')).toContainEqual({ name: 'books', count: 0 })
    await add({ _id: 'a' })
    expect(await client.get('/emulator/collections/books')).toEqual({ name: 'books', count: 1, acl: 'PRIVATE', indexes: [] })
    expect(await client.call('DELETE', '/emulator/collections/books')).toEqual({ status: 200, body: {} })
    expect(await client.get('/emulator/db')).not.toContain('books')
    expect(await client.post('/emulator/collections', { name: 'books' })).toEqual({ name: 'books', count: 0 })
    expect(await books()).toEqual([])
  })

  test.each([
    ['POST', '/emulator/collections', { name: 'books' }, 'DATABASE_COLLECTION_ALREADY_EXIST', /Table exist: books/],
    ['POST', '/emulator/collections', { name: '$x' }, 'INVALID_PARAM', /not a collection name/],
    ['DELETE', '/emulator/collections/nope', undefined, 'DATABASE_COLLECTION_NOT_EXIST', /not exist: nope/],
    ['GET', '/emulator/collections/nope', undefined, 'DATABASE_COLLECTION_NOT_EXIST', /not exist: nope/],
  ] as const)('%s %s %j is refused', async (method, path, body, code, words) => {
    expect(await client.call(method, path, body)).toEqual({ status: 400, body: refusal(expect.stringMatching(words), code) })
  })
})

describe('documents', () => {
  test('are added, and keep the types that EJSON tells', async () => {
    expect(await add({ _id: 'a', at: { $date: AT }, n: 1.5, none: null })).toEqual({ _id: 'a' })
    expect(await add({ n: 2 })).toEqual({ _id: expect.stringMatching(/^[0-9a-f]{32}$/) })
    expect(await books('&limit=1')).toEqual([{ _id: 'a', at: { $date: AT }, n: 1.5, none: null }])
    const { gave } = await client.cloud.script(`const { data } = await db.collection('books').doc('a').get(); return data.at instanceof Date`)
    expect(gave).toBe(true)
  })

  test('are found by a date and given in an order', async () => {
    for (const n of [2, 3, 1]) await add({ _id: `b${n}`, n, at: { $date: `2026-01-0${n}T00:00:00Z` } })
    const query = encodeURIComponent('{"at":{"$lt":{"$date":"2026-01-03T00:00:00Z"}}}')
    expect(await books(`&query=${query}&sort={"n":1}`)).toMatchObject([{ n: 1 }, { n: 2 }])
    expect(await books('&sort={"n":-1}&limit=2')).toMatchObject([{ n: 3 }, { n: 2 }])
  })

  test('are replaced, or changed as an update does', async () => {
    await add({ _id: 'a', n: 1, old: true })
    expect(await client.call('PUT', '/emulator/db/books/a', { document: { _id: 'a', n: 2 } })).toEqual({ status: 200, body: { updated: 1 } })
    expect(await books()).toEqual([{ _id: 'a', n: 2 }])
    await client.call('PUT', '/emulator/db/books/a', { update: { $inc: { n: 5 }, $set: { at: { $date: AT } } } })
    expect(await books()).toEqual([{ _id: 'a', n: 7, at: { $date: AT } }])
  })

  test('are removed one by one, or all that a query finds', async () => {
    for (const _id of ['a', 'b/c', 5]) await add({ _id, n: 1 })
    expect(await client.call('DELETE', `/emulator/db/books/${encodeURIComponent('b/c')}`)).toEqual({ status: 200, body: { deleted: 1 } })
    expect(await client.call('DELETE', '/emulator/db/books/5')).toEqual({ status: 200, body: { deleted: 1 } })
    await add({ _id: 'd', n: 2 })
    expect(await client.call('DELETE', '/emulator/db/books?query={"n":2}')).toEqual({ status: 200, body: { deleted: 1 } })
    expect(await client.call('DELETE', '/emulator/db/books?query={}')).toEqual({ status: 200, body: { deleted: 1 } })
  })

  test.each([
    ['POST', '/emulator/db/nope', { document: {} }, 400, 'DATABASE_COLLECTION_NOT_EXIST', /not exist: nope/],
    ['POST', '/emulator/db/books', { document: { $set: 1 } }, 400, 'DATABASE_REQUEST_FAILED', /prefixed field '\$set'/],
    ['POST', '/emulator/db/books', { document: { at: { $date: 'x' } } }, 400, 'INVALID_PARAM', /^not a date: "x"/],
    ['POST', '/emulator/db/books', {}, 400, 'INVALID_PARAM', /^document is missing/],
    ['PUT', '/emulator/db/books/none', { document: {} }, 404, 'NOT_FOUND', /no document none in books/],
    ['PUT', '/emulator/db/books/a', {}, 400, 'INVALID_PARAM', /^Either document or update/],
    ['PUT', '/emulator/db/books/a', { document: { _id: 'b' } }, 400, 'INVALID_PARAM', /^document\._id cannot be changed/],
    ['DELETE', '/emulator/db/books/none', undefined, 404, 'NOT_FOUND', /no document none/],
    ['DELETE', '/emulator/db/books', undefined, 400, 'INVALID_PARAM', /^query is missing/],
    ['GET', '/emulator/db/books?sort={"n":2}', undefined, 400, 'INVALID_PARAM', /^sort\.n must be 1 or -1\./],
  ] as const)('%s %s %j is refused', async (method, path, body, status, code, words) => {
    await add({ _id: 'a' })
    expect(await client.call(method, path, body)).toEqual({ status, body: refusal(expect.stringMatching(words), code) })
  })
})

describe('import and export', () => {
  const bring = (text: string, mode?: string) => client.post('/emulator/db/books/import', { text, mode })

  test.each([
    ['json', `[\n{"_id":"a","at":{"$date":"${AT}"}},\n{"_id":"b"}\n]\n`],
    ['lines', `{"_id":"a","at":{"$date":"${AT}"}}\n{"_id":"b"}\n`],
  ])('what was exported as %s comes back as it was', async (format, text) => {
    expect(await bring(text)).toEqual({ inserted: 2, replaced: 0, failed: [] })
    const exported = await client.get(`/emulator/db/books/export?format=${format}`)
    expect(exported).toEqual({ name: 'books.json', count: 2, text })
  })

  test('one object over several lines is one document', async () => {
    expect(await bring('{\n  "_id": "a",\n  "n": 1\n}')).toMatchObject({ inserted: 1 })
    expect(await books()).toEqual([{ _id: 'a', n: 1 }])
  })

  test('insert refuses an _id that is there, upsert replaces it', async () => {
    await add({ _id: 'a', n: 1 })
    const text = '{"_id":"a","n":2}\n{"_id":"b","n":2}'
    const failed = [{ at: 'line 1', message: expect.stringContaining('E11000') }]
    expect(await bring(text)).toEqual({ inserted: 1, replaced: 0, failed })
    expect(await bring('{"_id":"a","n":3}\n{"_id":"c"}\n{"n":4}', 'upsert')).toEqual({ inserted: 2, replaced: 1, failed: [] })
    expect(await books('&query={"_id":"a"}')).toEqual([{ _id: 'a', n: 3 }])
  })

  test.each([
    ['{"a":1}\n{"a":', /^text, line 2, is not JSON/],
    ['[{"a":1}, 5]', /^text, entry 2, must be an object/],
    ['[{"a":1}', /^text is not JSON/],
  ])('%j is refused as a whole, with the place', async (text, words) => {
    expect(await bring(text)).toEqual(refusal(expect.stringMatching(words)))
    expect(await books()).toEqual([])
  })
})

describe('how a query is read', () => {
  const explain = (body: object) => client.post('/emulator/explain', { collection: 'books', ...body })

  test('an index that would help is named, with what it would spare', async () => {
    await bring50()
    expect(await explain({ query: { n: 3, x: { $gt: 1 } }, sort: { y: -1 } })).toEqual({
      index: null,
      candidates: 50,
      returned: 5,
      ms: expect.any(Number),
      missing: { keys: [['n', 1], ['y', -1], ['x', 1]], candidates: 5, returned: 5, ms: expect.any(Number) },
    })
  })

  test('no index is missing where one is used, or where all is wanted', async () => {
    await bring50()
    expect(await explain({ query: { _id: '7' } })).toMatchObject({ index: '_id_', candidates: 1, missing: null })
    expect(await explain({ query: {} })).toMatchObject({ index: null, candidates: 50, returned: 50, missing: null })
    expect(await explain({ query: { $or: [{ n: 1 }] } })).toMatchObject({ candidates: 50, missing: null })
  })

  async function bring50(): Promise<void> {
    const rows = Array.from({ length: 50 }, (_, i) => ({ _id: String(i), n: i % 10, x: i + 5, y: i }))
    await client.post('/emulator/db/books/import', { text: JSON.stringify(rows) })
  }
})

describe('what a user may do', () => {
  const check = (body: object) => client.post('/emulator/permission-check', { openid: ALICE, collection: 'books', ...body })

  test('is answered by the permissions of the collection, with the documents that would be reached', async () => {
    await add({ _id: 'hers', _openid: ALICE })
    await add({ _id: 'others', _openid: 'oBob' })
    expect(await check({ operation: 'read', query: {} })).toMatchObject({ allowed: true, acl: 'PRIVATE', documents: { matching: 2, reached: 1 } })
    expect(await check({ operation: 'update', id: 'hers', data: { n: 1 } })).toMatchObject({ allowed: true })
    const refused = { allowed: false, reason: expect.stringContaining('none of the 1 matching documents') }
    expect(await check({ operation: 'delete', id: 'others' })).toMatchObject(refused)
    expect(await check({ operation: 'update', id: 'hers', data: { _openid: 'x' } })).toMatchObject({ allowed: false })
    expect(await check({ operation: 'create', data: { n: 1 } })).toMatchObject({ allowed: true, document: { n: 1, _openid: ALICE } })
    expect(await books()).toHaveLength(2)
  })

  test.each([
    [{ operation: 'read', id: 'a', query: {} }, /^Either id or query/],
    [{ operation: 'update', id: 'a' }, /^data is missing/],
    [{ operation: 'write' }, /^operation must be one of/],
  ])('%j is refused', async (body, words) => {
    expect(await check(body)).toEqual(refusal(expect.stringMatching(words)))
  })
})
