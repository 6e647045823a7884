import { type CollectionConfig } from '../../project/project'
import { type Requests, setUp } from '../wire-requests.fixture'

const DENIED = { code: 'DATABASE_PERMISSION_DENIED' }

function collection(config?: CollectionConfig): { me: Requests; admin: Requests } {
  const { db, database } = setUp({ c: config ?? {}, families: {} })
  database.insert('c', [
    { _id: 'mine', _openid: 'o1', n: 1, family: 'f1' },
    { _id: 'theirs', _openid: 'o2', n: 2, family: 'f2' },
    { _id: 'nobodys', n: 3 },
  ])
  database.insert('families', [{ _id: 'f1', members: ['o1'] }, { _id: 'f2', members: ['o2'] }])
  return { me: db.as('o1'), admin: db }
}

const ids = (docs: Record<string, unknown>[]): unknown[] => docs.map(({ _id }) => _id)

describe('a client', () => {
  it('has its openid written into what it creates', async () => {
    const { me, admin } = collection()
    await me.add('c', { _id: 'new', n: 9 })
    await me.set('c', 'set', { n: 9 })
    expect(await admin.get('c', { n: 9 })).toEqual([{ _id: 'new', n: 9, _openid: 'o1' }, { _id: 'set', n: 9, _openid: 'o1' }])
  })

  it('keeps its document when it sets it anew', async () => {
    const { me, admin } = collection()
    expect(await me.set('c', 'mine', { n: 7 })).toEqual({ updated: 1, upsert_id: null })
    expect(await admin.doc('c', 'mine')).toEqual({ _id: 'mine', n: 7, _openid: 'o1' })
  })

  it.each<[string, (me: Requests) => Promise<unknown>]>([
    ['in a new document', (me) => me.add('c', { _openid: 'o2' })],
    ['by an update', (me) => me.updateDoc('c', 'mine', { $set: { _openid: 'o2' } })],
    ['by an update inside it', (me) => me.updateDoc('c', 'mine', { $set: { '_openid.x': 'o2' } })],
    ['by removing it', (me) => me.updateDoc('c', 'mine', { $unset: { _openid: '' } })],
    ['by renaming another field', (me) => me.updateDoc('c', 'mine', { $rename: { n: '_openid' } })],
    ['by replacing the document', (me) => me.set('c', 'mine', { _openid: 'o2' })],
  ])('cannot write another _openid %s', async (_way, write) => {
    const { me, admin } = collection()
    await expect(write(me)).rejects.toMatchObject(DENIED)
    expect(await admin.doc('c', 'mine')).toEqual({ _id: 'mine', _openid: 'o1', n: 1, family: 'f1' })
  })

  it('gets 20 documents at most', async () => {
    const { db, database } = setUp({ many: { acl: 'READONLY' } })
    database.insert('many', Array.from({ length: 30 }, (_, i) => ({ _id: String(i) })))
    const me = db.as('o1')
    const length = async (limit: number | undefined): Promise<number> => (await me.get('many', {}, { limit })).length
    expect([await length(undefined), await length(5), await length(100)]).toEqual([20, 5, 20])
  })

  it('has no transactions and makes no collections', async () => {
    const { me } = collection()
    await expect(me.begin()).rejects.toMatchObject(DENIED)
    await expect(me.send('addCollection', { collectionName: 'x' })).rejects.toMatchObject(DENIED)
    await expect(me.send('getDocument', { collectionName: 'c', transactionId: 'x' })).rejects.toMatchObject(DENIED)
  })

  it('gets its openid for the placeholder, at any depth', async () => {
    const { me } = collection({ acl: 'READONLY' })
    expect(ids(await me.get('c', { $or: [{ _openid: '{openid}' }, { n: { $in: [3] } }] }))).toEqual(['mine', 'nobodys'])
  })
})

describe('permission modes', () => {
  type Mode = NonNullable<CollectionConfig['acl']>
  const all = ['mine', 'theirs', 'nobodys']
  it.each<[Mode | undefined, string[] | 'denied', boolean]>([
    [undefined, ['mine'], true],
    ['PRIVATE', ['mine'], true],
    ['READONLY', all, true],
    ['ADMINWRITE', all, false],
    ['ADMINONLY', 'denied', false],
  ])('%s: reads %j, writes its own: %s', async (acl, readable, writes) => {
    const { me, admin } = collection({ acl })
    if (readable === 'denied') {
      await expect(me.get('c')).rejects.toMatchObject(DENIED)
      await expect(me.count('c', { n: 1 })).rejects.toMatchObject(DENIED)
      await expect(me.aggregate('c', { $count: 'n' })).rejects.toMatchObject(DENIED)
    } else {
      expect(ids(await me.get('c'))).toEqual(readable)
      expect(await me.count('c', { n: { $gte: 2 } })).toBe(readable.length > 1 ? 2 : 0)
      expect(await me.aggregate('c', { $count: 'n' })).toEqual([{ n: readable.length }])
      expect(await me.doc('c', 'theirs') === undefined).toBe(readable.length === 1)
    }
    if (writes) {
      expect(await me.update('c', { n: { $gt: 0 } }, { $inc: { n: 10 } })).toBe(1)
      expect(await me.updateDoc('c', 'theirs', { $inc: { n: 10 } })).toBe(0)
      expect(await me.set('c', 'theirs', { n: 10 })).toEqual({ updated: 0, upsert_id: null })
      expect(await me.remove('c', {})).toBe(1)
    } else {
      await expect(me.add('c', {})).rejects.toMatchObject(DENIED)
      await expect(me.updateDoc('c', 'mine', { $inc: { n: 1 } })).rejects.toMatchObject(DENIED)
      await expect(me.set('c', 'mine', { n: 1 })).rejects.toMatchObject(DENIED)
      await expect(me.remove('c', { _id: 'mine' })).rejects.toMatchObject(DENIED)
    }
    const left = writes ? ['theirs', 'nobodys'] : all
    expect(ids(await admin.get('c'))).toEqual(left)
  })

  it('hold for the foreign collection of a lookup too', async () => {
    const { db, database } = setUp({ c: { acl: 'READONLY' }, secret: { acl: 'ADMINONLY' } })
    database.insert('c', [{ _id: 'x' }])
    const lookup = { $lookup: { from: 'secret', localField: '_id', foreignField: '_id', as: 's' } }
    await expect(db.as('o1').aggregate('c', lookup)).rejects.toMatchObject(DENIED)
    expect(await db.aggregate('c', lookup)).toEqual([{ _id: 'x', s: [] }])
  })
})

describe('custom rules', () => {
  const own: CollectionConfig = { acl: 'CUSTOM', rule: { read: 'doc._openid == auth.openid', write: 'doc._openid == auth.openid' } }

  it('do not filter: the query itself must stay within them', async () => {
    const { me } = collection(own)
    expect(ids(await me.get('c', { _openid: '{openid}' }))).toEqual(['mine'])
    expect(ids(await me.get('c', { $and: [{ n: 1 }, { _openid: 'o1' }] }))).toEqual(['mine'])
    expect(await me.update('c', { _openid: '{openid}' }, { $inc: { n: 1 } })).toBe(1)
    expect(await me.remove('c', { _openid: '{openid}', n: 2 })).toBe(1)
  })

  it.each<[string, (me: Requests) => Promise<unknown>]>([
    ['no condition', (me) => me.get('c')],
    ['.doc(id), which says nothing of the owner', (me) => me.doc('c', 'mine')],
    ['the owner under $or', (me) => me.get('c', { $or: [{ _openid: 'o1' }, { n: 1 }] })],
    ['another owner', (me) => me.get('c', { _openid: 'o2' })],
    ['several owners', (me) => me.get('c', { _openid: { $in: ['o1', 'o2'] } })],
    ['everybody but one', (me) => me.count('c', { _openid: { $ne: 'o2' } })],
    ['an aggregate without match', (me) => me.aggregate('c', { $count: 'n' })],
    ['an aggregate that matches too late', (me) => me.aggregate('c', { $limit: 1 }, { $match: { _openid: '{openid}' } })],
    ['an update of all', (me) => me.update('c', { n: 1 }, { $set: { n: 2 } })],
    ['a removal of all', (me) => me.remove('c', { n: 1 })],
  ])('refuse %s', async (_case, request) => {
    const { me, admin } = collection(own)
    await expect(request(me)).rejects.toMatchObject(DENIED)
    expect(await admin.count('c')).toBe(3)
  })

  it('let an aggregate through whose first stages match within them', async () => {
    const { me } = collection(own)
    expect(await me.aggregate('c', { $match: { _openid: '{openid}' } }, { $count: 'n' })).toEqual([{ n: 1 }])
  })

  it('refuse what they do not mention; write stands for create, update and delete', async () => {
    const { me } = collection({ acl: 'CUSTOM', rule: { write: true, delete: false } })
    await expect(me.get('c')).rejects.toMatchObject(DENIED)
    expect(await me.add('c', { _id: 'new' })).toEqual(['new'])
    expect(await me.updateDoc('c', 'theirs', { $set: { n: 0 } })).toBe(1)
    await expect(me.remove('c', { _id: 'new' })).rejects.toMatchObject(DENIED)
    const nothing = collection({ acl: 'CUSTOM' })
    await expect(nothing.me.get('c')).rejects.toMatchObject(DENIED)
    await expect(nothing.me.add('c', {})).rejects.toMatchObject(DENIED)
  })

  it('weigh a new document, and what an update writes', async () => {
    const rule = { create: 'request.data.n < 5 && doc._openid == auth.openid', update: 'request.data.n < 5' }
    const { me } = collection({ acl: 'CUSTOM', rule })
    await me.add('c', { _id: 'ok', n: 4 })
    await expect(me.add('c', { n: 5 })).rejects.toMatchObject(DENIED)
    await expect(me.set('c', 'other', { n: 5 })).rejects.toMatchObject(DENIED)
    expect(await me.updateDoc('c', 'ok', { $set: { n: 3 } })).toBe(1)
    await expect(me.updateDoc('c', 'ok', { $set: { n: 6 } })).rejects.toMatchObject(DENIED)
    await expect(me.updateDoc('c', 'ok', { $inc: { n: 6 } })).rejects.toMatchObject(DENIED)
    expect(await me.set('c', 'ok', { n: 1 })).toEqual({ updated: 1, upsert_id: null })
  })

  it('take a value that an operator makes for anything', async () => {
    const { me } = collection({ acl: 'CUSTOM', rule: { update: 'request.data.role != "admin"' } })
    expect(await me.updateDoc('c', 'mine', { $set: { role: 'user' }, $inc: { n: 1 } })).toBe(1)
    await expect(me.updateDoc('c', 'mine', { $set: { role: 'admin' } })).rejects.toMatchObject(DENIED)
    await expect(me.updateDoc('c', 'mine', { $rename: { family: 'role' } })).rejects.toMatchObject(DENIED)
    await expect(me.updateDoc('c', 'mine', { $max: { 'role.x': 'admin' } })).rejects.toMatchObject(DENIED)
  })

  it('may ask another collection', async () => {
    const { me } = collection({ acl: 'CUSTOM', rule: { read: 'auth.openid in get(`database.families.${doc.family}`).members' } })
    expect(ids(await me.get('c', { family: 'f1' }))).toEqual(['mine'])
    await expect(me.get('c', { family: 'f2' })).rejects.toMatchObject(DENIED)
    await expect(me.get('c', { family: 'nope' })).rejects.toMatchObject(DENIED)
  })

  it('never bind a function', async () => {
    const { admin } = collection(own)
    expect(await admin.get('c')).toHaveLength(3)
  })

  it('that cannot be read are refused when the collection is configured', () => {
    expect(() => setUp({ c: { acl: 'CUSTOM', rule: { read: 'doc._openid = auth.openid' } } })).toThrow(
      'rule "read" of collection c: character 13 of the rule cannot be read',
    )
  })
})
