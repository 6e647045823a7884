import { fill } from './driver'
import { ALICE, CONSOLE, startLocalDriver, type LocalDriver } from './local-driver'

let driver: LocalDriver
beforeAll(async () => {
  driver = await startLocalDriver()
})
afterAll(() => driver.close())
afterEach(() => driver.emulator.faults.clear())

const KB = 1024
const MB = 1024 * KB
const AS_ALICE = { openid: ALICE }

describe('documents of one get()', () => {
  const count = async (limit: string) =>
    (await driver.run(`return (await db.collection('conformance').where({ n: _.gte(0) })${limit}.get()).data.length`)).result
  beforeAll(() =>
    fill(
      driver,
      Array.from({ length: 1001 }, (_, n) => ({ n })),
    ),
  )

  test('a function gets 100 without limit(), and with limit(0)', async () => {
    expect(await count('')).toBe(100)
    expect(await count('.limit(0)')).toBe(100)
  })

  test('a function gets 1000 at most', async () => {
    expect(await count('.limit(1000)')).toBe(1000)
    expect(await count('.limit(5000)')).toBe(1000)
  })

  test('a mini-program gets 20 at most', async () => {
    driver.emulator.database.insert('adminwrite', Array.from({ length: 30 }, (_, n) => ({ n })))
    const ask = (limit: number) =>
      driver.emulator.database.execute('database.getDocument', { collectionName: 'adminwrite', queryType: 'WHERE', limit }, AS_ALICE)
    expect(await ask(100)).toMatchObject({ data: { limit: 20, list: { length: 20 } } })
    expect(await ask(5)).toMatchObject({ data: { limit: 5, list: { length: 5 } } })
  })
})

test('a write of more than 5 MB is refused', async () => {
  const write = (bytes: number) => driver.run(`return db.collection('others').doc('big').set({ data: { text: 'x'.repeat(${bytes}) } })`)
  expect((await write(4 * MB)).error).toBeUndefined()
  expect((await write(5 * MB)).error?.errCode).toBe(-501007)
})

test('a mini-program may write 512 KB at once', async () => {
  const write = (bytes: number) => {
    const data = [JSON.stringify({ text: 'x'.repeat(bytes) })]
    return driver.emulator.database.execute('database.insertDocument', { collectionName: 'private', data }, AS_ALICE)
  }
  await expect(write(511 * KB)).resolves.toBeDefined()
  await expect(write(512 * KB)).rejects.toMatchObject({ code: 'INVALID_PARAM' })
})

test('a function takes 100 KB of data from a mini-program', async () => {
  expect(await driver.call('conformance', { step: '', text: 'x'.repeat(90 * KB) })).toMatchObject({ ok: true })
  expect(await driver.call('conformance', { step: '', text: 'x'.repeat(101 * KB) })).toMatchObject({
    ok: false,
    error: { code: 'EXCEED_MAX_PAYLOAD_SIZE' },
  })
})

test('a mini-program gets results of 1 MB at most, with -604001 beyond', async () => {
  const step = `return 'x'.repeat(${MB})`
  expect(await driver.call('conformance', { step })).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining('-604001 cloudfunction result size exceed limit (1MB)') },
  })
  expect(await driver.call('conformance', { step }, CONSOLE)).toMatchObject({ ok: true })
})

test('another environment does not exist: -501001', async () => {
  const { error } = await driver.run(`return cloud.database({ env: 'other-env' }).collection('conformance').get()`)
  expect(error).toMatchObject({ errCode: -501001, errMsg: expect.stringContaining('resource system error') })
})

/** A test that the SDK turns this code of the wire into that errCode and text. */
function maps(name: string, code: string, errCode: number, text: string): void {
  test(name, async () => {
    driver.emulator.faults.set({ db: { errors: [{ code, times: 1 }] } })
    const { error } = await driver.run(`return db.collection('conformance').count()`)
    expect(error).toMatchObject({ errCode, errMsg: expect.stringContaining(`collection.count:fail ${errCode} ${text}. `) })
  })
}

maps('SYS_ERR is -501001', 'SYS_ERR', -501001, 'resource system error')
maps('a code that the SDK does not know is -501001', 'INVALID_ENV', -501001, 'resource system error')
maps('SERVER_TIMEOUT is -501002', 'SERVER_TIMEOUT', -501002, 'resource server timeout')
maps('EXCEED_REQUEST_LIMIT is -501003', 'EXCEED_REQUEST_LIMIT', -501003, 'exceed request limit')
maps('EXCEED_CONCURRENT_REQUEST_LIMIT is -501004', 'EXCEED_CONCURRENT_REQUEST_LIMIT', -501004, 'exceed concurrent request limit')
maps('INVALIID_ENV, as the SDK spells it, is -501005', 'INVALIID_ENV', -501005, 'invalid env')
maps('INVALID_COMMON_PARAM is -501006', 'INVALID_COMMON_PARAM', -501006, 'invalid common parameters')
maps('INVALID_PARAM is -501007', 'INVALID_PARAM', -501007, 'invalid parameters')
maps('INVALID_REQUEST_SOURCE is -501008', 'INVALID_REQUEST_SOURCE', -501008, 'invalid request source')
maps('RESOURCE_NOT_INITIAL is -501009', 'RESOURCE_NOT_INITIAL', -501009, 'resource not initialized')
maps('DATABASE_REQUEST_FAILED is -502001', 'DATABASE_REQUEST_FAILED', -502001, 'database request fail')
maps('DATABASE_INVALID_OPERRATOR is -502002', 'DATABASE_INVALID_OPERRATOR', -502002, 'database invalid command')
maps('DATABASE_PERMISSION_DENIED is -502003', 'DATABASE_PERMISSION_DENIED', -502003, 'database permission denied')
maps('DATABASE_COLLECTION_EXCEED_LIMIT is -502004', 'DATABASE_COLLECTION_EXCEED_LIMIT', -502004, 'database exceed collection limit')
maps('DATABASE_COLLECTION_NOT_EXIST is -502005', 'DATABASE_COLLECTION_NOT_EXIST', -502005, 'database collection not exists')

test('cloudPay and getVoIPSign are refused in words', async () => {
  for (const call of [
    `cloudPay.unifiedOrder({})`,
    `getVoIPSign({ groupId: 'g', timestamp: 1, nonce: 'n' })`,
  ]) {
    const { error } = await driver.run(`return cloud.${call}`)
    const text = error?.errMsg ?? error?.message
    expect({ call, text }).toEqual({ call, text: expect.stringContaining('not supported by the local cloud') })
  }
})

test('an environment has up to 100 collections', async () => {
  const local = await startLocalDriver()
  try {
    const step = `
      const made = await Promise.allSettled(Array.from({ length: 101 }, (_, i) => cloud.database().createCollection('c' + i)))
      return { count: made.filter(({ status }) => status === 'fulfilled').length, code: made.at(-1).reason.code }`
    const already = local.emulator.database.collections().length
    expect(await local.run(step)).toEqual({ result: { count: 100 - already, code: 'DATABASE_COLLECTION_EXCEED_LIMIT' } })
  } finally {
    await local.close()
  }
})
