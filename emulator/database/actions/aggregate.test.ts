import { type PlainObject } from '../document'
import { type Requests, setUp } from '../wire-requests.fixture'

const orders = [
  { _id: 1, who: 'Ann', n: 3, tags: ['x', 'y'], at: new Date(1000), sub: { a: 1, b: 2 } },
  { _id: 2, who: 'Bob', n: 7, tags: ['x'], at: new Date(2000) },
  { _id: 3, who: 'Ann', n: 12, tags: [], at: new Date(3000) },
]

function withOrders(random?: () => number): Requests {
  const { db, database } = setUp({ orders: { indexes: [{ name: 'who', keys: [['who', 1]] }] }, empty: {} }, { random })
  database.insert('orders', orders)
  database.insert('people', [{ _id: 'p1', name: 'Ann', age: 30 }, { _id: 'p2', name: 'Bob', age: 20 }])
  return db
}

describe('database.aggregateDocuments', () => {
  it.each<[string, PlainObject[], PlainObject[]]>([
    [
      'match, group, sort, project',
      [
        { $match: { n: { $gt: 0 } } },
        { $group: { _id: '$who', total: { $sum: '$n' }, last: { $max: '$at' } } },
        { $sort: { total: -1 } },
        { $skip: 0 },
        { $limit: 10 },
        { $project: { _id: 0, who: '$_id', total: 1, last: 1 } },
      ],
      [{ total: 15, last: new Date(3000), who: 'Ann' }, { total: 7, last: new Date(2000), who: 'Bob' }],
    ],
    [
      'unwind',
      [{ $unwind: '$tags' }, { $project: { _id: 1, tags: 1 } }],
      [{ _id: 1, tags: 'x' }, { _id: 1, tags: 'y' }, { _id: 2, tags: 'x' }],
    ],
    [
      'unwind that keeps empty arrays',
      [{ $unwind: { path: '$tags', preserveNullAndEmptyArrays: true } }, { $match: { _id: 3 } }, { $project: { tags: 1 } }],
      [{ _id: 3 }],
    ],
    ['sortByCount', [{ $unwind: '$tags' }, { $sortByCount: '$tags' }], [{ _id: 'x', count: 2 }, { _id: 'y', count: 1 }]],
    ['count', [{ $match: { who: 'Ann' } }, { $count: 'total' }], [{ total: 2 }]],
    ['count of nothing gives no document', [{ $match: { who: 'Zed' } }, { $count: 'total' }], []],
    [
      'bucket',
      [{ $bucket: { groupBy: '$n', boundaries: [0, 7, 12], default: 'more', output: { count: { $sum: 1 }, ids: { $push: '$_id' } } } }],
      [{ _id: 0, count: 1, ids: [1] }, { _id: 7, count: 1, ids: [2] }, { _id: 'more', count: 1, ids: [3] }],
    ],
    ['bucketAuto', [{ $bucketAuto: { groupBy: '$n', buckets: 1 } }], [{ _id: { min: 3, max: 12 }, count: 3 }]],
    [
      'lookup by fields',
      [{ $match: { _id: 1 } }, { $lookup: { from: 'people', localField: 'who', foreignField: 'name', as: 'p' } }, { $project: { p: 1 } }],
      [{ _id: 1, p: [{ _id: 'p1', name: 'Ann', age: 30 }] }],
    ],
    [
      'lookup by a pipeline',
      [
        { $match: { _id: 2 } },
        {
          $lookup: {
            from: 'people',
            let: { who: '$who' },
            pipeline: [{ $match: { $expr: { $eq: ['$name', '$$who'] } } }, { $project: { _id: 0, age: 1 } }],
            as: 'p',
          },
        },
        { $project: { p: 1 } },
      ],
      [{ _id: 2, p: [{ age: 20 }] }],
    ],
    [
      'addFields',
      [{ $match: { _id: 1 } }, { $addFields: { 'sub.c': 3 } }, { $project: { sub: 1 } }],
      [{ _id: 1, sub: { a: 1, b: 2, c: 3 } }],
    ],
    ['replaceRoot', [{ $match: { _id: 1 } }, { $replaceRoot: { newRoot: '$sub' } }], [{ a: 1, b: 2 }]],
    ['two matches in a row', [{ $match: { who: 'Ann' } }, { $match: { n: 12 } }, { $project: { n: 1 } }], [{ _id: 3, n: 12 }]],
    [
      'dates in the time zone asked for',
      [{ $match: { _id: 1 } }, { $project: { _id: 0, t: { $dateToString: { date: '$at', format: '%H:%M', timezone: 'Asia/Shanghai' } } } }],
      [{ t: '08:00' }],
    ],
  ])('%s', async (_name, stages, expected) => {
    expect(await withOrders().aggregate('orders', ...stages)).toEqual(expected)
  })

  it('leaves the stored documents alone, whatever the stages do to nested fields', async () => {
    const db = withOrders()
    await db.aggregate('orders', { $addFields: { 'sub.c': 3 } }, { $project: { 'sub.a': 0 } })
    await db.aggregate('orders', { $unwind: { path: '$tags', preserveNullAndEmptyArrays: true } })
    expect(await db.get('orders')).toEqual(orders)
  })

  it('sample gives different documents by chance, and nothing of nothing', async () => {
    const db = withOrders(() => 0.99)
    expect((await db.aggregate('orders', { $sample: { size: 2 } })).map(({ _id }) => _id)).toEqual([3, 2])
    expect(await db.aggregate('orders', { $sample: { size: 9 } })).toHaveLength(3)
    expect(await db.aggregate('empty', { $sample: { size: 1 } })).toEqual([])
  })

  it('$$NOW is the time of the emulated clock', async () => {
    const { db, clock } = setUp({ c: {} })
    await db.add('c', { _id: 'a' })
    clock.time = 12_000
    expect(await db.aggregate('c', { $project: { _id: 0, now: '$$NOW' } })).toEqual([{ now: new Date(12_000) }])
  })

  it('geoNear gives the distance in metres, nearest first', async () => {
    const { db, database } = setUp({})
    const point = (lng: number): object => ({ type: 'Point', coordinates: [lng, 0] })
    database.insert('places', [{ _id: 'far', g: point(2), ok: true }, { _id: 'near', g: point(1), ok: true }, { _id: 'no', g: point(1) }])
    const spec = { near: point(0), distanceField: 'dist.metres', query: { ok: true }, spherical: true, includeLocs: 'at' }
    const found = await db.aggregate('places', { $geoNear: spec }, { $project: { dist: 1, at: 1 } })
    expect(found).toEqual([
      { _id: 'near', dist: { metres: expect.closeTo(111_319, 0) as number }, at: point(1) },
      { _id: 'far', dist: { metres: expect.closeTo(222_638, 0) as number }, at: point(2) },
    ])
    expect(await db.aggregate('places', { $geoNear: { ...spec, maxDistance: 120_000 } }, { $count: 'n' })).toEqual([{ n: 1 }])
  })

  it('geoNear has the distance to the last digit that MongoDB has', async () => {
    const { db, database } = setUp({})
    database.insert('places', [{ _id: 'a', g: { type: 'Point', coordinates: [113.306789, 23.1564721] } }])
    const near = { type: 'Point', coordinates: [113.3089506, 23.0968251] }
    const found = await db.aggregate('places', { $geoNear: { near, distanceField: 'metres', spherical: true } })
    expect(found).toMatchObject([{ metres: 6643.521654040738 }])
  })

  it.each([
    [{ $facet: {} }, '$facet'],
    [{ $out: 'x' }, '$out'],
    [{ $merge: 'x' }, '$merge'],
    [{ $lookup: { from: 'people', pipeline: [{ $graphLookup: {} }], as: 'x' } }, '$graphLookup'],
    [{ $group: { _id: null, x: { $accumulator: {} } } }, '$accumulator'],
    [{ $match: { n: { $foo: 1 } } }, '$foo'],
    [{ $project: { x: { $foo: 1 } } }, '$foo'],
  ])('refuses %j by its name', async (stage, name) => {
    const request = withOrders().aggregate('orders', stage)
    await expect(request).rejects.toMatchObject({ code: 'DATABASE_INVALID_OPERRATOR', message: expect.stringContaining(name) as string })
  })

  it.each([[{ $count: '$n' }], [{ $sample: { size: 0 } }], [{ $bucket: { groupBy: '$n', boundaries: [1] } }], [{ $geoNear: { near: 1 } }]])(
    'refuses the malformed %j',
    async (stage) => {
      await expect(withOrders().aggregate('orders', stage)).rejects.toMatchObject({ code: 'INVALID_PARAM' })
    },
  )

  it('says that a bucket without default meets a value outside its boundaries', async () => {
    const request = withOrders().aggregate('orders', { $bucket: { groupBy: '$n', boundaries: [0, 5] } })
    await expect(request).rejects.toMatchObject({ code: 'DATABASE_REQUEST_FAILED' })
  })

  it('names the foreign collection that does not exist', async () => {
    const request = withOrders().aggregate('orders', { $lookup: { from: 'nope', localField: 'who', foreignField: 'x', as: 'y' } })
    await expect(request).rejects.toMatchObject({ code: 'DATABASE_COLLECTION_NOT_EXIST' })
    await expect(request).rejects.toThrow('nope')
  })

  it.each([[{ stages: 'x' }], [{ stages: [{ stageKey: '$match' }] }], [{}]])('refuses the body %j', async (body) => {
    const request = withOrders().send('aggregateDocuments', { collectionName: 'orders', ...body })
    await expect(request).rejects.toMatchObject({ code: 'INVALID_PARAM' })
  })
})
