import { type Caller } from '../../emulator/functions/invocation'
import { ALICE, CONSOLE, startLocalDriver, type LocalDriver } from './local-driver'

let driver: LocalDriver
beforeAll(async () => {
  driver = await startLocalDriver()
})
afterAll(() => driver.close())
afterEach(() => driver.emulator.switches.reset())

const CALL = `return cloud.openapi.subscribeMessage.getTemplateList()`
const INVALID_TOKEN = {
  error: {
    errCode: -501007,
    errMsg: 'openapi.subscribeMessage.getTemplateList:fail -501007 invalid parameters. Invalid wxCloudApiToken',
  },
}

/** A test that an invocation of this kind may call openapi. */
function may(name: string, caller: Caller): void {
  test(name, async () => expect(await driver.run(CALL, {}, caller)).toMatchObject({ result: { errCode: 0 } }))
}

/** A test that an invocation of this kind has no valid call token. */
function mayNot(name: string, caller: Caller): void {
  test(name, async () => expect(await driver.run(CALL, {}, caller)).toMatchObject(INVALID_TOKEN))
}

may('a call from a mini-program may use openapi', { kind: 'client', openid: ALICE })
may('a call from the simulator of DevTools may use openapi', { kind: 'client', openid: ALICE, source: 'wx_devtools' })
may('a timer uploaded by DevTools may use openapi', { kind: 'timer', devtools: true })
may('a call through the HTTP API may use openapi', { kind: 'http' })
may('a pushed message may use openapi', { kind: 'event' })
mayNot('the test box of the console may not use openapi: -501007 Invalid wxCloudApiToken', CONSOLE)
mayNot('a timer of the CloudBase CLI may not use openapi', { kind: 'timer', devtools: false })

const THROUGH_ANOTHER = `return (await cloud.callFunction({ name: 'conformance', data: { step: event.inner } })).result`

test('a function called by a function may not use openapi', async () => {
  expect((await driver.run(THROUGH_ANOTHER, { inner: CALL })).result).toMatchObject(INVALID_TOKEN)
})

test('by switch a function called by a function may use openapi, where its caller may', async () => {
  driver.emulator.switches.set({ token: { functionToFunction: true } })
  expect((await driver.run(THROUGH_ANOTHER, { inner: CALL })).result).toMatchObject({ result: { errCode: 0 } })
  expect((await driver.run(THROUGH_ANOTHER, { inner: CALL }, CONSOLE)).result).toMatchObject(INVALID_TOKEN)
})

test('by switch the refusal is -501001 invalid wx openapi access_token', async () => {
  driver.emulator.switches.set({ token: { errorCode: -501001 } })
  const { error } = await driver.run(CALL, {}, CONSOLE)
  expect(error?.errCode).toBe(-501001)
  expect(error?.errMsg).toContain('resource system error. invalid wx openapi access_token')
})

test('by switch the refusal is -604104 illegal source of invocation', async () => {
  driver.emulator.switches.set({ token: { errorCode: -604104 } })
  const { error } = await driver.run(CALL, {}, CONSOLE)
  expect(error).toMatchObject({ errCode: -604104, errMsg: 'system error: error code: -604104' })
})

test('a token is good as long as its call lasts', async () => {
  const { result: token } = await driver.run(`return process.env.WX_API_TOKEN`)
  expect(token).toEqual(expect.stringMatching(/./))
  const step = `process.env.WX_CONTEXT_KEYS = 'WX_API_TOKEN'; process.env.WX_API_TOKEN = event.token; ${CALL}`
  expect(await driver.run(step, { token }, CONSOLE)).toMatchObject({ error: { errCode: -501007 } })
  await driver.emulator.functions.reset()
})

test('the database needs no token', async () => {
  expect(await driver.run(`return db.collection('conformance').count()`, {}, CONSOLE)).toMatchObject({ result: { total: 0 } })
})
