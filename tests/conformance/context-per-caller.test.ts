import { ALICE, APPID, CONSOLE, ENV_ID, startLocalDriver, type LocalDriver } from './local-driver'
import { type Caller } from '../../emulator/functions/invocation'

let driver: LocalDriver
beforeAll(async () => {
  driver = await startLocalDriver()
})
afterAll(() => driver.close())
afterEach(() => driver.emulator.switches.reset())

interface Seen {
  wx: Record<string, unknown>
  event: Record<string, unknown>
  triggerSrc?: string
  environment: Record<string, string>
}

const SEE = `
  const { step, ...rest } = event
  const environment = JSON.parse(context.environment)
  return { wx: cloud.getWXContext(), event: rest, triggerSrc: process.env.TRIGGER_SRC, environment }`

async function seenBy(caller: Caller, data: Record<string, unknown> = {}): Promise<Seen> {
  const { result, error } = await driver.run(SEE, data, caller)
  if (error) throw new Error(error.message)
  return result as Seen
}

test('a mini-program user shows OPENID, APPID, ENV and SOURCE wx_client', async () => {
  const { wx, triggerSrc } = await seenBy({ kind: 'client', openid: ALICE })
  expect(wx).toEqual({ OPENID: ALICE, APPID, ENV: ENV_ID, SOURCE: 'wx_client', CLIENTIP: '127.0.0.1', CLIENTIPV6: '::1' })
  expect(triggerSrc).toBe('tcb')
})

test('the SDK makes a number of an openid that is all digits', async () => {
  expect((await seenBy({ kind: 'client', openid: '1234567890' })).wx.OPENID).toBe(1234567890)
})

test('event.userInfo is put there by the cloud, over what the user sent', async () => {
  const { event } = await seenBy({ kind: 'client', openid: ALICE }, { x: 1, userInfo: { openId: 'forged' } })
  expect(event).toEqual({ x: 1, userInfo: { appId: APPID, openId: ALICE } })
})

test('the simulator of DevTools shows SOURCE wx_devtools', async () => {
  const { wx } = await seenBy({ kind: 'client', openid: ALICE, source: 'wx_devtools' })
  expect(wx).toMatchObject({ OPENID: ALICE, SOURCE: 'wx_devtools' })
})

test('the test box of the console has an empty context and no userInfo', async () => {
  const { wx, event, triggerSrc } = await seenBy(CONSOLE, { x: 1 })
  expect({ wx, event, triggerSrc }).toEqual({ wx: {}, event: { x: 1 } })
})

test('by switch the console shows SOURCE wx_devtools, still without OPENID', async () => {
  driver.emulator.switches.set({ context: { console: 'wx_devtools' } })
  expect((await seenBy(CONSOLE)).wx).toEqual({ APPID, ENV: ENV_ID, SOURCE: 'wx_devtools' })
})

test('a timer of DevTools shows SOURCE wx_trigger and no OPENID', async () => {
  const { wx, event, triggerSrc } = await seenBy({ kind: 'timer', devtools: true, name: 'nightly', message: 'hi' })
  expect(wx).toEqual({ ENV: ENV_ID, SOURCE: 'wx_trigger' })
  const Time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  expect(event).toEqual({ Type: 'Timer', TriggerName: 'nightly', Time, Message: 'hi' })
  expect(triggerSrc).toBe('timer')
})

test('a timer of the CloudBase CLI has an empty context', async () => {
  const { wx, environment } = await seenBy({ kind: 'timer', devtools: false })
  expect(wx).toEqual({})
  expect(environment).toMatchObject({ TRIGGER_SRC: 'timer' })
  expect(environment).not.toHaveProperty('WX_CONTEXT_KEYS')
})

test('a user cannot pass as a timer: OPENID stays', async () => {
  const { wx, triggerSrc } = await seenBy({ kind: 'client', openid: ALICE }, { Type: 'Timer', TriggerName: 'nightly' })
  expect(wx.OPENID).toBe(ALICE)
  expect(triggerSrc).toBe('tcb')
})

test('the HTTP API shows APPID and SOURCE wx_http, and userInfo without openId', async () => {
  const { wx, event } = await seenBy({ kind: 'http' })
  expect(wx).toEqual({ APPID, ENV: ENV_ID, SOURCE: 'wx_http' })
  expect(event).toEqual({ userInfo: { appId: APPID } })
})

test('a pushed message shows the sender as OPENID and no userInfo', async () => {
  const { wx, event } = await seenBy({ kind: 'event' }, { FromUserName: ALICE, MsgType: 'event' })
  expect(wx).toEqual({ OPENID: ALICE, APPID, ENV: ENV_ID })
  expect(event).toEqual({ FromUserName: ALICE, MsgType: 'event' })
})

test('by switch a pushed message has userInfo and a SOURCE', async () => {
  driver.emulator.switches.set({ context: { pushUserInfo: true, pushSource: 'wx_push' } })
  const { wx, event } = await seenBy({ kind: 'event' }, { FromUserName: ALICE })
  expect(wx.SOURCE).toBe('wx_push')
  expect(event.userInfo).toEqual({ appId: APPID, openId: ALICE })
})

const THROUGH_ANOTHER = `return (await cloud.callFunction({ name: 'conformance', data: { step: event.inner } })).result.result`

test('a function called by a function shows the chain of sources and no OPENID', async () => {
  const { result } = await driver.run(THROUGH_ANOTHER, { inner: SEE })
  expect(result).toMatchObject({ wx: { APPID, ENV: ENV_ID, SOURCE: 'wx_client,scf' }, event: { userInfo: { appId: APPID } } })
  expect((result as Seen).wx).not.toHaveProperty('OPENID')
})

test('each function on the way adds itself to the chain', async () => {
  const { result } = await driver.run(THROUGH_ANOTHER.replace('event.inner', 'event.inner, inner: event.innermost'), {
    inner: THROUGH_ANOTHER,
    innermost: SEE,
  })
  expect((result as Seen).wx.SOURCE).toBe('wx_client,scf,scf')
})

test('a chain that began without a source is ,scf', async () => {
  const { result } = await driver.run(THROUGH_ANOTHER, { inner: SEE }, CONSOLE)
  expect((result as Seen).wx.SOURCE).toBe(',scf')
})

test('by switch a chain that began without a source is scf', async () => {
  driver.emulator.switches.set({ context: { emptySourceChain: 'scf' } })
  const { result } = await driver.run(THROUGH_ANOTHER, { inner: SEE }, CONSOLE)
  expect((result as Seen).wx.SOURCE).toBe('scf')
})

test('by switch the user is passed on from function to function', async () => {
  driver.emulator.switches.set({ context: { functionToFunctionOpenid: true } })
  const { result } = await driver.run(THROUGH_ANOTHER, { inner: SEE })
  expect((result as Seen).wx.OPENID).toBe(ALICE)
})

test('the variables of a call are gone with it', async () => {
  await seenBy({ kind: 'client', openid: ALICE })
  expect((await seenBy(CONSOLE)).wx).toEqual({})
})

test('by switch a warm instance keeps the variables of the call before', async () => {
  await driver.emulator.functions.reset()
  driver.emulator.switches.set({ context: { sticky: true } })
  await seenBy({ kind: 'client', openid: ALICE })
  const { wx, environment } = await seenBy(CONSOLE)
  expect(wx).toMatchObject({ OPENID: ALICE, SOURCE: 'wx_client' })
  expect(environment).not.toHaveProperty('WX_OPENID')
  await driver.emulator.functions.reset()
})

test('context carries the limits, ids and variables of the call', async () => {
  const step = `return { ...context, environment: JSON.parse(context.environment), left: context.getRemainingTimeInMillis() }`
  const { result } = await driver.run(step)
  expect(result).toMatchObject({
    memory_limit_in_mb: 256,
    time_limit_in_ms: 60_000,
    request_id: expect.any(String),
    function_version: '$LATEST',
    function_name: 'conformance',
    namespace: ENV_ID,
    environment: { WX_OPENID: ALICE, TCB_SOURCE: 'wx_client', TRIGGER_SRC: 'tcb' },
  })
  expect((result as { left: number }).left).toBeLessThanOrEqual(60_000)
})

test('by switch the variables stand in context.environ as K=V;…, as on older runtimes', async () => {
  const step = `return { environment: typeof context.environment, environ: context.environ }`
  driver.emulator.switches.set({ context: { environ: 'environ' } })
  expect((await driver.run(step)).result).toMatchObject({ environment: 'undefined', environ: expect.stringContaining(`WX_OPENID=${ALICE};`) })
  driver.emulator.switches.set({ context: { environ: 'both' } })
  expect((await driver.run(step)).result).toMatchObject({ environment: 'string', environ: expect.any(String) })
})

test('the call token does not show in getWXContext()', async () => {
  const { wx, environment } = await seenBy({ kind: 'client', openid: ALICE })
  expect(JSON.stringify(wx)).not.toContain(environment.WX_API_TOKEN)
})
