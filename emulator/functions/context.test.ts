import { LOCAL_APPID } from '../project/mini-program'
import { functionBench } from './functions.fixture'
import type { Caller, Invocation } from './invocation'

const PROBE = `
const cloud = require('wx-server-sdk')
cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })
exports.main = async (event, context) => ({ wx: cloud.getWXContext(), event, context, environment: process.env })
`

interface Seen {
  wx: Record<string, unknown>
  event: unknown
  context: Record<string, unknown>
  environment: Record<string, string>
}

const bench = functionBench({ probe: PROBE }, { 'cloudbaserc.json': { envId: 'env-1' } })
const { functions } = bench
afterAll(() => bench.close())
afterEach(() => functions.setSwitches(ORIGINAL))
const ORIGINAL = functions.switches

async function probe(caller: Caller, data: unknown = { x: 1 }): Promise<Seen> {
  const result = await functions.invoke('probe', data, caller)
  if (!result.ok) throw new Error(result.error.message)
  return result.result as Seen
}

const STATIC_KEYS = [
  'PATH',
  'SCF_NAMESPACE',
  'TCB_CONTEXT_CNFG',
  'TENCENTCLOUD_REGION',
  'TENCENTCLOUD_RUNENV',
  'TENCENTCLOUD_SECRETID',
  'TENCENTCLOUD_SECRETKEY',
  'TENCENTCLOUD_SESSIONTOKEN',
  'TZ',
]
const keysOfCall = ({ environment }: Seen) => Object.keys(environment).filter((key) => !STATIC_KEYS.includes(key)).sort()

const IP = { CLIENTIP: '127.0.0.1', CLIENTIPV6: '::1' }
const TCB_KEYS = ['TCB_CONTEXT_KEYS', 'TCB_ENV', 'TCB_SEQID']

describe('a call by a mini-program user', () => {
  it('carries her identity, a call token and userInfo', async () => {
    const seen = await probe({ kind: 'client', openid: 'oAlice' })
    expect(seen.wx).toEqual({ ...IP, APPID: LOCAL_APPID, OPENID: 'oAlice', ENV: 'env-1', SOURCE: 'wx_client' })
    expect(seen.event).toEqual({ x: 1, userInfo: { appId: LOCAL_APPID, openId: 'oAlice' } })
    expect(seen.environment).toMatchObject({ TRIGGER_SRC: 'tcb', WX_API_TOKEN: expect.stringMatching(/^[0-9a-f]{32}$/) })
  })

  it('cannot bring a userInfo of its own', async () => {
    const seen = await probe({ kind: 'client', openid: 'oAlice' }, { userInfo: { openId: 'oMallory' } })
    expect(seen.event).toEqual({ userInfo: { appId: LOCAL_APPID, openId: 'oAlice' } })
  })

  it('shows where it comes from when DevTools makes it', async () => {
    const seen = await probe({ kind: 'client', openid: 'oAlice', source: 'wx_devtools' })
    expect(seen.wx).toMatchObject({ SOURCE: 'wx_devtools', OPENID: 'oAlice' })
  })
})

describe('a call from the console', () => {
  it('has no identity, no token, no userInfo', async () => {
    const seen = await probe({ kind: 'console' })
    expect(seen.wx).toEqual({})
    expect(seen.event).toEqual({ x: 1 })
    expect(keysOfCall(seen)).toEqual(TCB_KEYS)
  })

  it('shows SOURCE with the switch context.console', async () => {
    functions.setSwitches({ context: { console: 'wx_devtools' } })
    const seen = await probe({ kind: 'console' })
    expect(seen.wx).toEqual({ APPID: LOCAL_APPID, ENV: 'env-1', SOURCE: 'wx_devtools' })
    expect(seen.environment).not.toHaveProperty('WX_API_TOKEN')
  })
})

describe('a timer', () => {
  it('uploaded by DevTools has a token and SOURCE, but no user', async () => {
    bench.clock.set(Date.UTC(2027, 0, 2, 3, 4, 5, 678))
    const seen = await probe({ kind: 'timer', devtools: true, name: 'tick', message: 'hello' }, {})
    expect(seen.wx).toEqual({ ENV: 'env-1', SOURCE: 'wx_trigger' })
    expect(seen.event).toEqual({ Type: 'Timer', TriggerName: 'tick', Time: '2027-01-02T03:04:05Z', Message: 'hello' })
    expect(keysOfCall(seen)).toEqual([...TCB_KEYS, 'TCB_SOURCE', 'TRIGGER_SRC', 'WX_CONTEXT_KEYS', 'WX_TRIGGER_API_TOKEN_V0'])
    expect(seen.environment.TRIGGER_SRC).toBe('timer')
  })

  it('made by the CLI is told by TRIGGER_SRC alone', async () => {
    const seen = await probe({ kind: 'timer', name: 'tick' }, { extra: true })
    expect(seen.wx).toEqual({})
    expect(seen.event).toMatchObject({ Type: 'Timer', TriggerName: 'tick', Message: '', extra: true })
    expect(keysOfCall(seen)).toEqual([...TCB_KEYS, 'TRIGGER_SRC'])
    expect(JSON.parse(String(seen.context.environment))).toMatchObject({ TRIGGER_SRC: 'timer' })
  })

  it('of DevTools has no SOURCE with the switch context.timerSource', async () => {
    functions.setSwitches({ context: { timerSource: 'empty' } })
    const seen = await probe({ kind: 'timer', devtools: true, name: 'tick' })
    expect(seen.wx).toEqual({ ENV: 'env-1' })
    expect(seen.environment).toHaveProperty('WX_TRIGGER_API_TOKEN_V0')
  })
})

describe('a pushed message', () => {
  const message = { ToUserName: 'gh_x', FromUserName: 'oBob', MsgType: 'event', Event: 'e' }

  it('is the event itself, and its sender the OPENID', async () => {
    const seen = await probe({ kind: 'event' }, message)
    expect(seen.wx).toEqual({ APPID: LOCAL_APPID, OPENID: 'oBob', ENV: 'env-1' })
    expect(seen.event).toEqual(message)
    expect(keysOfCall(seen)).toEqual([...TCB_KEYS, 'WX_API_TOKEN', 'WX_APPID', 'WX_CONTEXT_KEYS', 'WX_OPENID'])
  })

  it('has userInfo and SOURCE with the switches context.pushUserInfo and context.pushSource', async () => {
    functions.setSwitches({ context: { pushUserInfo: true, pushSource: 'wx_unknown' } })
    const seen = await probe({ kind: 'event' }, message)
    expect(seen.event).toEqual({ ...message, userInfo: { appId: LOCAL_APPID, openId: 'oBob' } })
    expect(seen.wx).toMatchObject({ SOURCE: 'wx_unknown' })
  })

  it('without a sender has no OPENID', async () => {
    expect((await probe({ kind: 'event' }, { MsgType: 'event' })).wx).toEqual({ APPID: LOCAL_APPID, ENV: 'env-1' })
  })
})

it('a call through the HTTP API is the app itself', async () => {
  const seen = await probe({ kind: 'http' })
  expect(seen.wx).toEqual({ APPID: LOCAL_APPID, ENV: 'env-1', SOURCE: 'wx_http' })
  expect(seen.event).toEqual({ x: 1, userInfo: { appId: LOCAL_APPID } })
  expect(seen.environment).toHaveProperty('WX_API_TOKEN')
})

describe('a call by another function', () => {
  const caller: Invocation = {
    requestId: 'r',
    functionName: 'a',
    caller: { kind: 'client', openid: 'oAlice' },
    openid: 'oAlice',
    token: 't',
    mayCallOpenApi: true,
  }

  it('has the chain as SOURCE, and no user', async () => {
    const seen = await probe({ kind: 'function', caller, source: 'wx_client,scf' })
    expect(seen.wx).toEqual({ APPID: LOCAL_APPID, ENV: 'env-1', SOURCE: 'wx_client,scf' })
    expect(seen.event).toEqual({ x: 1, userInfo: { appId: LOCAL_APPID } })
  })

  it('passes the user on with the switch context.functionToFunctionOpenid', async () => {
    functions.setSwitches({ context: { functionToFunctionOpenid: true } })
    expect((await probe({ kind: 'function', caller, source: 'wx_client,scf' })).wx).toMatchObject({ OPENID: 'oAlice' })
    expect((await probe({ kind: 'function', caller: undefined, source: ',scf' })).wx).not.toHaveProperty('OPENID')
  })

  it.each([
    ['as-is', ',scf'],
    ['scf', 'scf'],
  ] as const)('shows the chain of a caller without SOURCE by the switch context.emptySourceChain: %s', async (emptySourceChain, SOURCE) => {
    functions.setSwitches({ context: { emptySourceChain } })
    expect((await probe({ kind: 'function', caller: undefined, source: ',scf' })).wx).toMatchObject({ SOURCE })
  })
})

describe('the environment of an instance', () => {
  it('is the platform’s own variables and nothing of the emulator’s process', async () => {
    const seen = await probe({ kind: 'console' })
    expect(Object.keys(seen.environment).sort()).toEqual([...STATIC_KEYS, ...TCB_KEYS].sort())
    expect(seen.environment).toMatchObject({ TZ: 'UTC', SCF_NAMESPACE: 'env-1', TENCENTCLOUD_RUNENV: 'SCF' })
    expect(seen.environment.TCB_CONTEXT_CNFG).toBe('{"URL":"http://127.0.0.1:1/admin"}')
  })

  it('keeps nothing of an earlier call', async () => {
    await probe({ kind: 'client', openid: 'oAlice' })
    expect((await probe({ kind: 'console' })).wx).toEqual({})
  })

  it('keeps the variables of earlier calls with the switch context.sticky, until it is off again', async () => {
    functions.setSwitches({ context: { sticky: true } })
    await probe({ kind: 'timer', devtools: true })
    await probe({ kind: 'client', openid: 'oAlice' })
    const sticky = await probe({ kind: 'console' })
    expect(sticky.wx).toMatchObject({ OPENID: 'oAlice', SOURCE: 'wx_client' })
    expect(JSON.parse(String(sticky.context.environment))).not.toHaveProperty('WX_OPENID')
    functions.setSwitches({ context: { sticky: false } })
    expect((await probe({ kind: 'console' })).wx).toEqual({})
  })
})

describe('the context of the handler', () => {
  it('has the fields of the platform', async () => {
    const { context, environment } = await probe({ kind: 'client', openid: 'oAlice' })
    expect(context).toEqual({
      callbackWaitsForEmptyEventLoop: true,
      memory_limit_in_mb: 256,
      time_limit_in_ms: 3000,
      request_id: expect.stringMatching(/^[0-9a-f]{12}$/),
      environment: expect.any(String),
      function_version: '$LATEST',
      function_name: 'probe',
      namespace: 'env-1',
      tencentcloud_region: 'ap-shanghai',
    })
    expect(environment).toMatchObject(JSON.parse(String(context.environment)))
  })

  it.each([
    ['environ', ['environ']],
    ['both', ['environment', 'environ']],
  ] as const)('has the variables in the form of the switch context.environ: %s', async (environ, fields) => {
    functions.setSwitches({ context: { environ } })
    const { context } = await probe({ kind: 'timer' })
    expect(Object.keys(context).filter((key) => key.startsWith('environ'))).toEqual(fields)
    expect(String(context.environ).split(';')).toContain('TRIGGER_SRC=timer')
  })
})
