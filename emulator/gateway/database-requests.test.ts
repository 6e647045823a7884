import { startEmulator } from '../emulator'
import { temporaryProject } from '../project/temporary-project'
import { startScriptable, type ScriptableCloud } from '../testing/scriptable-cloud'

let cloud: ScriptableCloud
beforeAll(async () => {
  cloud = await startScriptable()
})
afterAll(() => cloud.close())
beforeEach(() => cloud.clear())

test('what a function adds it can read, with its dates', async () => {
  const { gave } = await cloud.script(`
    await db.createCollection('notes')
    const { _id } = await db.collection('notes').add({ data: { n: 1, at: new Date(0) } })
    const { data } = await db.collection('notes').doc(_id).get()
    return [data.n, data.at instanceof Date && data.at.getTime()]
  `)
  expect(gave).toEqual([1, 0])
  expect(cloud.emulator.stats.dbCalls).toBe(3)
})

test('a missing collection is -502005 in the words of the cloud', async () => {
  const { failed } = await cloud.script(`return db.collection('nope').get()`)
  expect(failed).toMatchObject({
    errCode: -502005,
    errMsg:
      'collection.get:fail -502005 database collection not exists. [ResourceNotFound] Db or Table not exist: nope. ' +
      'Please check your request, but if the problem cannot be solved, contact us.',
  })
})

test('an operator that does not exist is refused by name', async () => {
  const { failed } = await cloud.script(`
    await db.createCollection('notes')
    return db.collection('notes').where({ n: { $near: 1 } }).get()
  `)
  expect(failed?.errMsg).toMatch('$near')
})

test('a transaction is committed as a whole', async () => {
  const { gave } = await cloud.script(`
    await db.createCollection('notes')
    await db.collection('notes').add({ data: { _id: 'a', n: 1 } })
    await db.runTransaction(async (transaction) => {
      const { data } = await transaction.collection('notes').doc('a').get()
      await transaction.collection('notes').doc('a').update({ data: { n: data.n + 1 } })
    })
    return (await db.collection('notes').doc('a').get()).data.n
  `)
  expect(gave).toBe(2)
})

test('another environment is refused with the name of this one', async () => {
  const { failed } = await cloud.script(`return cloud.database({ env: 'other-env' }).collection('notes').get()`)
  expect(failed).toMatchObject({ errCode: -501001 })
  expect(failed?.errMsg).toMatch('Environment other-env does not exist here, this local cloud is test-env')
})

test('another environment is this one where nothing says which the project has', async () => {
  const project = temporaryProject({ 'cloudfunctions/get/index.js': `const cloud = require('wx-server-sdk')\ncloud.init({ env: 'theirs-1a2b' })\nexports.main = () => cloud.database({ env: 'theirs-1a2b' }).collection('notes').add({ data: { _id: 'a' } })`, 'cloudfunctions/get/package.json': { name: 'get' }, 'project.config.json': { cloudfunctionRoot: 'cloudfunctions/' } })
  const emulator = await startEmulator({ projectDir: project.dir, port: 0, createCollections: true })
  expect(await emulator.functions.invoke('get', {}, { kind: 'console' })).toMatchObject({ ok: true, result: { _id: 'a' } })
  await emulator.close()
  project.remove()
})

describe('ordered faults', () => {
  beforeEach(async () => {
    await cloud.script(`await db.createCollection('notes'); await db.collection('notes').add({ data: { _id: 'a', n: 1 } })`)
  })

  test('an error is answered without executing the request', async () => {
    cloud.emulator.faults.set({ db: { errors: [{ code: 'EXCEED_REQUEST_LIMIT', times: 1 }] } })
    const { failed } = await cloud.script(`return db.collection('notes').doc('a').update({ data: { n: 2 } })`)
    expect(failed).toMatchObject({ errCode: -501003 })
    expect(cloud.emulator.database.find('notes', {}, { limit: 10 })).toMatchObject([{ n: 1 }])
  })

  test('a lost reply leaves the write done', async () => {
    cloud.emulator.faults.set({ db: { lostReplies: 1 } })
    const { failed } = await cloud.script(`return db.collection('notes').doc('a').update({ data: { n: 2 } })`)
    expect(failed?.errMsg).toMatch('socket hang up')
    expect(cloud.emulator.database.find('notes', {}, { limit: 10 })).toMatchObject([{ n: 2 }])
  })

  test('reads lose no reply', async () => {
    cloud.emulator.faults.set({ db: { lostReplies: 1 } })
    expect(await cloud.script(`return (await db.collection('notes').doc('a').get()).data.n`)).toEqual({ gave: 1 })
  })

  test('latency delays each request', async () => {
    cloud.emulator.faults.set({ db: { latencyMs: 60 } })
    const { gave } = await cloud.script(`
      const started = performance.now()
      await db.collection('notes').doc('a').get()
      return performance.now() - started
    `)
    expect(gave).toBeGreaterThanOrEqual(59)
  })

  const BUMP = `
    let runs = 0
    await db.runTransaction(async (transaction) => {
      runs += 1
      const { data } = await transaction.collection('notes').doc('a').get()
      await transaction.collection('notes').doc('a').update({ data: { n: data.n + 1 } })
    })
    return runs
  `

  test('a conflict at commit drops the transaction, and the SDK runs it again', async () => {
    cloud.emulator.faults.set({ db: { conflicts: { commit: 2 } } })
    expect(await cloud.script(BUMP)).toEqual({ gave: 3 })
    expect(cloud.emulator.database.find('notes', {}, { limit: 10 })).toMatchObject([{ n: 2 }])
  })

  test('a conflict that stays is given up after four runs', async () => {
    cloud.emulator.faults.set({ db: { conflicts: { commit: 9 } } })
    expect((await cloud.script(BUMP)).failed).toMatchObject({ code: 'DATABASE_TRANSACTION_CONFLICT' })
    expect(cloud.emulator.faults.plan.db?.conflicts?.commit).toBe(5)
  })

  test('a conflict at an operation is not retried by the SDK', async () => {
    cloud.emulator.faults.set({ db: { conflicts: { operation: 1 } } })
    const { failed } = await cloud.script(BUMP)
    expect(failed).toMatchObject({ errCode: -501001 })
    expect(failed?.message).toMatch('TransactionConflict')
    expect(cloud.emulator.database.find('notes', {}, { limit: 10 })).toMatchObject([{ n: 1 }])
  })
})
