import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Storage } from '../storage/storage'
import { setUp } from './wire-requests.fixture'

describe('Database', () => {
  it('makes a collection once', async () => {
    const { db, database } = setUp()
    expect(await db.send('addCollection', { collectionName: 'users' })).toEqual({})
    expect(database.collections()).toEqual(['users'])
    const again = db.send('addCollection', { collectionName: 'users' })
    await expect(again).rejects.toMatchObject({ code: 'DATABASE_COLLECTION_ALREADY_EXIST' })
  })

  it('refuses actions that it does not know', async () => {
    const { db } = setUp()
    await expect(db.send('dropCollection', { collectionName: 'x' })).rejects.toMatchObject({ code: 'INVALID_ACTION' })
    await expect(db.send('constructor', {})).rejects.toMatchObject({ code: 'INVALID_ACTION' })
  })

  it('drops a collection with its documents, for open transactions and the next start too', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'drop-'))
    const storage = new Storage(dir)
    const { db, database } = setUp({ c: {} }, { storage })
    await db.add('c', { _id: 'a' })
    const tx = await db.begin()
    await tx.add('c', { _id: 'b' })
    await database.dropCollection('c')
    await expect(tx.commit()).rejects.toMatchObject({ code: 'DATABASE_TRANSACTION_FAIL' })
    await expect(db.get('c')).rejects.toMatchObject({ code: 'DATABASE_COLLECTION_NOT_EXIST' })
    await expect(database.dropCollection('c')).rejects.toMatchObject({ code: 'DATABASE_COLLECTION_NOT_EXIST' })
    database.createCollection('c')
    await storage.close()
    const again = new Storage(dir)
    expect(setUp({}, { storage: again }).database.find('c', {})).toEqual([])
    await again.close()
    rmSync(dir, { recursive: true })
  })

  it('makes what is missing when it is first asked for, where it was told so', async () => {
    const { db, database } = setUp({}, { createMissing: true })
    expect(await db.get('new')).toEqual([])
    expect(await db.as('oAlice').add('hers', { _id: 'a' })).toEqual(['a'])
    expect(await db.as('oBob').get('hers')).toEqual([])
    expect(database.collections()).toEqual(['new', 'hers'])
  })

  it('finds a collection by its name without the prefix for tools, and by its whole name alone for requests', async () => {
    const { db, database } = setUp({ my_notes: {}, notes: {}, my_users: {} }, { prefix: 'my_' })
    database.insert('users', [{ _id: 'a' }])
    database.insert('notes', [{ _id: 'b' }])
    database.insert('more', [{ _id: 'c' }])
    expect(['users', 'my_users', 'notes', 'my_notes', 'more'].map((name) => database.count(name))).toEqual([1, 1, 1, 0, 1])
    expect(database.find('users', {})).toEqual([{ _id: 'a' }])
    await expect(db.get('users')).rejects.toMatchObject({ code: 'DATABASE_COLLECTION_NOT_EXIST' })
  })

  it('configures a collection again and again without losing what is in it', async () => {
    const { db, database } = setUp({ c: {} })
    await db.add('c', { _id: 'a', n: 1 }, { _id: 'b', n: 1 })
    database.createCollection('c', { acl: 'READONLY', indexes: [{ name: 'n', keys: [['n', 1]] }] })
    expect(database.explain('c', { n: 1 })).toMatchObject({ index: 'n', candidates: 2 })
    database.createCollection('c')
    expect(await db.as('o9').get('c')).toHaveLength(2)
    expect(database.explain('c', { n: 1 }).index).toBe('n')
    database.createCollection('c', {})
    expect(database.explain('c', { n: 1 }).index).toBeNull()
  })

  it('says why an index cannot be made, and keeps those it had', () => {
    const { database } = setUp({ c: { indexes: [{ name: 'n', keys: [['n', 1]] }] } })
    database.insert('c', [{ n: 1 }, { n: 1 }])
    const unique = { indexes: [{ name: 'u', unique: true, keys: [['n', 1] as [string, 1]] }] }
    expect(() => database.createCollection('c', unique)).toThrow('E11000 duplicate key error collection: tnt-x.c index: u dup key')
    expect(database.explain('c', { n: 1 }).index).toBe('n')
  })

  it('has at most 100 collections, and 20 indexes in each', async () => {
    const { db, database } = setUp()
    const indexes = Array.from({ length: 21 }, (_, i) => ({ name: `i${i}`, keys: [[`f${i}`, 1] as [string, 1]] }))
    expect(() => database.createCollection('c', { indexes })).toThrow('at most 20 indexes')
    for (let i = database.collections().length; i < 100; i++) database.createCollection(`c${i}`)
    const oneMore = db.send('addCollection', { collectionName: 'one more' })
    await expect(oneMore).rejects.toMatchObject({ code: 'DATABASE_COLLECTION_EXCEED_LIMIT' })
  })

  it.each(['', '$cmd', 'a\0b'])('refuses the collection name %j', (name) => {
    expect(() => setUp().database.createCollection(name)).toThrow(expect.objectContaining({ code: 'INVALID_PARAM' }))
  })

  it('takes seeds as plain objects, and gives copies of its documents', () => {
    const { database } = setUp()
    const seed = { _id: 'a', sub: { n: 1 }, at: new Date(5) }
    database.insert('seeded', [seed, { n: 2 }])
    seed.sub.n = 99
    const [found] = database.find('seeded', { _id: 'a' })
    expect(found).toEqual({ _id: 'a', sub: { n: 1 }, at: new Date(5) })
    Object.assign(found ?? {}, { sub: 'changed' })
    expect(database.find('seeded', {}, { limit: 1 })).toEqual([{ _id: 'a', sub: { n: 1 }, at: new Date(5) }])
    expect(() => database.insert('seeded', [{ _id: 'a' }])).toThrow('E11000')
    expect(() => database.find('nope', {})).toThrow('Db or Table not exist: nope')
  })

  it('takes no key without a value, as the SDK does, however deep it stands', () => {
    const { database } = setUp()
    const doc = { _id: 'a', gone: undefined, inside: { gone: undefined, kept: null }, list: [{ gone: undefined }] }
    for (const given of [true, false]) {
      database.insert('seeded', [{ ...structuredClone(doc), _id: `a-${given}` }], { given })
      expect(database.find('seeded', { _id: `a-${given}` })).toStrictEqual([{ _id: `a-${given}`, inside: { kept: null }, list: [{}] }])
      expect(database.find('seeded', { gone: { $exists: true } })).toEqual([])
    }
  })

  it('is empty after a reset', async () => {
    const { db, database } = setUp({ c: {} })
    await db.add('c', { _id: 'a' })
    database.reset()
    await expect(db.get('c')).rejects.toMatchObject({ code: 'DATABASE_COLLECTION_NOT_EXIST' })
    database.createCollection('c')
    expect(await db.get('c')).toEqual([])
  })
})

describe('Database in a folder', () => {
  let dir: string

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'database-'))
  })

  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  it('is as it was when it is opened again', async () => {
    const storage = new Storage(dir)
    const first = setUp({ c: { acl: 'READONLY', indexes: [{ name: 'n', unique: true, keys: [['n', 1]] }] }, gone: {} }, { storage })
    const docs = [
      { _id: 'a', n: 1, at: new Date(5), text: '订阅', list: [{ k: null }] },
      { _id: 7, n: 2 },
      { _id: '长'.repeat(1000), n: 3 },
    ]
    await first.db.add('c', ...docs, { _id: 'removed', n: 4 })
    await first.db.remove('c', { _id: 'removed' })
    const tx = await first.db.begin()
    await tx.updateDoc('c', 'a', { $set: { n: 100 } })
    await storage.close()

    const again = new Storage(dir)
    const { db, database } = setUp({}, { storage: again })
    expect(database.collections().sort()).toEqual(['c', 'gone'])
    expect(await db.get('c', {}, { order: { n: 1 } })).toEqual(docs)
    expect(database.explain('c', { n: 2 })).toMatchObject({ index: 'n', candidates: 1 })
    await expect(db.add('c', { n: 3 })).rejects.toThrow('E11000')
    expect(await db.as('o1').get('c')).toHaveLength(3)
    database.reset()
    await again.close()
    const empty = new Storage(dir)
    expect(setUp({}, { storage: empty }).database.collections()).toEqual([])
    await empty.close()
  })
})
