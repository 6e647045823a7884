import { startEmulator } from '../../emulator/emulator'
import { makeProject } from '../../emulator/testing/project'
import { documents, fill } from './driver'
import { ENV_ID, startLocalDriver, type LocalDriver } from './local-driver'

let driver: LocalDriver
beforeAll(async () => {
  driver = await startLocalDriver({ switches: { db: { removeWithoutWhere: 'all', updatedCounts: 'matched', transactionSeconds: 5 } } })
})
afterAll(() => driver.close())
beforeEach(() => fill(driver, [{ _id: 'a', n: 1 }, { _id: 'b', n: 2 }]))

test('by switch updated counts what matched, changed or not', async () => {
  expect(await driver.run(`return db.collection('conformance').where({ n: _.gt(0) }).update({ data: { n: 2 } })`)).toMatchObject({
    result: { stats: { updated: 2 } },
  })
})

test('by switch remove() without where() removes every document', async () => {
  expect(await driver.run(`return db.collection('conformance').remove()`)).toMatchObject({ result: { stats: { removed: 2 } } })
  expect(await documents(driver)).toEqual([])
})

test('by switch a transaction may last shorter', async () => {
  await driver.run(`
    global.kept = await db.startTransaction()
    await global.kept.collection('conformance').doc('a').update({ data: { n: 5 } })`)
  driver.emulator.clock.advance(5000)
  expect((await driver.run(`await global.kept.commit()`)).error?.code).toBe('DATABASE_TRANSACTION_FAIL')
})

test('a collection has up to 20 indexes, by switch more', async () => {
  const indexes = Array.from({ length: 21 }, (_, i) => ({ name: `i${i}`, keys: [[`f${i}`, 1]] }))
  const project = makeProject({
    'package.json': { emulator: { environment: 'environment.json' } },
    'environment.json': { collections: { many: { indexes } } },
    'cloudbaserc.json': { envId: ENV_ID },
  })
  try {
    await expect(startEmulator({ projectDir: project.dir })).rejects.toThrow('at most 20 indexes')
    await (await startEmulator({ projectDir: project.dir, switches: { db: { indexMax: 100 } } })).close()
  } finally {
    project.remove()
  }
})
