import fc from 'fast-check'
import { type CollectionConfig } from '../../project/project'
import { type Document } from '../document'
import { parseOrder, sortBy } from '../query/sort'
import { setUp } from '../wire-requests.fixture'

const INDEXES: CollectionConfig['indexes'] = [
  { name: 'a_b', keys: [['a', 1], ['b', -1]] },
  { name: 'b', keys: [['b', 1]] },
  { name: 'tags', keys: [['tags', 1]] },
  { name: 'list_k', keys: [['list.k', -1]] },
]

describe('explain', () => {
  function withDocs(): ReturnType<typeof setUp>['database'] {
    const { database } = setUp({ c: { indexes: INDEXES } })
    database.insert(
      'c',
      Array.from({ length: 100 }, (_, i) => ({ _id: `d${i}`, a: i % 10, b: i, tags: [`t${i % 4}`, 'all'], list: [{ k: i }, { k: -i }] })),
    )
    return database
  }

  it.each<[string, object, string | null, number]>([
    ['no condition', {}, null, 100],
    ['a field without index', { z: 1 }, null, 100],
    ['one _id', { _id: 'd5' }, '_id_', 1],
    ['several _ids', { _id: { $in: ['d5', 'd6', 'zzz', 'd5'] }, a: { $gte: 0 } }, '_id_', 2],
    ['a range of _ids', { _id: { $gt: 'd97' } }, '_id_', 2],
    ['equality on the first field', { a: 3 }, 'a_b', 10],
    ['equality and a range on the second', { a: 3, b: { $gte: 40, $lt: 60 } }, 'a_b', 2],
    ['equality inside $and', { $and: [{ a: 3 }, { b: 13 }] }, 'a_b', 1],
    ['$in and equality', { a: { $in: [1, 2] }, b: { $eq: 11 } }, 'a_b', 1],
    ['a half-open range', { b: { $gt: 94 } }, 'b', 5],
    ['a range of one type only', { b: { $lt: 'text' } }, 'b', 0],
    ['an element of an array', { tags: 't1' }, 'tags', 25],
    ['an element that all have', { tags: 'all', a: 3 }, 'a_b', 10],
    ['a field of objects in an array, each document once', { 'list.k': { $lte: 1 } }, 'list_k', 100],
    ['a missing field', { a: null }, 'a_b', 0],
    ['$ne is not narrowed', { a: { $ne: 3 } }, null, 100],
    ['$nin is not narrowed', { a: { $nin: [3] } }, null, 100],
    ['$or is not narrowed', { $or: [{ a: 1 }, { b: 2 }] }, null, 100],
    ['a pattern is not narrowed', { a: /1/ }, null, 100],
    ['a whole array is not narrowed', { tags: ['t1', 'all'] }, null, 100],
  ])('%s', (_name, query, index, candidates) => {
    expect(withDocs().explain('c', query)).toMatchObject({ index, candidates })
  })

  it('an index gives the order, either way, after fields that are fixed', () => {
    const database = withDocs()
    expect(database.explain('c', {}, { b: -1 }).index).toBe('b')
    expect(database.explain('c', {}, { a: 1, b: -1 }).index).toBe('a_b')
    expect(database.explain('c', {}, { a: -1, b: 1 }).index).toBe('a_b')
    expect(database.explain('c', { a: 3 }, { b: 1 })).toMatchObject({ index: 'a_b', candidates: 10 })
    expect(database.explain('c', {}, { a: 1, b: 1 }).index).toBeNull()
    expect(database.explain('c', {}, { tags: 1 }).index).toBeNull()
  })

  it('prefers few candidates to the right order, and the right order to sorting many', () => {
    const { database } = setUp({ c: { indexes: [{ name: 'state', keys: [['state', 1]] }] } })
    database.insert('c', Array.from({ length: 3000 }, (_, i) => ({ _id: String(i), state: i % 300 === 0 ? 'rare' : 'usual' })))
    expect(database.explain('c', { state: 'rare' }, { _id: 1 })).toMatchObject({ index: 'state', candidates: 10 })
    expect(database.explain('c', { state: 'usual', _id: { $gt: '5' } }, { _id: 1 }).index).toBe('_id_')
    expect(database.explain('c', { state: 'usual' }).index).toBe('state')
  })
})

// Few values, so that they meet; all types, and arrays, so that every way to store a value is met.
const scalar = fc.constantFrom<unknown[]>(null, 0, 1, 2, -1, 1.5, NaN, 'a', 'b', '', true, false, new Date(0), new Date(1))
const value = fc.oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 2, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.record({ k: scalar }) },
  { weight: 1, arbitrary: fc.constantFrom<unknown[]>([[]], [[1, 2]], [['a'], 'b']) },
)
const document = fc.record(
  {
    a: value,
    b: value,
    tags: fc.oneof(value, fc.array(value, { maxLength: 3 })),
    list: fc.oneof(scalar, fc.array(fc.oneof(scalar, fc.record({ k: value }, { requiredKeys: [] })), { maxLength: 3 })),
  },
  { requiredKeys: [] },
)
const documents = fc.array(document, { maxLength: 25 })

const field = fc.constantFrom('a', 'b', 'tags', 'list.k', 'a.k')
const operand = fc.oneof(value, fc.constant(/^a/))
const condition = fc.oneof(
  operand,
  fc.tuple(fc.constantFrom('$eq', '$ne', '$gt', '$gte', '$lt', '$lte'), value).map(([name, to]) => ({ [name]: to })),
  fc.tuple(fc.constantFrom('$in', '$nin'), fc.array(operand, { maxLength: 3 })).map(([name, to]) => ({ [name]: to })),
  fc.record({ $gt: scalar, $lt: scalar }),
  fc.record({ $gte: scalar, $lte: scalar, $ne: scalar }),
)
const terms = fc.tuple(field, condition).map(([name, what]) => ({ [name]: what }))
const query = fc.oneof(
  terms,
  fc.tuple(terms, terms).map(([one, other]) => ({ ...one, ...other })),
  fc.tuple(terms, terms, terms).map(([one, ...more]) => ({ ...one, $and: more })),
  fc.tuple(terms, terms).map((either) => ({ $or: either })),
)
const ORDERS: Record<string, 1 | -1>[] = [{ a: 1 }, { a: 1, b: -1 }, { a: -1, b: 1 }, { b: -1 }, { b: 1, a: 1 }, { _id: -1 }, { tags: 1 }]
const order = fc.constantFrom(...ORDERS, { tags: -1 } as const)

const RUNS = { numRuns: 400 }

describe('an index never changes what is found', () => {
  function twins(docs: object[]): { indexed: ReturnType<typeof setUp>; plain: ReturnType<typeof setUp> } {
    const indexed = setUp({ c: { indexes: INDEXES } })
    const plain = setUp({ c: {} })
    for (const { database } of [indexed, plain]) database.insert('c', docs.map((doc, i) => ({ _id: `d${i}`, ...doc })))
    return { indexed, plain }
  }

  it('by any query', () => {
    fc.assert(
      fc.property(documents, query, (docs, what) => {
        const { indexed, plain } = twins(docs)
        const ids = ({ database }: typeof plain): unknown[] => database.find('c', what).map(({ _id }) => _id).sort()
        expect(ids(indexed)).toEqual(ids(plain))
      }),
      RUNS,
    )
  })

  it('by any query in any order, page by page', async () => {
    await fc.assert(
      fc.asyncProperty(documents, query, order, fc.integer({ min: 1, max: 9 }), async (docs, what, by, limit) => {
        const { db, database } = twins(docs).indexed
        const all = database.find('c', what)
        const pages: Document[] = []
        for (let offset = 0; offset <= all.length; offset += limit) {
          pages.push(...((await db.get('c', what, { order: by, offset, limit })) as Document[]))
        }
        expect(pages.map(({ _id }) => _id).sort()).toEqual(all.map(({ _id }) => _id).sort())
        // Sorting keeps equal ones in place, so that only what is in order stays as it is.
        expect(sortBy(pages, parseOrder(by), (doc) => doc)).toEqual(pages)
      }),
      RUNS,
    )
  })

  it('after any updates and removals', async () => {
    const change = fc.oneof(
      fc.record({ update: query, set: fc.tuple(fc.constantFrom('a', 'b', 'tags', 'list'), value) }),
      fc.record({ remove: query }),
    )
    await fc.assert(
      fc.asyncProperty(documents, fc.array(change, { maxLength: 4 }), query, async (docs, changes, what) => {
        const { indexed, plain } = twins(docs)
        const counts = async ({ db }: typeof plain): Promise<number[]> => {
          const made: number[] = []
          for (const step of changes) {
            if ('remove' in step) made.push(await db.remove('c', step.remove))
            else made.push(await db.update('c', step.update, { $set: { [step.set[0]]: step.set[1] } }))
          }
          return [...made, await db.count('c', what)]
        }
        expect(await counts(indexed)).toEqual(await counts(plain))
      }),
      RUNS,
    )
  })

  it('from inside a transaction', async () => {
    await fc.assert(
      fc.asyncProperty(documents, documents, query, async (docs, more, what) => {
        const { db, database } = setUp({ c: { indexes: INDEXES } })
        database.insert('c', docs.map((doc, i) => ({ _id: `d${i}`, ...doc })))
        const tx = await db.begin()
        const ids = async (from: typeof db): Promise<unknown[]> => (await from.get('c', what)).map(({ _id }) => _id).sort()
        const before = await ids(tx)
        for (const [i, doc] of more.entries()) await db.set('c', `d${i}`, { ...doc, changed: true })
        expect(await ids(tx)).toEqual(before)
        await tx.rollback()
        const [writer, writes] = [await db.begin(), setUp({ c: {} })]
        writes.database.insert('c', database.find('c', {}))
        for (const [i, doc] of docs.entries()) for (const to of [writer, writes.db]) await to.set('c', `d${i * 2}`, doc)
        expect(await ids(writer)).toEqual(await ids(writes.db))
      }),
      { numRuns: 100 },
    )
  })
})

describe('a unique index', () => {
  it('never holds a key twice, whatever is written, and refuses nothing else', async () => {
    const key = fc.constantFrom<unknown[]>(null, undefined, 1, 2, 'x', [1, 2], [3])
    const way = fc.constantFrom('add', 'set', 'update', 'remove', 'transaction')
    const write = fc.record({ id: fc.constantFrom('p', 'q', 'r', 's'), k: key, way })
    const keysOf = (k: unknown): unknown[] => (Array.isArray(k) ? k : [k ?? null])
    await fc.assert(
      fc.asyncProperty(fc.array(write, { maxLength: 15 }), async (writes) => {
        const { db, database } = setUp({ c: { indexes: [{ name: 'k', unique: true, keys: [['k', 1]] }] } })
        const model = new Map<string, unknown>()
        for (const { id, k, way } of writes) {
          const others = [...model].filter(([other]) => other !== id).flatMap(([, its]) => keysOf(its))
          const isTaken = keysOf(k).some((one) => others.includes(one))
          const exists = model.has(id)
          const doc = k === undefined ? {} : { k }
          const attempt = async (): Promise<unknown> => {
            if (way === 'add') return db.add('c', { _id: id, ...doc })
            if (way === 'set') return db.set('c', id, doc)
            if (way === 'remove') return db.remove('c', { _id: id })
            if (way === 'update') return db.updateDoc('c', id, k === undefined ? { $unset: { k: '' } } : { $set: { k } })
            const tx = await db.begin()
            await tx.set('c', id, doc).catch(async (error: unknown) => {
              await tx.rollback()
              throw error
            })
            return tx.commit()
          }
          const fails = way === 'remove' ? false : way === 'update' ? exists && isTaken : isTaken || (way === 'add' && exists)
          if (fails) {
            await expect(attempt()).rejects.toThrow('E11000')
            continue
          }
          await attempt()
          if (way === 'remove') model.delete(id)
          else if (way !== 'update' || exists) model.set(id, k)
        }
        expect(new Map(database.find('c', {}).map(({ _id, k }) => [_id, k]))).toEqual(model)
      }),
      RUNS,
    )
  })
})
