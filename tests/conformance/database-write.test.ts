import { documents, emulatorOnly, fill, startDriver, type Driver } from './driver'

let driver: Driver
beforeAll(async () => {
  driver = await startDriver()
})
afterAll(() => driver.close())
beforeEach(() => fill(driver, [{ _id: 'a', n: 1 }, { _id: 'b', n: 2 }, { _id: 'c', n: 2 }]))

const on = (expression: string, data?: Record<string, unknown>) => driver.run(`return db.collection('conformance')${expression}`, data)

test('add() keeps a given _id', async () => {
  expect(await on(`.add({ data: { _id: 'd', n: 4 } })`)).toMatchObject({ result: { _id: 'd', errMsg: 'collection.add:ok' } })
  expect(await documents(driver)).toContainEqual({ _id: 'd', n: 4 })
})

test('add() of a list adds all and gives their ids', async () => {
  expect(await on(`.add({ data: [{ _id: 'd' }, { _id: 'e' }] })`)).toMatchObject({ result: { _ids: ['d', 'e'] } })
})

test('add() of an _id that exists is -502001 with E11000', async () => {
  const { error } = await on(`.add({ data: { _id: 'a' } })`)
  expect(error).toMatchObject({ errCode: -502001, errMsg: expect.stringMatching(/^collection\.add:fail -502001 database request fail\. /) })
  const words = error?.errMsg?.replace(/collection: \S+/, 'collection: …')
  expect(words).toContain(
    '[FailedOperation] multiple write errors: ' +
      '[{write errors: [{E11000 duplicate key error collection: … index: _id_ dup key: { _id: "a" }}]}, {<nil>}]',
  )
})

test('of a list with an _id that exists, the documents before it stay', async () => {
  const { error } = await on(`.add({ data: [{ _id: 'd' }, { _id: 'a' }, { _id: 'e' }] })`)
  expect(error?.errCode).toBe(-502001)
  expect(await documents(driver)).toMatchObject([{ _id: 'a' }, { _id: 'b' }, { _id: 'c' }, { _id: 'd' }])
})

test('a unique index refuses a second document with the key, by add and by update', async () => {
  const { result } = await driver.run(`
    const indexed = db.collection('indexed')
    await indexed.where({ _id: _.exists(true) }).remove()
    await indexed.add({ data: [{ _id: '1', email: 'a@b.c' }, { _id: '2', email: 'd@e.f' }] })
    const refused = []
    await indexed.add({ data: { email: 'a@b.c' } }).catch((error) => refused.push(error.errMsg))
    await indexed.doc('2').update({ data: { email: 'a@b.c' } }).catch((error) => refused.push(error.errMsg))
    return refused`)
  expect(result).toEqual([
    expect.stringMatching(/^collection\.add:fail -502001 .*E11000.*index: email dup key: \{ email: "a@b\.c" \}/),
    expect.stringMatching(/^document\.update:fail -502001 .*E11000/),
  ])
})

test('add() without data is refused', async () => {
  expect((await on(`.add({})`)).error?.errCode).toBe(-501007)
})

test('doc().update() changes the named fields and leaves the rest', async () => {
  const { result } = await on(`.doc('a').update({ data: { m: 5 } })`)
  expect(result).toMatchObject({ stats: { updated: 1 }, errMsg: 'document.update:ok' })
  expect(await documents(driver)).toContainEqual({ _id: 'a', n: 1, m: 5 })
})

test('doc().update() of a missing document changes nothing and does not throw', async () => {
  expect(await on(`.doc('zzz').update({ data: { n: 1 } })`)).toMatchObject({ result: { stats: { updated: 0 } } })
})

test('an update to the same value counts no document', async () => {
  expect(await on(`.doc('a').update({ data: { n: 1 } })`)).toMatchObject({ result: { stats: { updated: 0 } } })
})

test('where().update() changes all that match', async () => {
  expect(await on(`.where({ n: 2 }).update({ data: { n: 3 } })`)).toMatchObject({
    result: { stats: { updated: 2 }, errMsg: 'collection.update:ok' },
  })
})

test('where().update() with multi false changes one', async () => {
  expect(await on(`.where({ n: 2 }).update({ data: { n: 3 }, multi: false })`)).toMatchObject({ result: { stats: { updated: 1 } } })
})

test('where().update() finds and changes in one step: of two claims one wins', async () => {
  const claim = `db.collection('conformance').where({ _id: 'a', n: 1 }).update({ data: { n: 9 } })`
  const { result } = await driver.run(`return (await Promise.all([${claim}, ${claim}])).map(({ stats }) => stats.updated).sort()`)
  expect(result).toEqual([0, 1])
})

test('doc().set() replaces the whole document', async () => {
  const { result } = await on(`.doc('a').set({ data: { m: 1 } })`)
  expect(result).toMatchObject({ stats: { updated: 1, created: 0 }, errMsg: 'document.set:ok' })
  expect(await documents(driver)).toContainEqual({ _id: 'a', m: 1 })
})

test('doc().set() creates a missing document', async () => {
  expect(await on(`.doc('new').set({ data: { m: 1 } })`)).toMatchObject({ result: { _id: 'new', stats: { updated: 0, created: 1 } } })
  expect(await documents(driver)).toContainEqual({ _id: 'new', m: 1 })
})

test('update() and set() of _id are -501007', async () => {
  for (const call of [`update({ data: { _id: 'x' } })`, `set({ data: { _id: 'x' } })`]) {
    const { error } = await on(`.doc('a').${call}`)
    expect(error).toMatchObject({ errCode: -501007, errMsg: expect.stringContaining('不能更新_id的值') })
  }
})

test('set() with a command is -502001', async () => {
  const { error } = await on(`.doc('a').set({ data: { n: _.inc(1) } })`)
  expect(error).toMatchObject({ errCode: -502001, errMsg: expect.stringContaining('update operator complicit') })
})

test('update() and set() without a field are refused by the SDK', async () => {
  for (const call of ['update', 'set']) {
    const { error } = await on(`.doc('a').${call}({ data: {} })`)
    expect(error).toMatchObject({ errCode: -1, errMsg: expect.stringContaining('data must not be empty') })
  }
})

test('doc().remove() removes one, and of a missing one none', async () => {
  expect(await on(`.doc('a').remove()`)).toMatchObject({ result: { stats: { removed: 1 }, errMsg: 'document.remove:ok' } })
  expect(await on(`.doc('a').remove()`)).toMatchObject({ result: { stats: { removed: 0 } } })
})

test('where().remove() removes all that match', async () => {
  expect(await on(`.where({ n: 2 }).remove()`)).toMatchObject({ result: { stats: { removed: 2 }, errMsg: 'collection.remove:ok' } })
  expect(await documents(driver)).toEqual([{ _id: 'a', n: 1 }])
})

test('remove() without where() is refused and removes nothing', async () => {
  expect((await on(`.remove()`)).error?.errCode).toBe(-501007)
  expect(await documents(driver)).toHaveLength(3)
})

test('serverDate() becomes the time of the server, with its offset', async () => {
  const { result } = await driver.run(`
    const before = Date.now()
    await db.collection('conformance').doc('a').set({ data: { at: db.serverDate(), later: db.serverDate({ offset: 60000 }) } })
    const { at, later } = (await db.collection('conformance').doc('a').get()).data
    return { isDate: at instanceof Date, apart: later - at, isNow: Math.abs(at - before) < 60000 }`)
  expect(result).toEqual({ isDate: true, apart: 60_000, isNow: true })
})

test('serverDate() works inside push and inside nested objects', async () => {
  const { result } = await driver.run(`
    await db.collection('conformance').doc('a').update({ data: { log: _.push({ at: db.serverDate() }), deep: { at: db.serverDate() } } })
    const { log, deep } = (await db.collection('conformance').doc('a').get()).data
    return [log[0].at instanceof Date, deep.at instanceof Date]`)
  expect(result).toEqual([true, true])
})

test('undefined fields are left out', async () => {
  await on(`.add({ data: { _id: 'd', set: 1, unset: undefined } })`)
  expect(await documents(driver)).toContainEqual({ _id: 'd', set: 1 })
})

test('the SDK sends an empty update for a field that is set to {}', async () => {
  expect(await on(`.doc('a').update({ data: { sub: {} } })`)).toMatchObject({ result: { stats: { updated: 0 } } })
  await on(`.doc('a').update({ data: { sub: _.set({}) } })`)
  expect(await documents(driver)).toContainEqual({ _id: 'a', n: 1, sub: {} })
})

test('the SDK loses serverDate() inside _.set()', async () => {
  await on(`.doc('a').update({ data: { at: _.set(db.serverDate()) } })`)
  expect(await documents(driver)).toContainEqual({ _id: 'a', n: 1, at: { offset: 0 } })
})

test('the SDK loses the bytes of a Buffer, and throws for a BigInt', async () => {
  await on(`.doc('a').set({ data: { bytes: Buffer.from('abc') } })`)
  expect(await documents(driver)).toContainEqual({ _id: 'a', bytes: { type: 'Buffer', data: [] } })
  expect((await on(`.doc('a').update({ data: { n: 1n } })`)).error?.message).toContain('Do not know how to serialize a BigInt')
})

emulatorOnly('createCollection() makes a collection once', async () => {
  const create = `return cloud.database().createCollection('made')`
  expect(await driver.run(create)).toMatchObject({ result: { errMsg: 'createCollection:ok' } })
  expect(await driver.run(create)).toMatchObject({ error: { errCode: -1, code: 'DATABASE_COLLECTION_ALREADY_EXIST' } })
})
