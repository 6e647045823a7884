import { documents, emulatorOnly, fill, startDriver, type Driver } from './driver'
import { startLocalDriver } from './local-driver'

const PEOPLE = [
  { _id: 'ann', name: 'Ann', age: 30, city: '广州' },
  { _id: 'bob', name: 'Bob', age: 25, city: '广州' },
  { _id: 'cat', name: 'Cat', age: 30, city: '北京' },
]

let driver: Driver
beforeAll(async () => {
  driver = await startDriver()
})
afterAll(() => driver.close())
beforeEach(() => fill(driver, PEOPLE))

const idsOf = (query: string) => driver.run(`return (await db.collection('conformance').${query}.get()).data.map(({ _id }) => _id)`)

test('doc().get() gives the document', async () => {
  const { result } = await driver.run(`return db.collection('conformance').doc('ann').get()`)
  expect(result).toMatchObject({ data: PEOPLE[0], errMsg: 'document.get:ok' })
})

test('doc().get() of a missing document throws', async () => {
  const { error } = await driver.run(`return db.collection('conformance').doc('zzz').get()`)
  expect(error).toMatchObject({ errCode: -1, errMsg: 'document.get:fail document with _id zzz does not exist' })
})

test('with throwOnNotFound false a missing document is null', async () => {
  const { result } = await driver.run(`return cloud.database({ throwOnNotFound: false }).collection('conformance').doc('zzz').get()`)
  expect(result).toMatchObject({ data: null })
})

test('where().get() gives all that match', async () => {
  const { result } = await driver.run(`return db.collection('conformance').where({ city: '广州' }).orderBy('_id', 'asc').get()`)
  expect(result).toMatchObject({ data: [PEOPLE[0], PEOPLE[1]], errMsg: 'collection.get:ok' })
})

test('where() with nothing matching gives an empty list', async () => {
  expect(await idsOf(`where({ city: '上海' })`)).toEqual({ result: [] })
})

test('orderBy sorts by the first key, then by the next', async () => {
  expect(await idsOf(`orderBy('age', 'desc').orderBy('name', 'desc')`)).toEqual({ result: ['cat', 'ann', 'bob'] })
})

test('skip and limit cut a page out of the sorted list', async () => {
  expect(await idsOf(`orderBy('name', 'asc').skip(1).limit(1)`)).toEqual({ result: ['bob'] })
})

test('field() keeps the named fields, and _id unless it is switched off', async () => {
  const { result } = await driver.run(`
    const people = db.collection('conformance').where({ _id: 'ann' })
    const [named] = (await people.field({ name: true }).get()).data
    const [without] = (await people.field({ name: true, _id: false }).get()).data
    const [allBut] = (await people.field({ age: false }).get()).data
    return { named, without, allBut }`)
  expect(result).toEqual({ named: { _id: 'ann', name: 'Ann' }, without: { name: 'Ann' }, allBut: { _id: 'ann', name: 'Ann', city: '广州' } })
})

test('field() takes a slice of an array, or the first element that matches', async () => {
  await fill(driver, [{ _id: 'a', n: 1, tags: [1, 2, 3], items: [{ k: 1 }, { k: 2 }] }, { _id: 'b', n: 2 }])
  const { result } = await driver.run(`
    const all = db.collection('conformance').orderBy('_id', 'asc')
    const sliced = (await all.field({ tags: _.project.slice(1), n: true }).get()).data
    const matching = (await all.field({ items: _.project.elemMatch({ k: 2 }) }).get()).data
    return { sliced, matching }`)
  expect(result).toEqual({
    sliced: [{ _id: 'a', n: 1, tags: [1] }, { _id: 'b', n: 2 }],
    matching: [{ _id: 'a', items: [{ k: 2 }] }, { _id: 'b' }],
  })
})

test('count() counts what matches, without where() everything', async () => {
  const { result } = await driver.run(`
    const people = db.collection('conformance')
    return [await people.count(), await people.where({ age: 30 }).count()]`)
  expect(result).toMatchObject([{ total: 3, errMsg: 'collection.count:ok' }, { total: 2 }])
})

test('an _id that the database makes has 32 hexadecimal digits', async () => {
  const { result } = await driver.run(`return db.collection('conformance').add({ data: { name: 'Dan' } })`)
  expect(result).toMatchObject({ _id: expect.stringMatching(/^[0-9a-f]{32}$/), errMsg: 'collection.add:ok' })
})

test('dates, numbers, null and geo points come back as what they were', async () => {
  const { result } = await driver.run(`
    const data = { at: new Date(1700000000000), whole: 5000000000, broken: -1.5, none: null, place: db.Geo.Point(113, 23) }
    const { _id } = await db.collection('conformance').add({ data })
    const { data: back } = await db.collection('conformance').doc(_id).get()
    const { at, whole, broken, none, place } = back
    const isPoint = place instanceof db.Geo.Point(0, 0).constructor
    return { isDate: at instanceof Date, at: at.getTime(), whole, broken, none, isPoint, longitude: place.longitude }`)
  expect(result).toEqual({ isDate: true, at: 1700000000000, whole: 5000000000, broken: -1.5, none: null, isPoint: true, longitude: 113 })
})

test('a regular expression comes back as its pattern and options', async () => {
  const { result } = await driver.run(`
    const { _id } = await db.collection('conformance').add({ data: { like: /ab+c/i } })
    return (await db.collection('conformance').doc(_id).get()).data.like`)
  expect(result).toEqual({ pattern: 'ab+c', options: 'i' })
})

test('a query for null finds null and missing fields', async () => {
  await fill(driver, [{ _id: 'null', n: null }, { _id: 'missing' }, { _id: 'set', n: 1 }])
  expect(await idsOf(`where({ n: null }).orderBy('_id', 'asc')`)).toEqual({ result: ['missing', 'null'] })
})

test('a query for a value finds it in arrays too, a query for an array the whole array', async () => {
  await fill(driver, [{ _id: 'a', tags: ['x', 'y'] }, { _id: 'b', tags: ['y', 'x'] }, { _id: 'c', tags: 'x' }])
  expect(await idsOf(`where({ tags: 'x' }).orderBy('_id', 'asc')`)).toEqual({ result: ['a', 'b', 'c'] })
  expect(await idsOf(`where({ tags: ['x', 'y'] })`)).toEqual({ result: ['a'] })
})

test('a nested object in where() asks for its fields only', async () => {
  await fill(driver, [{ _id: 'a', sub: { x: { y: 1 }, more: true } }, { _id: 'b', sub: { x: { y: 2 } } }])
  expect(await idsOf(`where({ sub: { x: { y: 1 } } })`)).toEqual({ result: ['a'] })
})

test('a collection that does not exist is -502005 with the words of the cloud', async () => {
  const { error } = await driver.run(`return db.collection('nope').get()`)
  expect(error).toMatchObject({
    errCode: -502005,
    errMsg:
      'collection.get:fail -502005 database collection not exists. [ResourceNotFound] Db or Table not exist: nope. ' +
      'Please check your request, but if the problem cannot be solved, contact us.',
  })
})

test('where() with an undefined value throws in the SDK', async () => {
  const { error } = await driver.run(`return db.collection('conformance').where({ a: undefined }).get()`)
  expect(error?.message).toBe('查询参数对象值不能均为undefined')
})

test('a wrong order and a limit that is no number throw in the SDK', async () => {
  expect((await driver.run(`return db.collection('conformance').orderBy('n', 'up').get()`)).error?.message).toBe('排序字符不合法')
  expect((await driver.run(`return db.collection('conformance').limit('1').get()`)).error?.message).toBe('limitmust be integer')
})

test('what was written is read at once', async () => {
  await driver.run(`return db.collection('conformance').doc('ann').update({ data: { age: 31 } })`)
  expect(await documents(driver)).toContainEqual({ ...PEOPLE[0], age: 31 })
})

emulatorOnly('among 10,000 documents a lookup by an index looks at the matching ones only', async () => {
  const local = await startLocalDriver()
  try {
    const cities = 100
    local.emulator.database.insert(
      'indexed',
      Array.from({ length: 10_000 }, (_, i) => {
        return { _id: String(i), email: `${i}@example.com`, city: i % cities, age: Math.floor(i / cities) }
      }),
    )
    const { database } = local.emulator
    expect(database.explain('indexed', { _id: '7777' })).toMatchObject({ index: '_id_', candidates: 1 })
    expect(database.explain('indexed', { email: '7777@example.com' })).toMatchObject({ index: 'email', candidates: 1 })
    expect(database.explain('indexed', { city: 7, age: { $gte: 90 } }, { age: -1 })).toMatchObject({ index: 'city_age', candidates: 10 })
    const step = `
      const old = db.collection('indexed').where({ city: 7, age: _.gte(90) })
      return old.orderBy('age', 'desc').limit(2).field({ age: 1 }).get()`
    const { result } = await local.run(step)
    expect(result).toMatchObject({ data: [{ _id: '9907', age: 99 }, { _id: '9807', age: 98 }] })
  } finally {
    await local.close()
  }
})
