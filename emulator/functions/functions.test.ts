import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { ALICE, CONSOLE, errorOf, functionBench, HELD, resultOf } from './functions.fixture'
import type { Caller, Invocation } from './invocation'
import { DEFAULT_FUNCTION_SWITCHES } from './switches'

const bench = functionBench(
  { held: HELD, plain: 'exports.main = (event) => event', closed: 'exports.main = () => "in"' },
  {
    'cloudfunctions/plain/config.json': { permissions: { openapi: ['subscribeMessage.send'] } },
    'cloudbaserc.json': { functions: [{ name: 'run', envVariables: { GREETING: 'hello', TZ: 'Asia/Shanghai', SCF_NAMESPACE: 'forged' } }] },
    'package.json': { emulator: { environment: 'environment.json' } },
    'environment.json': {
      functionRules: { '*': { invoke: 'auth != null' }, closed: { invoke: false } },
      messagePush: [{ msgType: 'event', event: 'subscribe_msg_popup_event', function: 'plain' }],
    },
  },
)
const { functions, folder, stats, run } = bench
afterAll(() => bench.close())

describe('the service', () => {
  it('knows functions and their openapi permissions', () => {
    expect(functions.names()).toContain('plain')
    expect(functions.openapiPermissions('plain')).toEqual(['subscribeMessage.send'])
    expect(functions.openapiPermissions('run')).toEqual([])
    expect(functions.openapiPermissions('nobody')).toEqual([])
    expect(functions.switches).toEqual(DEFAULT_FUNCTION_SWITCHES)
  })
})

describe('function rules', () => {
  it('refuse a client, and nobody else', async () => {
    expect(errorOf(await functions.invoke('closed', {}, ALICE))).toMatchObject({ code: 'FUNCTIONS_PERMISSION_DENIED' })
    const byFunction: Caller = { kind: 'function', caller: undefined, source: '' }
    const others: Caller[] = [CONSOLE, { kind: 'timer' }, { kind: 'event' }, { kind: 'http' }, byFunction]
    for (const caller of others) expect(resultOf(await functions.invoke('closed', {}, caller))).toBe('in')
  })
})

describe('call tokens', () => {
  let turns = 0

  /** The invocation that the token leads to while it runs. */
  async function whileRunning(caller: Caller): Promise<{ during?: Invocation; after?: Invocation }> {
    const until = join(folder.dir, `go-${(turns += 1)}`)
    const holding = functions.invoke('held', { until }, caller)
    const [record] = functions.history()
    while (record?.logs.length === 0) await nextTurn()
    const token = record?.logs[0]?.text ?? ''
    const during = functions.invocationOf(token)
    folder.write(`go-${turns}`, '')
    await holding
    return { during, after: functions.invocationOf(token) }
  }

  const fromAlice: Invocation = { requestId: 'r', functionName: 'a', caller: ALICE, openid: 'oAlice', token: 't', mayCallOpenApi: true }
  const byFunction: Caller = { kind: 'function', caller: fromAlice, source: 'wx_client,scf' }

  it('lead to the invocation while it runs, and no longer', async () => {
    const { during, after } = await whileRunning(ALICE)
    expect(during).toMatchObject({ functionName: 'held', caller: ALICE, openid: 'oAlice', mayCallOpenApi: true })
    expect(after).toBeUndefined()
  })

  it.each([
    ['timer of DevTools', { kind: 'timer', devtools: true }, true],
    ['call through the HTTP API', { kind: 'http' }, true],
    ['pushed message', { kind: 'event' }, true],
    ['call by a function', byFunction, false],
  ] as [string, Caller, boolean][])('say whether openapi may be called: %s', async (_what, caller, mayCallOpenApi) => {
    expect((await whileRunning(caller)).during).toMatchObject({ mayCallOpenApi })
  })

  it('let a called function call openapi with the switch token.functionToFunction, if its caller may', async () => {
    functions.setSwitches({ token: { functionToFunction: true } })
    expect((await whileRunning(byFunction)).during).toMatchObject({ mayCallOpenApi: true })
    expect((await whileRunning({ ...byFunction, caller: undefined })).during).toMatchObject({ mayCallOpenApi: false })
    functions.setSwitches(DEFAULT_FUNCTION_SWITCHES)
  })

  it.each([[CONSOLE], [{ kind: 'timer' }]] as Caller[][])('are not issued for %j', async (caller) => {
    expect(await whileRunning(caller)).toEqual({ during: undefined, after: undefined })
    expect(functions.invocationOf('')).toBeUndefined()
  })
})

describe('instances', () => {
  it('are reused one call after another, and more are started while calls overlap', async () => {
    await functions.reset()
    const before = stats.coldStarts
    await run('return 1')
    await run('return 2')
    expect(stats.coldStarts).toBe(before + 1)
    const until = `${folder.dir}/overlap`
    const calls = [1, 2, 3].map(() => functions.invoke('held', { until }, CONSOLE))
    folder.write('overlap', '')
    const pids = (await Promise.all(calls)).map(resultOf)
    expect(new Set(pids).size).toBe(3)
    expect(stats.coldStarts).toBe(before + 4)
  })

  it('are fresh when the code on disk has changed', async () => {
    expect(resultOf(await functions.invoke('closed', {}, CONSOLE))).toBe('in')
    folder.write('cloudfunctions/closed/index.js', 'exports.main = () => "changed"')
    expect(resultOf(await functions.invoke('closed', {}, CONSOLE))).toBe('changed')
  })

  it('have the variables of cloudbaserc.json, the platform’s own excepted, and are fresh when those change', async () => {
    const variables = 'return [process.env.GREETING, process.env.TZ, process.env.SCF_NAMESPACE]'
    expect(resultOf(await run(variables))).toEqual(['hello', 'Asia/Shanghai', 'local-env'])
    folder.write('cloudbaserc.json', { functions: [{ name: 'run', envVariables: { GREETING: 'good day' } }] })
    expect(resultOf(await run(variables))).toEqual(['good day', 'UTC', 'local-env'])
  })

  it('that are killed fail what they run, as a crash', async () => {
    const holding = functions.invoke('held', { until: '/nowhere' }, CONSOLE)
    functions.kill('held')
    functions.kill('unheard-of')
    expect(errorOf(await holding)).toMatchObject({ code: 'FUNCTIONS_EXECUTE_FAIL', message: expect.stringContaining('signal SIGKILL') })
  })
})

describe('pushed messages', () => {
  it('go to the function that is configured for their type and event', async () => {
    const message = { MsgType: 'event', Event: 'subscribe_msg_popup_event', FromUserName: 'oBob' }
    const answer = await functions.routeMessage(message)
    expect(answer && resultOf(answer)).toEqual(message)
    expect(functions.history()[0]).toMatchObject({ caller: 'event', openid: 'oBob' })
  })

  it('go nowhere when none is', async () => {
    expect(await functions.routeMessage({ MsgType: 'event', Event: 'other' })).toBeUndefined()
    expect(await functions.routeMessage({ MsgType: 'text' })).toBeUndefined()
  })
})
