import { type Database } from './database'
import { type Requests, setUp } from './wire-requests.fixture'

const DOCUMENTS = 20_000

// How long it takes is measured in bench/; what is looked at decides it.
describe('a collection of 20,000 documents', () => {
  let db: Requests
  let database: Database

  beforeAll(() => {
    ;({ db, database } = setUp({
      authorizations: {
        indexes: [
          { name: 'openid_template', unique: true, keys: [['openid', 1], ['templateId', 1]] },
          { name: 'template_credits', keys: [['templateId', 1], ['credits', 1]] },
          { name: 'reservations', keys: [['reservations', 1]] },
        ],
      },
    }))
    const docs = Array.from({ length: DOCUMENTS }, (_, i) => ({
      _id: `o${i}:t`,
      openid: `o${i}`,
      templateId: 't',
      credits: i % 4,
      reservations: i % 100 === 0 ? [`p${i}`] : [],
    }))
    database.insert('authorizations', docs)
  })

  it('looks up by an indexed field', () => {
    expect(database.explain('authorizations', { openid: 'o7777' })).toMatchObject({ index: 'openid_template', candidates: 1 })
  })

  it('updates by indexed conditions', async () => {
    const query = { openid: 'o5', credits: { $gte: 0 } }
    expect(database.explain('authorizations', query)).toMatchObject({ index: 'openid_template', candidates: 1 })
    expect(await db.update('authorizations', query, { $inc: { credits: 1 } })).toBe(1)
  })

  it('finds an element of an array', () => {
    expect(database.explain('authorizations', { reservations: 'p500' })).toMatchObject({ index: 'reservations', candidates: 1 })
  })

  it('reads an ordered query only as far as its first page', async () => {
    expect(database.explain('authorizations', { templateId: 't' }, { credits: -1 }, 20)).toMatchObject({ index: 'template_credits', candidates: 20 })
    const page = await db.get('authorizations', { templateId: 't' }, { order: { credits: -1 }, limit: 20 })
    expect(page.map(({ credits }) => credits)).toEqual(Array.from({ length: 20 }, () => 3))
  })

  it('sorts an aggregate by an index, and reads no further than its limit', async () => {
    const newest = { $match: { templateId: 't' } }
    const list = await db.aggregate('authorizations', newest, { $sort: { credits: -1 } }, { $limit: 20 }, { $group: { _id: '$credits', count: { $sum: 1 } } })
    expect(list).toEqual([{ _id: 3, count: 20 }])
    const all = await db.aggregate('authorizations', newest, { $sort: { credits: 1 } }, { $skip: 19_999 }, { $project: { credits: 1, _id: 0 } })
    expect(all).toEqual([{ credits: 3 }])
  })

  it('counts by an index', async () => {
    const query = { templateId: 't', credits: { $gt: 0 } }
    expect(database.explain('authorizations', query)).toMatchObject({ index: 'template_credits', candidates: 15_000 })
    expect(await db.count('authorizations', query)).toBe(15_000)
  })

  it('updates 1000 documents by their _ids', async () => {
    const query = { _id: { $in: Array.from({ length: 1000 }, (_, i) => `o${i * 7}:t`) } }
    expect(database.explain('authorizations', query)).toMatchObject({ index: '_id_', candidates: 1000 })
    expect(await db.update('authorizations', query, { $push: { reservations: 'p' } })).toBe(1000)
  })
})
