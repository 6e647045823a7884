import { refusal, SEEDED_USER, startContractClient, type ContractClient } from '../../testing/contract-client'
import { ALICE } from '../../testing/scriptable-cloud'

let client: ContractClient
beforeAll(async () => {
  client = await startContractClient()
})
afterAll(() => client.cloud.close())

describe('database', () => {
  test('documents are given as they are, by query and limit', async () => {
    const query = encodeURIComponent('{"n":{"$gt":1}}')
    expect(await client.get('/emulator/db')).toEqual(expect.arrayContaining(['events', 'notes', 'own']))
    expect(await client.get('/emulator/db/notes')).toEqual([{ _id: 'n1', n: 1 }, { _id: 'n2', n: 2 }])
    expect(await client.get(`/emulator/db/notes?query=${query}`)).toEqual([{ _id: 'n2', n: 2 }])
    expect(await client.get('/emulator/db/notes?limit=1')).toEqual([{ _id: 'n1', n: 1 }])
    expect(await client.get('/emulator/db/notes?limit=1&newest=true')).toEqual([{ _id: 'n2', n: 2 }])
    expect(await client.get('/emulator/db/notes?limit=1&skip=1')).toEqual([{ _id: 'n2', n: 2 }])
    expect(await client.get('/emulator/db/notes?limit=1&skip=1&newest=true')).toEqual([{ _id: 'n1', n: 1 }])
    expect(await client.get('/emulator/db/notes?skip=2')).toEqual([])
    expect(await client.get('/emulator/db/notes?text=N2')).toEqual([{ _id: 'n2', n: 2 }])
    expect(await client.get('/emulator/db/notes/count')).toEqual({ count: 2 })
    expect(await client.get(`/emulator/db/notes/count?query=${query}`)).toEqual({ count: 1 })
    expect(await client.get('/emulator/db/notes/count?text=n')).toEqual({ count: 2 })
    expect(await client.get('/emulator/collections')).toContainEqual({ name: 'notes', count: 2 })
  })

  test.each([
    ['/emulator/db/nope', 'DATABASE_COLLECTION_NOT_EXIST', /Db or Table not exist: nope/],
    ['/emulator/db/notes?query=x', 'INVALID_PARAM', /^query must be a JSON object\.$/],
    ['/emulator/db/notes?limit=-1', 'INVALID_PARAM', /^limit must be a whole number, 1 or more\.$/],
    ['/emulator/db/notes?skip=x', 'INVALID_PARAM', /^skip must be a whole number, 0 or more\.$/],
    ['/emulator/db/nope/count', 'DATABASE_COLLECTION_NOT_EXIST', /Db or Table not exist: nope/],
    ['/emulator/db/notes?order=n', 'INVALID_PARAM', /^order is unknown\. Known keys: collection, query, text, limit, skip, newest, sort, ejson\.$/],
  ])('%s is refused', async (path, code, message) => {
    expect(await client.call('GET', path)).toEqual({ status: 400, body: refusal(expect.stringMatching(message), code) })
  })

  test('a mini-program user meets the permissions of the collection', async () => {
    const as = (openid: string, action: string, body: object) => client.post('/emulator/client-database', { openid, action, body })
    const added = await as(ALICE, 'database.insertDocument', { collectionName: 'own', data: ['{"_id":"a","n":1}'] })
    expect(added).toMatchObject({ data: { insertedIds: ['a'] } })
    expect(await client.get('/emulator/db/own')).toEqual([{ _id: 'a', n: 1, _openid: ALICE }])
    const get = { collectionName: 'own', query: '{"_id":"a"}', queryType: 'DOC', multi: false }
    expect(await as(ALICE, 'database.getDocument', get)).toMatchObject({ data: { list: [expect.stringContaining(ALICE)] } })
    expect(await as('oBob', 'database.getDocument', get)).not.toMatchObject({ data: { list: [expect.anything()] } })
  })

  test('a client request that is none of the database is refused', async () => {
    const answer = await client.post('/emulator/client-database', { openid: ALICE, action: 'functions.invokeFunction', body: {} })
    expect(answer).toEqual(refusal('action must be a database action, such as database.getDocument.'))
  })
})

describe('switches', () => {
  test('are shown, changed for all services at once, and go back with a reset', async () => {
    const token = { errorCode: -604104, functionToFunction: true }
    const changes = { quota: { wipeOnReject: false }, token, context: { sticky: true } }
    expect(await client.post('/emulator/switches', changes)).toMatchObject(changes)
    const all = await client.get('/emulator/switches')
    expect(all).toMatchObject({ ...changes, timer: { maxPerFunction: 1 }, db: { updatedCounts: 'changed' } })
    await client.post('/emulator/reset')
    expect(await client.get('/emulator/switches')).toMatchObject({
      quota: { wipeOnReject: true },
      token: { errorCode: -501007, functionToFunction: false },
      context: { sticky: false },
    })
  })

  test('of every group can be changed here, but for those of the database, which are set at the start', async () => {
    const { db: _db, ...groups } = (await client.get('/emulator/switches')) as Record<string, object>
    for (const [name, group] of Object.entries(groups)) expect(await client.post('/emulator/switches', { [name]: group })).toMatchObject({ [name]: group })
  })

  test.each([
    [{ nope: {} }, /^nope is unknown\. Known keys: context, token/],
    [{ quota: { nope: 1 } }, /quota\.nope/],
    [{ quota: { wipeOnReject: 'no' } }, /quota\.wipeOnReject/],
    [{ token: { errorCode: 5 } }, /^token\.errorCode must be one of -501007, -501001, -604104\.$/],
    [{ db: { updatedCounts: 'matched' } }, /^db is unknown\./],
  ])('%j is refused', async (body, message) => {
    expect(await client.call('POST', '/emulator/switches', body)).toEqual({ status: 400, body: refusal(expect.stringMatching(message)) })
  })
})

describe('configuration and reset', () => {
  test('the configuration joins what the platform knows with what the seed told', async () => {
    const config = (await client.get('/emulator/config')) as { operatorKey: string; variables: Record<string, string> }
    expect(config).toMatchObject({
      appid: expect.stringMatching(/^wx/),
      env: 'test-env',
      functions: expect.arrayContaining(['events', 'script', 'tick']),
      users: [{ openid: SEEDED_USER, nickname: '小明', role: 'owner' }],
      templates: [{ key: 'shipped', title: '发货通知', templateId: expect.any(String) }],
    })
    expect(config.operatorKey).toBe(config.variables.OPERATOR_KEY)
    expect(config.operatorKey.length).toBeGreaterThan(10)
  })

  test('a reset brings back the seed and the same generated key, and everything else to its start', async () => {
    const { operatorKey } = (await client.get('/emulator/config')) as { operatorKey: string }
    await client.cloud.script(`await db.collection('notes').doc('n1').remove(); await db.createCollection('extra')`)
    await client.post('/emulator/clock', { advanceMs: 86_400_000 })
    await client.post('/emulator/faults', { db: { latencyMs: 5 } })
    expect(await client.get('/emulator/stats')).toMatchObject({ dbCalls: expect.any(Number), invocations: expect.any(Number) })
    await client.post('/emulator/reset')

    expect(await client.get('/emulator/db/notes')).toHaveLength(2)
    expect(await client.get('/emulator/db')).not.toContain('extra')
    expect(await client.get('/emulator/faults')).toEqual({})
    expect(((await client.get('/emulator/clock')) as { now: number }).now).toBeLessThan(Date.now() + 1000)
    expect(await client.get('/emulator/logs')).toEqual([])
    expect(new Set(Object.values((await client.get('/emulator/stats')) as object))).toEqual(new Set([0]))
    expect(await client.get('/emulator/config')).toMatchObject({ operatorKey })
  })
})
