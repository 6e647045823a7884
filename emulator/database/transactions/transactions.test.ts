import { setUp } from '../wire-requests.fixture'

const CONFLICT = {
  code: 'DATABASE_TRANSACTION_CONFLICT',
  message: '[ResourceUnavailable.TransactionConflict] Transaction is conflict, maybe resource operated by others. Please check your request, but if the problem persists, contact us.',
}

async function withAccounts(options: Parameters<typeof setUp>[1] = {}): Promise<ReturnType<typeof setUp>> {
  const all = setUp({ c: { indexes: [{ name: 'email', unique: true, keys: [['email', 1]] }, { name: 'n', keys: [['n', 1]] }] } }, options)
  await all.db.add('c', { _id: 'a', n: 1, email: 'a' }, { _id: 'b', n: 2, email: 'b' })
  return all
}

describe('a transaction', () => {
  it('shows its writes to itself at once, and to others when it is committed', async () => {
    const { db } = await withAccounts()
    const tx = await db.begin()
    await tx.add('c', { _id: 'c', n: 3, email: 'c' })
    await tx.updateDoc('c', 'a', { $inc: { n: 10 } })
    await tx.remove('c', { _id: 'b' })
    const inside = [{ _id: 'a', n: 11, email: 'a' }, { _id: 'c', n: 3, email: 'c' }]
    expect(await tx.get('c', {}, { order: { _id: 1 } })).toEqual(inside)
    expect(await tx.get('c', { n: { $gte: 3 } }, { order: { n: 1 } })).toEqual([inside[1], inside[0]])
    expect((await db.get('c')).map(({ n }) => n)).toEqual([1, 2])
    await tx.commit()
    expect(await db.get('c', {}, { order: { _id: 1 } })).toEqual(inside)
    expect(await db.get('c', { n: 11 })).toHaveLength(1)
  })

  it('leaves nothing behind when it is rolled back', async () => {
    const { db } = await withAccounts()
    const tx = await db.begin()
    await tx.set('c', 'a', { email: 'z' })
    await tx.set('c', 'new', { email: 'new' })
    await tx.rollback()
    expect(await db.get('c')).toEqual([{ _id: 'a', n: 1, email: 'a' }, { _id: 'b', n: 2, email: 'b' }])
    expect(await db.updateDoc('c', 'a', { $inc: { n: 1 } })).toBe(1)
  })

  it('reads everything as it was at its first operation', async () => {
    const { db } = await withAccounts()
    const tx = await db.begin()
    await db.updateDoc('c', 'a', { $set: { n: 5 } })
    expect(await tx.doc('c', 'a')).toMatchObject({ n: 5 })
    await db.updateDoc('c', 'b', { $set: { n: 50 } })
    await db.add('c', { _id: 'later', email: 'later' })
    await db.remove('c', { _id: 'a' })
    expect(await tx.get('c', {}, { order: { _id: 1 } })).toEqual([{ _id: 'a', n: 5, email: 'a' }, { _id: 'b', n: 2, email: 'b' }])
    expect(await tx.get('c', { n: 50 })).toEqual([])
    expect(await tx.get('c', { n: 2 })).toHaveLength(1)
    expect(await tx.doc('c', 'later')).toBeUndefined()
  })

  it('fails at once when it writes what was changed since it read', async () => {
    const { db } = await withAccounts()
    const tx = await db.begin()
    const read = await tx.doc('c', 'a')
    await db.updateDoc('c', 'a', { $inc: { n: 1 } })
    await db.add('c', { _id: 'new', email: 'new' })
    await expect(tx.updateDoc('c', 'a', { $set: { n: Number(read?.n) + 100 } })).rejects.toMatchObject(CONFLICT)
    await expect(tx.remove('c', { _id: 'a' })).rejects.toMatchObject(CONFLICT)
    await expect(tx.set('c', 'new', { email: 'mine' })).rejects.toMatchObject(CONFLICT)
    await tx.updateDoc('c', 'b', { $set: { n: 0 } })
    await tx.commit()
    expect((await db.get('c', {}, { order: { _id: 1 } })).map(({ n }) => n)).toEqual([2, 0, undefined])
  })

  it('fails to commit, and is gone, when others took a unique key of its own in between', async () => {
    const { db } = await withAccounts()
    const tx = await db.begin()
    await tx.updateDoc('c', 'a', { $set: { email: 'wanted' } })
    await db.updateDoc('c', 'b', { $set: { email: 'wanted' } })
    await expect(tx.commit()).rejects.toMatchObject(CONFLICT)
    expect(await db.doc('c', 'a')).toMatchObject({ email: 'a' })
    await expect(tx.commit()).rejects.toMatchObject({ code: 'DATABASE_TRANSACTION_FAIL' })
    await tx.rollback()
    expect(await db.updateDoc('c', 'a', { $set: { n: 7 } })).toBe(1)
  })

  it('commits although a document that it only read was changed', async () => {
    const { db } = await withAccounts()
    const tx = await db.begin()
    await tx.doc('c', 'a')
    await db.updateDoc('c', 'a', { $inc: { n: 1 } })
    await tx.updateDoc('c', 'b', { $inc: { n: 1 } })
    await tx.commit()
    expect((await db.get('c')).map(({ n }) => n)).toEqual([2, 3])
  })

  it('fails at once when it writes what another has written, until that one ends', async () => {
    const { db } = await withAccounts()
    const [first, second] = [await db.begin(), await db.begin()]
    await first.updateDoc('c', 'a', { $inc: { n: 1 } })
    await expect(second.updateDoc('c', 'a', { $inc: { n: 1 } })).rejects.toMatchObject(CONFLICT)
    await expect(second.remove('c', { _id: 'a' })).rejects.toMatchObject(CONFLICT)
    await first.add('c', { _id: 'x', email: 'x' })
    await expect(second.set('c', 'x', { email: 'y' })).rejects.toMatchObject(CONFLICT)
    await first.rollback()
    expect(await second.updateDoc('c', 'a', { $inc: { n: 1 } })).toBe(1)
    await second.commit()
  })

  it('keeps unique keys, its own and those that others take before it commits', async () => {
    const { db } = await withAccounts()
    const tx = await db.begin()
    await expect(tx.add('c', { _id: 'x', email: 'a' })).rejects.toThrow('E11000')
    await tx.add('c', { _id: 'y', email: 'y' })
    await expect(tx.add('c', { _id: 'z', email: 'y' })).rejects.toThrow('E11000')
    await expect(tx.add('c', { _id: 'y', email: 'q' })).rejects.toThrow('index: _id_')
    await db.add('c', { _id: 'other', email: 'y' })
    await expect(tx.commit()).rejects.toMatchObject(CONFLICT)
    expect(await db.get('c', { email: 'y' })).toMatchObject([{ _id: 'other' }])
  })

  it('can pass a unique key from one document to another', async () => {
    const { db } = await withAccounts()
    const tx = await db.begin()
    await tx.updateDoc('c', 'a', { $set: { email: 'free' } })
    await tx.updateDoc('c', 'b', { $set: { email: 'a' } })
    await tx.updateDoc('c', 'a', { $set: { email: 'b' } })
    await tx.commit()
    expect((await db.get('c', { email: 'b' })).map(({ _id }) => _id)).toEqual(['a'])
    expect((await db.get('c', { email: 'a' })).map(({ _id }) => _id)).toEqual(['b'])
  })

  it('is left alone by queries, counts and bulk updates without its id', async () => {
    const { db } = await withAccounts()
    const tx = await db.begin()
    await tx.updateDoc('c', 'a', { $set: { n: 100 } })
    expect(await db.count('c', { n: 100 })).toBe(0)
    expect(await db.update('c', { _id: 'b' }, { $inc: { n: 1 } })).toBe(1)
    expect(await db.aggregate('c', { $group: { _id: null, n: { $sum: '$n' } } })).toEqual([{ _id: null, n: 4 }])
    await tx.commit()
  })

  it('is unknown after its end, in words; rolling it back again is no error', async () => {
    const { db } = await withAccounts()
    const tx = await db.begin()
    await tx.commit()
    const over = { code: 'DATABASE_TRANSACTION_FAIL', message: expect.stringContaining('Transaction does not exist on the server') as string }
    await expect(tx.doc('c', 'a')).rejects.toMatchObject(over)
    await expect(tx.add('c', {})).rejects.toMatchObject(over)
    await tx.rollback()
  })

  it('ends with the collections when everything is reset', async () => {
    const { db, database } = await withAccounts()
    const tx = await db.begin()
    await tx.updateDoc('c', 'a', { $inc: { n: 1 } })
    database.reset()
    await expect(tx.commit()).rejects.toMatchObject({ code: 'DATABASE_TRANSACTION_FAIL' })
    expect(database.collections()).toEqual([])
  })
})

describe('an ordinary write to a document that a transaction has written', () => {
  it('waits, and sees what the transaction has committed', async () => {
    const { db } = await withAccounts()
    const tx = await db.begin()
    await tx.updateDoc('c', 'a', { $set: { n: 100 } })
    const done: string[] = []
    const write = db.update('c', { n: { $gt: 0 } }, { $inc: { n: 1 } }).then(() => done.push('write'))
    expect(await db.doc('c', 'a')).toMatchObject({ n: 1 })
    done.push('read')
    await tx.commit()
    await write
    expect(done).toEqual(['read', 'write'])
    expect((await db.get('c')).map(({ n }) => n)).toEqual([101, 3])
  })

  it.each<[string, (db: ReturnType<typeof setUp>['db']) => Promise<unknown>]>([
    ['set', (db) => db.set('c', 'a', { email: 'set' })],
    ['remove', (db) => db.remove('c', { _id: 'a' })],
    ['add of the same _id', (db) => db.add('c', { _id: 'new', email: 'added' })],
  ])('waits too when it is a %s', async (_name, write) => {
    const { db } = await withAccounts()
    const tx = await db.begin()
    await tx.updateDoc('c', 'a', { $inc: { n: 1 } })
    await tx.add('c', { _id: 'new', email: 'new' })
    let isDone = false
    const waiting = write(db).then(() => (isDone = true))
    await db.count('c')
    expect(isDone).toBe(false)
    await tx.rollback()
    await waiting
  })

  it('goes on when the emulated clock passes the end of the transaction, which is dropped', async () => {
    const { db, clock } = await withAccounts({ switches: { transactionSeconds: 30 } })
    const tx = await db.begin()
    await tx.updateDoc('c', 'a', { $set: { n: 100 } })
    const write = db.updateDoc('c', 'a', { $inc: { n: 1 } })
    clock.time += 30_000
    expect(await write).toBe(1)
    expect(await db.doc('c', 'a')).toMatchObject({ n: 2 })
    await expect(tx.commit()).rejects.toMatchObject({ code: 'DATABASE_TRANSACTION_FAIL' })
  })

  it('does not wait for ever when the emulated clock stands still', async () => {
    const { db } = await withAccounts({ switches: { transactionSeconds: 0.05 } })
    const tx = await db.begin()
    await tx.updateDoc('c', 'a', { $set: { n: 100 } })
    expect(await db.updateDoc('c', 'a', { $inc: { n: 1 } })).toBe(1)
    expect(await db.doc('c', 'a')).toMatchObject({ n: 2 })
  })

  it('leaves a transaction alone that is not over yet', async () => {
    const { db, clock } = await withAccounts({ switches: { transactionSeconds: 30 } })
    const tx = await db.begin()
    await tx.updateDoc('c', 'a', { $set: { n: 100 } })
    clock.time += 29_999
    await tx.commit()
    expect(await db.doc('c', 'a')).toMatchObject({ n: 100 })
  })
})
