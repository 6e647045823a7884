import { setUp } from '../wire-requests.fixture'

describe('database.removeDocument', () => {
  const docs = [{ _id: 'a', n: 1 }, { _id: 'b', n: 1 }, { _id: 'c', n: 2 }]

  it('removes all that the query matches, or the first only', async () => {
    const { db, database } = setUp({ c: { indexes: [{ name: 'n', keys: [['n', 1]] }] } })
    database.insert('c', docs)
    expect(await db.remove('c', { n: 1 }, false)).toBe(1)
    expect(await db.remove('c', { n: 1 })).toBe(1)
    expect(await db.remove('c', { n: 1 })).toBe(0)
    expect(await db.get('c')).toEqual([docs[2]])
    expect(database.explain('c', { n: 1 })).toMatchObject({ index: 'n', candidates: 0 })
  })

  it('refuses to run without where(), so that nobody empties a collection by mistake', async () => {
    const { db, database } = setUp({ c: {} })
    database.insert('c', docs)
    await expect(db.remove('c', '')).rejects.toMatchObject({ code: 'INVALID_PARAM' })
    expect(await db.count('c')).toBe(3)
    expect(await db.remove('c', {})).toBe(3)
  })

  it('removes everything without where() when that is switched on', async () => {
    const { db, database } = setUp({ c: {} }, { switches: { removeWithoutWhere: 'all' } })
    database.insert('c', docs)
    expect(await db.remove('c', '')).toBe(3)
  })
})
