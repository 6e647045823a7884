import { fill, startDriver, type Driver } from './driver'

const ORDERS = [
  { _id: '1', by: 'ann', sum: 10, tags: ['new', 'big'], at: 1 },
  { _id: '2', by: 'bob', sum: 30, tags: ['new'], at: 2 },
  { _id: '3', by: 'ann', sum: 20, tags: [], at: 3 },
]

let driver: Driver
beforeAll(async () => {
  driver = await startDriver()
  await fill(driver, ORDERS)
  await fill(driver, [{ _id: 'ann', city: '广州' }, { _id: 'bob', city: '北京' }], 'others')
})
afterAll(() => driver.close())

const aggregate = (stages: string, collection = 'conformance') =>
  driver.run(`return (await db.collection('${collection}').aggregate()${stages}.end()).list`)

/** A test that a pipeline gives this list. */
function gives(name: string, stages: string, list: unknown): void {
  test(name, async () => expect(await aggregate(stages)).toEqual({ result: list }))
}

gives('match and project choose documents and fields', `.match({ sum: _.gte(20) }).sort({ sum: 1 }).project({ _id: 0, total: '$sum' })`, [
  { total: 20 },
  { total: 30 },
])
gives(
  'group gathers with sum, avg, min, max, first and last',
  `.sort({ at: 1 })
    .group({
      _id: '$by',
      sum: $.sum('$sum'), avg: $.avg('$sum'), min: $.min('$sum'), max: $.max('$sum'),
      first: $.first('$_id'), last: $.last('$_id'),
    })
    .sort({ _id: 1 })`,
  [
    { _id: 'ann', sum: 30, avg: 15, min: 10, max: 20, first: '1', last: '3' },
    { _id: 'bob', sum: 30, avg: 30, min: 30, max: 30, first: '2', last: '2' },
  ],
)
gives('group gathers lists with push and addToSet', `.sort({ at: 1 }).group({ _id: null, ids: $.push('$_id'), by: $.addToSet('$by') })`, [
  { _id: null, ids: ['1', '2', '3'], by: ['ann', 'bob'] },
])
gives('sort, skip and limit cut a page', `.sort({ sum: -1 }).skip(1).limit(1).project({ sum: 1 })`, [{ _id: '3', sum: 20 }])
gives('addFields adds to the document', `.match({ _id: '1' }).addFields({ double: $.multiply(['$sum', 2]) }).project({ double: 1 })`, [
  { _id: '1', double: 20 },
])
gives('unwind makes a document of each element and drops empty arrays', `.unwind('$tags').sort({ _id: 1, tags: 1 }).project({ tags: 1 })`, [
  { _id: '1', tags: 'big' },
  { _id: '1', tags: 'new' },
  { _id: '2', tags: 'new' },
])
gives(
  'unwind keeps empty arrays when told so',
  `.unwind({ path: '$tags', preserveNullAndEmptyArrays: true }).match({ _id: '3' }).project({ by: 1 })`,
  [{ _id: '3', by: 'ann' }],
)
gives(
  'lookup joins by a field of each side',
  `.match({ _id: '2' }).lookup({ from: 'others', localField: 'by', foreignField: '_id', as: 'who' }).project({ who: 1 })`,
  [{ _id: '2', who: [{ _id: 'bob', city: '北京' }] }],
)
gives(
  'lookup joins by a pipeline with variables',
  `.match({ _id: '1' })
    .lookup({
      from: 'others',
      let: { by: '$by' },
      pipeline: $.pipeline().match(_.expr($.eq(['$_id', '$$by']))).project({ _id: 0 }).done(),
      as: 'who',
    })
    .project({ who: 1 })`,
  [{ _id: '1', who: [{ city: '广州' }] }],
)
gives('bucket sorts values into ranges, the upper bound outside', `.bucket({ groupBy: '$sum', boundaries: [10, 20, 40] })`, [
  { _id: 10, count: 1 },
  { _id: 20, count: 2 },
])
gives(
  'bucket puts the rest into its default',
  `.bucket({ groupBy: '$sum', boundaries: [0, 15], default: 'more', output: { total: $.sum('$sum') } })`,
  [
    { _id: 0, total: 10 },
    { _id: 'more', total: 50 },
  ],
)
gives('sortByCount counts values, the most frequent first', `.sortByCount('$by')`, [{ _id: 'ann', count: 2 }, { _id: 'bob', count: 1 }])
gives('count counts what is left', `.match({ by: 'ann' }).count('orders')`, [{ orders: 2 }])
gives('count of nothing gives no document', `.match({ by: 'nobody' }).count('orders')`, [])
gives('sample of nothing gives no document', `.match({ by: 'nobody' }).sample({ size: 2 })`, [])
gives('replaceRoot puts an object in the place of the document', `.match({ _id: '1' }).replaceRoot({ newRoot: { only: '$sum' } })`, [
  { only: 10 },
])
gives(
  'cond and concat compute',
  `.match({ _id: '2' }).project({ _id: 0, is: $.cond({ if: $.gt(['$sum', 20]), then: $.concat(['$by', '!']), else: 'no' }) })`,
  [{ is: 'bob!' }],
)

gives('parts of a text by $.substr, also to its end, and a place in it by $.indexOfCP', `.match({ _id: '1' }).project({ _id: 0, end: $.substr(['$by', 1, -1]), at: $.indexOfCP(['$by', 'n']) })`, [{ end: 'nn', at: 1 }])
gives('week counts from Sunday, and is null without a date', `.match({ _id: '1' }).project({ _id: 0, week: $.week($.dateFromString({ dateString: '2019-05-14T00:00:00Z' })), none: $.week('$none') })`, [{ week: 19, none: null }])

test('bucketAuto divides into so many ranges', async () => {
  const { result } = await aggregate(`.bucketAuto({ groupBy: '$sum', buckets: 2, output: { count: $.sum(1) } })`)
  expect((result as { count: number }[]).map(({ count }) => count).sort()).toEqual([1, 2])
})

test('sample gives so many documents', async () => {
  // Which ones is chance: a recording of it says how many.
  const { result } = await driver.run(`return (await db.collection('conformance').aggregate().sample({ size: 2 }).end()).list.length`)
  expect(result).toBe(2)
})

test('dateToString takes a zone by name and by offset', async () => {
  await fill(driver, [{ _id: 'place' }], 'others')
  const { result } = await driver.run(`
    await db.collection('others').doc('place').set({ data: { at: new Date('2026-01-31T18:00:00Z') } })
    const inZone = (timezone) => $.dateToString({ date: '$at', format: '%Y-%m-%d %H:%M', timezone })
    const stages = { _id: 0, named: inZone('Asia/Shanghai'), offset: inZone('+08:00') }
    return (await db.collection('others').aggregate().project(stages).end()).list`)
  expect(result).toEqual([{ named: '2026-02-01 02:00', offset: '2026-02-01 02:00' }])
})

test('geoNear sorts by distance and tells it', async () => {
  const { result } = await driver.run(`
    await db.collection('others').where({ _id: _.exists(true) }).remove()
    await db.collection('others').add({ data: [{ _id: 'far', at: db.Geo.Point(114, 23) }, { _id: 'near', at: db.Geo.Point(113.1, 23) }] })
    const near = db.Geo.Point(113, 23)
    return (await db.collection('others').aggregate().geoNear({ near, distanceField: 'metres', spherical: true }).end()).list`)
  expect(result).toMatchObject([{ _id: 'near' }, { _id: 'far' }])
  const [first] = result as { metres: number }[]
  expect(Math.round((first?.metres ?? 0) / 100)).toBeCloseTo(102, -1)
})

test('facet, graphLookup and their kind are missing in the SDK', async () => {
  for (const stage of ['facet({})', 'graphLookup({})', 'collStats({})', 'indexStats()', 'out("x")', 'redact({})']) {
    const { error } = await aggregate(`.${stage}`)
    expect(error).toMatchObject({ name: 'TypeError', message: 'this._aggregate[stage] is not a function' })
  }
})

test('a collection that does not exist is errCode -1 with the code of the wire', async () => {
  const { error } = await aggregate('', 'nope')
  expect(error).toMatchObject({
    errCode: -1,
    code: 'DATABASE_COLLECTION_NOT_EXIST',
    errMsg: expect.stringMatching(/^collection\.aggregate:fail \[ResourceNotFound\] Db or Table not exist: nope\./),
  })
})
