import { setUp } from '../wire-requests.fixture'

const UNIQUE = { users: { indexes: [{ name: 'openid_tpl', unique: true, keys: [['openid', 1], ['n', -1]] as [string, 1 | -1][] }] } }

const e11000 = (index: string, key: string): object => ({
  code: 'DATABASE_REQUEST_FAILED',
  message:
    `[FailedOperation] multiple write errors: [{write errors: [{E11000 duplicate key error collection: tnt-x.users ` +
    `index: ${index} dup key: ${key}}]}, {<nil>}]`,
})

describe('database.insertDocument', () => {
  it('makes an _id of 32 hex digits where there is none', async () => {
    const { db } = setUp({ users: {} })
    const [id, given] = await db.add('users', { name: 'Ann' }, { _id: 'u2' })
    expect(id).toMatch(/^[0-9a-f]{32}$/)
    expect(given).toBe('u2')
    expect(await db.doc('users', id)).toEqual({ _id: id, name: 'Ann' })
  })

  it('stores the time of the server for serverDate', async () => {
    const { db, clock } = setUp({ users: {} })
    clock.time = 5000
    await db.add('users', { _id: 'u', at: { $tcb_server_date: { offset: 500 } } })
    expect(await db.doc('users', 'u')).toEqual({ _id: 'u', at: new Date(5500) })
  })

  it('refuses an _id that exists', async () => {
    const { db } = setUp({ users: {} })
    await db.add('users', { _id: 'u2' })
    await expect(db.add('users', { _id: 'u2' })).rejects.toMatchObject(e11000('_id_', '{ _id: "u2" }'))
  })

  it('refuses a unique key that exists; a missing field counts as null', async () => {
    const { db } = setUp(UNIQUE)
    await db.add('users', { openid: 'o1', n: 2 }, { openid: 'o1' })
    await expect(db.add('users', { openid: 'o1', n: 2 })).rejects.toMatchObject(e11000('openid_tpl', '{ openid: "o1", n: 2 }'))
    await expect(db.add('users', { openid: 'o1', n: null })).rejects.toMatchObject(e11000('openid_tpl', '{ openid: "o1", n: null }'))
    expect(await db.add('users', { openid: 'o2', n: 2 })).toHaveLength(1)
  })

  it('of several documents keeps those before the refused one, as an ordered insertMany', async () => {
    const { db } = setUp({ users: {} })
    await db.add('users', { _id: 'b' })
    await expect(db.add('users', { _id: 'a' }, { _id: 'b' }, { _id: 'c' })).rejects.toMatchObject(e11000('_id_', '{ _id: "b" }'))
    expect((await db.get('users', {}, { order: { _id: 1 } })).map(({ _id }) => _id)).toEqual(['a', 'b'])
  })

  it.each<[unknown, string]>([
    [['null'], 'data must be an object as EJSON'],
    [['[1]'], 'data must be an object as EJSON'],
    [[{ a: 1 }], 'data must be an object as EJSON'],
    ['{}', 'data must be an array'],
    [['{"_id":{"a":1}}'], '_id must be a string or a number'],
    [['{"_id":null}'], '_id must be a string or a number'],
  ])('refuses %j in words', async (data, words) => {
    const { database, db } = setUp({ users: {} })
    const request = database.execute('database.insertDocument', { collectionName: 'users', data })
    await expect(request).rejects.toMatchObject({ code: 'INVALID_PARAM', message: expect.stringContaining(words) as string })
    expect(await db.count('users')).toBe(0)
  })

  it('refuses a field that begins with $, in words of MongoDB', async () => {
    const { db } = setUp({ users: {} })
    const message = expect.stringContaining("The dollar ($) prefixed field '$_key' in '$_key' is not valid for storage") as string
    await expect(db.add('users', { $_key: 1 })).rejects.toMatchObject({ code: 'DATABASE_REQUEST_FAILED', message })
    expect(await db.count('users')).toBe(0)
  })

  it('takes 512 KB from a client and 5 MB from a function at once', async () => {
    const { db } = setUp({ users: {} })
    const big = { text: 'x'.repeat(600 * 1024) }
    await expect(db.as('o1').add('users', big)).rejects.toMatchObject({ code: 'INVALID_PARAM' })
    await db.add('users', big)
    await expect(db.add('users', ...Array.from({ length: 10 }, () => big))).rejects.toMatchObject({ code: 'INVALID_PARAM' })
  })
})
