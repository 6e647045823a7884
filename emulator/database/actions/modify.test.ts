import { EJSON } from 'bson'
import { ejson, setUp, type Requests } from '../wire-requests.fixture'

describe('update', () => {
  it('changes all that the query matches, or the first only', async () => {
    const { db, database } = setUp({ c: {} })
    database.insert('c', [{ _id: 'a', n: 1 }, { _id: 'b', n: 2 }, { _id: 'c', n: 9 }])
    expect(await db.update('c', { n: { $lt: 8 } }, { $set: { flag: true }, $inc: { n: 1 } })).toBe(2)
    expect(await db.update('c', { flag: true }, { $set: { first: 1 } }, false)).toBe(1)
    expect(await db.get('c')).toEqual([{ _id: 'a', n: 2, flag: true, first: 1 }, { _id: 'b', n: 3, flag: true }, { _id: 'c', n: 9 }])
  })

  it('answers as the SDK expects', async () => {
    const { database } = setUp({ c: {} })
    const what = { query: '{"_id":"zzz"}', data: '{"$set":{"n":1}}' }
    const body = { collectionName: 'c', queryType: 'DOC', multi: false, merge: true, upsert: false, ...what }
    expect(await database.execute('database.modifyDocument', body)).toEqual({ data: { updated: 0, upsert_id: null } })
  })

  it('counts what changed, not what matched', async () => {
    const { db } = setUp({ c: {} })
    await db.add('c', { _id: 'a', n: 1 }, { _id: 'b', n: 2 })
    expect(await db.update('c', {}, { $set: { n: 1 } })).toBe(1)
    expect(await db.updateDoc('c', 'a', {})).toBe(0)
  })

  it('counts what matched when that is switched on', async () => {
    const { db } = setUp({ c: {} }, { switches: { updatedCounts: 'matched' } })
    await db.add('c', { _id: 'a', n: 1 }, { _id: 'b', n: 2 })
    expect(await db.update('c', {}, { $set: { n: 1 } })).toBe(2)
    expect(await db.set('c', 'a', { n: 1 })).toEqual({ updated: 1, upsert_id: null })
  })

  it('lets one of many conditional updates win', async () => {
    const { db } = setUp({ c: {} })
    await db.add('c', { _id: 'job', state: 'queued' })
    const claim = (by: number): Promise<number> => db.update('c', { _id: 'job', state: 'queued' }, { $set: { state: 'leased', by } })
    const counts = await Promise.all(Array.from({ length: 20 }, (_, by) => claim(by)))
    expect(counts.filter((count) => count === 1)).toHaveLength(1)
  })

  it('refuses a unique key that another document has, and changes nothing in that document', async () => {
    const { db } = setUp({ c: { indexes: [{ name: 'k', unique: true, keys: [['k', 1]] }] } })
    await db.add('c', { _id: 'a', k: 1 }, { _id: 'b', k: 2 })
    await expect(db.updateDoc('c', 'b', { $set: { k: 1, n: 1 } })).rejects.toThrow('index: k dup key: { k: 1 }')
    expect(await db.doc('c', 'b')).toEqual({ _id: 'b', k: 2 })
    expect(await db.updateDoc('c', 'a', { $set: { n: 1 } })).toBe(1)
    expect(await db.updateDoc('c', 'a', { $set: { k: 3 } })).toBe(1)
    expect(await db.updateDoc('c', 'b', { $set: { k: 1 } })).toBe(1)
  })

  it('cannot create a document', async () => {
    const { database } = setUp({ c: {} })
    const body = { collectionName: 'c', query: '{"_id":"z"}', merge: true, upsert: true, data: '{"$set":{"n":1}}' }
    await expect(database.execute('database.modifyDocument', body)).rejects.toMatchObject({ code: 'INVALID_PARAM' })
  })
})

describe('set', () => {
  it('creates the document with that _id', async () => {
    const { db } = setUp({ c: {} })
    expect(await db.set('c', 's1', { a: 1 })).toEqual({ updated: 0, upsert_id: 's1' })
    expect(await db.doc('c', 's1')).toEqual({ _id: 's1', a: 1 })
  })

  it('replaces the whole document', async () => {
    const { db } = setUp({ c: {} })
    await db.add('c', { _id: 's1', a: 1, b: 2 })
    expect(await db.set('c', 's1', { a: 3 })).toEqual({ updated: 1, upsert_id: null })
    expect(await db.doc('c', 's1')).toEqual({ _id: 's1', a: 3 })
    expect(await db.set('c', 's1', { a: 3 })).toEqual({ updated: 0, upsert_id: null })
  })

  it('refuses operators and unique keys that exist', async () => {
    const { db } = setUp({ c: { indexes: [{ name: 'k', unique: true, keys: [['k', 1]] }] } })
    await db.add('c', { _id: 'a', k: 1 })
    await expect(db.set('c', 'b', { $set: { k: 2 } })).rejects.toMatchObject({ code: 'DATABASE_REQUEST_FAILED' })
    await expect(db.set('c', 'b', { k: 1 })).rejects.toThrow('E11000')
    expect(await db.count('c')).toBe(1)
  })
})

describe('database.modifyAndReturnDoc', () => {
  const ask = async (db: Requests, query: object, data: object): Promise<{ updated: number; doc: unknown }> => {
    const { updated, doc } = (await db.send('modifyAndReturnDoc', { collectionName: 'c', queryType: 'WHERE', query: ejson(query), data: ejson(data) })).data as unknown as { updated: number; doc: string | null }
    return { updated, doc: doc === null ? null : EJSON.parse(doc) }
  }

  it('changes the first that matches and gives it as it is then, dates included', async () => {
    const { db, database } = setUp({ c: {} })
    database.insert('c', [{ _id: 'a', n: 1, at: new Date(5) }, { _id: 'b', n: 1 }])
    expect(await ask(db, { n: 1 }, { $inc: { n: 1 } })).toEqual({ updated: 1, doc: { _id: 'a', n: 2, at: new Date(5) } })
    expect(await ask(db, { n: 2 }, { $set: { n: 2 } })).toMatchObject({ updated: 1, doc: { _id: 'a' } })
    expect(await ask(db, { n: 9 }, { $set: { n: 2 } })).toEqual({ updated: 0, doc: null })
    expect(await db.get('c', { n: 1 })).toEqual([{ _id: 'b', n: 1 }])
  })

  it('is undone with its transaction', async () => {
    const { db, database } = setUp({ c: {} })
    database.insert('c', [{ _id: 'a', n: 1 }])
    const tx = await db.begin()
    expect(await ask(tx, { n: 1 }, { $set: { n: 5 } })).toMatchObject({ doc: { n: 5 } })
    await tx.rollback()
    expect(await db.doc('c', 'a')).toMatchObject({ n: 1 })
  })

  it('is refused to a client that may not write there', async () => {
    const { db } = setUp({ c: { acl: 'ADMINWRITE' } })
    await expect(ask(db.as('oAlice'), { n: 1 }, { $set: { n: 5 } })).rejects.toMatchObject({ code: 'DATABASE_PERMISSION_DENIED' })
  })
})
