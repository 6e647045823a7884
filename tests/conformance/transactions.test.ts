import { documents, emulatorOnly, fill, startDriver, type Driver } from './driver'
import { startLocalDriver } from './local-driver'

const CONFLICT = 'DATABASE_TRANSACTION_CONFLICT'
const CONFLICT_TEXT = '[ResourceUnavailable.TransactionConflict] Transaction is conflict, maybe resource operated by others. Please check your request, but if the problem persists, contact us.'

let driver: Driver
beforeAll(async () => {
  driver = await startDriver()
})
afterAll(() => driver.close())
beforeEach(() => fill(driver, [{ _id: 'a', n: 1 }, { _id: 'b', n: 1 }]))

test('what a transaction writes is there when it has ended', async () => {
  const { result } = await driver.run(`
    return db.runTransaction(async (transaction) => {
      const accounts = transaction.collection('conformance')
      await accounts.doc('a').update({ data: { n: _.inc(-1) } })
      await accounts.doc('b').set({ data: { n: 2 } })
      await accounts.add({ data: { _id: 'c', n: 0 } })
      return 'done'
    })`)
  expect(result).toBe('done')
  expect(await documents(driver)).toEqual([{ _id: 'a', n: 0 }, { _id: 'b', n: 2 }, { _id: 'c', n: 0 }])
})

test('a transaction reads its own writes, nobody else does before it ends', async () => {
  const { result } = await driver.run(`
    return db.runTransaction(async (transaction) => {
      await transaction.collection('conformance').doc('a').update({ data: { n: 5 } })
      const inside = (await transaction.collection('conformance').doc('a').get()).data.n
      const outside = (await db.collection('conformance').doc('a').get()).data.n
      return { inside, outside }
    })`)
  expect(result).toEqual({ inside: 5, outside: 1 })
})

test('a transaction sees the database as it was at its first operation', async () => {
  const { result } = await driver.run(`
    const transaction = await db.startTransaction()
    await transaction.collection('conformance').doc('a').get()
    await db.collection('conformance').doc('b').update({ data: { n: 9 } })
    const seen = (await transaction.collection('conformance').doc('b').get()).data.n
    await transaction.rollback()
    return seen`)
  expect(result).toBe(1)
})

test('rollback(reason) undoes everything and rejects with the reason itself', async () => {
  const { error } = await driver.run(`
    await db.runTransaction(async (transaction) => {
      await transaction.collection('conformance').doc('a').update({ data: { n: 5 } })
      await transaction.rollback('not today')
    })`)
  expect(error).toEqual({ thrown: 'not today' })
  expect(await documents(driver)).toContainEqual({ _id: 'a', n: 1 })
})

test('an exception in the callback undoes everything and comes out as it is', async () => {
  const { error } = await driver.run(`
    await db.runTransaction(async (transaction) => {
      await transaction.collection('conformance').doc('a').remove()
      throw new RangeError('boom')
    })`)
  expect(error).toMatchObject({ name: 'RangeError', message: 'boom' })
  expect(await documents(driver)).toHaveLength(2)
})

test('doc().get() of a missing document throws in a transaction too', async () => {
  const { error } = await driver.run(`await db.runTransaction((transaction) => transaction.collection('conformance').doc('zzz').get())`)
  expect(error?.message).toContain('document with _id zzz does not exist')
})

test('a conflict at the commit runs the callback four times and rejects with the code', async () => {
  const { result } = await driver.run(`
    let runs = 0
    const error = await db.runTransaction(async (transaction) => {
      const email = 'taken' + ++runs
      await transaction.collection('conformance').doc('a').update({ data: { n: 0 } })
      await transaction.collection('indexed').add({ data: { email } })
      await db.collection('indexed').add({ data: { email } })
    }).catch((error) => error)
    return { runs, code: error.code, errCode: error.errCode, message: error.message }`)
  expect(result).toEqual({
    runs: 4,
    code: CONFLICT,
    message: expect.stringContaining(CONFLICT_TEXT),
  })
  expect(await documents(driver)).toContainEqual({ _id: 'a', n: 1 })
})

test('a callback that wins on its second run commits', async () => {
  const { result } = await driver.run(`
    let runs = 0
    await db.runTransaction(async (transaction) => {
      const email = 'second' + ++runs
      await transaction.collection('conformance').doc('a').update({ data: { n: 10 + runs } })
      await transaction.collection('indexed').add({ data: { email } })
      if (runs === 1) await db.collection('indexed').add({ data: { email } })
    })
    return runs`)
  expect(result).toBe(2)
  expect(await documents(driver)).toContainEqual({ _id: 'a', n: 12 })
})

test('a write to a document that was changed since the transaction read it fails at once, without a retry', async () => {
  const { result } = await driver.run(`
    let runs = 0
    const error = await db.runTransaction(async (transaction) => {
      runs++
      await transaction.collection('conformance').doc('b').get()
      await db.collection('conformance').doc('a').update({ data: { n: _.inc(1) } })
      await transaction.collection('conformance').doc('a').update({ data: { n: 0 } })
    }).catch((error) => error)
    return { runs, errCode: error.errCode, errMsg: error.errMsg }`)
  expect(result).toEqual({ runs: 1, errCode: -501001, errMsg: expect.stringContaining('TransactionConflict') })
  expect(await documents(driver)).toContainEqual({ _id: 'a', n: 2 })
})

test('a write to a document that another transaction has written fails at once, without a retry', async () => {
  const { result } = await driver.run(`
    const first = await db.startTransaction()
    await first.collection('conformance').doc('a').update({ data: { n: 5 } })
    let runs = 0
    const error = await db.runTransaction(async (second) => {
      runs++
      await second.collection('conformance').doc('a').update({ data: { n: 6 } })
    }).catch((error) => error)
    await first.commit()
    return { runs, errCode: error.errCode, errMsg: error.errMsg }`)
  expect(result).toEqual({ runs: 1, errCode: -501001, errMsg: expect.stringContaining('TransactionConflict') })
  expect(await documents(driver)).toContainEqual({ _id: 'a', n: 5 })
})

test('an ordinary write waits until the transaction that holds the document has ended', async () => {
  const { result } = await driver.run(`
    const order = []
    const transaction = await db.startTransaction()
    await transaction.collection('conformance').doc('a').update({ data: { n: 5 } })
    const write = db.collection('conformance').doc('a').update({ data: { n: _.inc(1) } }).then(() => order.push('write'))
    await db.collection('conformance').doc('b').get()
    order.push('commit')
    await transaction.commit()
    await write
    return order`)
  expect(result).toEqual(['commit', 'write'])
  expect(await documents(driver)).toContainEqual({ _id: 'a', n: 6 })
})

test('where().update() on the transaction object is carried out at once, outside of it', async () => {
  const { error } = await driver.run(`
    await db.runTransaction(async (transaction) => {
      await transaction.collection('conformance').where({ _id: 'b' }).update({ data: { n: 7 } })
      throw new Error('undo')
    })`)
  expect(error?.message).toBe('undo')
  expect(await documents(driver)).toContainEqual({ _id: 'b', n: 7 })
})

test('two transactions that write different documents do not disturb each other', async () => {
  const { error } = await driver.run(`
    const set = (id) => db.runTransaction((transaction) => transaction.collection('conformance').doc(id).update({ data: { n: id } }))
    await Promise.all([set('a'), set('b')])`)
  expect(error).toBeUndefined()
  expect(await documents(driver)).toEqual([{ _id: 'a', n: 'a' }, { _id: 'b', n: 'b' }])
})

test('an ended transaction takes no more operations', async () => {
  const { error } = await driver.run(`
    const transaction = await db.startTransaction()
    await transaction.collection('conformance').doc('a').get()
    await transaction.commit()
    await transaction.collection('conformance').doc('a').update({ data: { n: 5 } })`)
  expect(error).toBeDefined()
  expect(await documents(driver)).toContainEqual({ _id: 'a', n: 1 })
})

emulatorOnly('a transaction that takes longer than 30 seconds is dropped, and its lock with it', async () => {
  const local = await startLocalDriver()
  try {
    await fill(local, [{ _id: 'a', n: 1 }])
    const started = await local.run(`
      const transaction = await db.startTransaction()
      await transaction.collection('conformance').doc('a').update({ data: { n: 5 } })
      global.kept = transaction`)
    expect(started).toEqual({})
    local.emulator.clock.advance(30_001)
    expect(await local.run(`await db.collection('conformance').doc('a').update({ data: { n: _.inc(1) } })`)).toEqual({})
    expect((await local.run(`await global.kept.commit()`)).error?.code).toBe('DATABASE_TRANSACTION_FAIL')
    expect(await documents(local)).toEqual([{ _id: 'a', n: 2 }])
  } finally {
    await local.close()
  }
})
