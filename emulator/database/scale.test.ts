import { type Database } from './database'
import { type Requests, setUp } from './wire-requests.fixture'

const DOCUMENTS = 100_000
/** Many times what it takes on one idle core, and a fraction of what reading all documents takes. */
const LOOKUP_MS = 20

describe('a collection of 100,000 documents', () => {
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

  /** The least of some runs, so that a busy machine does not matter. */
  async function milliseconds(run: () => Promise<unknown>): Promise<number> {
    const times: number[] = []
    for (let i = 0; i < 5; i++) {
      const start = performance.now()
      await run()
      times.push(performance.now() - start)
    }
    return Math.min(...times)
  }

  it('looks up by an indexed field', async () => {
    expect(await milliseconds(() => db.get('authorizations', { openid: 'o77777' }))).toBeLessThan(LOOKUP_MS)
  })

  it('updates by indexed conditions', async () => {
    const update = (): Promise<number> => db.update('authorizations', { openid: 'o5', credits: { $gte: 0 } }, { $inc: { credits: 1 } })
    expect(await milliseconds(update)).toBeLessThan(LOOKUP_MS)
  })

  it('finds an element of an array', async () => {
    const update = (): Promise<number> => db.update('authorizations', { reservations: 'p500' }, { $inc: { seen: 1 } })
    expect(await milliseconds(update)).toBeLessThan(LOOKUP_MS)
  })

  it('reads the first page of an ordered query', async () => {
    const page = (): Promise<unknown> => db.get('authorizations', { templateId: 't' }, { order: { credits: -1 }, limit: 20 })
    expect(await milliseconds(page)).toBeLessThan(LOOKUP_MS)
  })

  it('counts by an index', async () => {
    const query = { templateId: 't', credits: { $gt: 0 } }
    expect(database.explain('authorizations', query)).toEqual({ index: 'template_credits', candidates: 75_000 })
    expect(await milliseconds(() => db.count('authorizations', query))).toBeLessThan(500)
  })

  it('updates 1000 documents by their _ids', async () => {
    const ids = Array.from({ length: 1000 }, (_, i) => `o${i * 7}:t`)
    const update = (): Promise<number> => db.update('authorizations', { _id: { $in: ids } }, { $push: { reservations: 'p' } })
    expect(await milliseconds(update)).toBeLessThan(500)
  })
})
