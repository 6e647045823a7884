import { createHash } from 'node:crypto'
import { accountOfOthers } from '../stand-in/others'
import { type Account, emptyAccount, type Environment, newCollection, newFunction } from '../stand-in/account'
import { apiOf, markersOf, useHere } from '../stand-in/here'
import { startStandIn, type StandIn } from '../stand-in/server'
import { openMessagePush } from '../account/message-push'
import { type CloudbaseFile, type EnvironmentFile, readTarget, signatureOf } from '../target/target'
import { carryOut, type Outcome } from './carry-out'
import { makePlan, type Scope } from './plan'

const FILE: EnvironmentFile = {
  collections: {
    letters: { acl: 'CUSTOM', rule: { read: 'doc._openid == auth.openid', write: false }, indexes: [{ name: 'at', keys: [['at', -1]] }] },
  },
  functionRules: { '*': { invoke: 'auth != null' }, tick: { invoke: false } },
  messagePush: [{ msgType: 'event', event: 'subscribe_msg_change_event', function: 'post' }],
}
const CLOUDBASE: CloudbaseFile = {
  functionDefaultConfig: { runtime: 'Nodejs24.11', handler: 'index.main', memorySize: 256, timeout: 20, installDependency: true, envVariables: { STATE: '{{env.STATE}}' } },
  functions: [{ name: 'post', envVariables: { OPERATOR_KEY: '{{env.OPERATOR_KEY}}' } }, { name: 'tick', timeout: 60 }],
}
const AWKWARD = 'a"b\\c$HOME\n{{env.STATE}}\'d'
const VARIABLES = { TCB_ENV_ID: 'env-1', STATE: 'developer', OPERATOR_KEY: AWKWARD }
const zipOf = (text: string): { zip: Buffer; sha256: string } => ({ zip: Buffer.from(text), sha256: createHash('sha256').update(text).digest('hex') })

function scope(changes: Partial<Scope> & { code?: string; variables?: Record<string, string> } = {}): Scope {
  const { code = 'one', variables = {}, ...rest } = changes
  return {
    target: readTarget(FILE, CLOUDBASE, { ...VARIABLES, ...variables }, '0.2.0', (name) => zipOf(`${name} ${code}`)),
    timers: [{ functionName: 'tick', name: 'tick', cron: '0 * * * * * *' }],
    callers: ['post'],
    whole: true,
    adopt: false,
    ...rest,
  }
}

describe('a deployment', () => {
  let standIn: StandIn
  let lines: string[]

  beforeEach(async () => {
    standIn = await startStandIn({ account: accountOfOthers('env-1'), now: () => new Date('2026-12-01T00:00:00Z') })
    useHere(standIn)
    lines = []
  })
  afterEach(() => standIn.close())

  const wechat = { WECHAT_APPID: 'wx0000000000stand', WECHAT_APPSECRET: 'stand-in-app-secret' }
  const plan = (of: Scope = scope()): ReturnType<typeof makePlan> => {
    const deployment = { api: apiOf(), markers: markersOf(), push: openMessagePush(wechat), pause: async () => undefined }
    return makePlan(deployment, of)
  }
  const deploy = async (of: Scope = scope()): Promise<Outcome> => carryOut((await plan(of)).steps, { say: (line) => void lines.push(line) }, { yes: true, planOnly: false })
  const said = (): string => lines.join('\n')
  const environment = (): Environment => standIn.account.environments['env-1'] as Environment
  const writes = (): string[] =>
    standIn.log.map(({ action }) => action).filter((action) => /^(Create|Update|Modify|Delete|Batch|Publish|wechat:.tcb.set|database.(insert|modify|remove))/.test(action))

  it('creates what is missing beside what others have, in the order rights, functions, message push', async () => {
    expect(await deploy()).toBe('done')
    const { collections, functions, functionRule } = environment()
    expect(collections['sm_letters']).toMatchObject({ aclTag: 'CUSTOM', rule: '{"read":"doc._openid == auth.openid","write":false}' })
    expect(collections['sm_letters']?.indexes.map(({ Keys }) => Keys)).toContainEqual([{ Name: 'at', Direction: '-1' }])
    expect(functions['tick']?.settings).toMatchObject({ Runtime: 'Nodejs24.11', Timeout: 60, MemorySize: 256 })
    expect(JSON.parse(functionRule ?? '')).toEqual({ '*': { invoke: 'auth != null' }, cleanup: { invoke: false }, tick: { invoke: false } })
    expect(collections['sm_marker']?.documents).toEqual({
      'subscribe-message-cloud': { _id: 'subscribe-message-cloud', collections: ['sm_marker', 'sm_letters'], functions: ['post', 'tick'] },
    })
    expect(writes()).toEqual([
      ...['CreateTable', 'ModifySafeRule', 'database.insertDocument'],
      ...['CreateTable', 'ModifySafeRule', 'UpdateTable'],
      'ModifyResourcePermission',
      ...['CreateFunction', 'PublishVersion', 'CreateFunction', 'PublishVersion'],
      'wechat:/tcb/setcallbackconfig',
    ])
  })

  it('gives each function its variables exactly as they were written, and a key only to the one that reads it', async () => {
    await deploy()
    expect(environment().functions['post']?.settings.Environment.Variables).toEqual([
      { Key: 'STATE', Value: 'developer' },
      { Key: 'OPERATOR_KEY', Value: AWKWARD },
    ])
    expect(environment().functions['tick']?.settings.Environment.Variables).toEqual([{ Key: 'STATE', Value: 'developer' }])
    expect(said()).not.toContain(AWKWARD)
  })

  it('leaves everything of others as it was, byte for byte', async () => {
    const before = JSON.stringify(othersOf(standIn.account))
    await deploy()
    await deploy(scope({ code: 'two' }))
    expect(JSON.stringify(othersOf(standIn.account))).toBe(before)
  })

  it('run again finds nothing to do, and writes nothing', async () => {
    await deploy()
    const after = JSON.stringify(standIn.account)
    standIn.forget()
    expect(await deploy()).toBe('nothing')
    expect({ writes: writes(), same: JSON.stringify(standIn.account) === after }).toEqual({ writes: [], same: true })
  })

  it('shows what will be, with what is today beside it, and writes nothing before it was agreed to', async () => {
    await deploy()
    environment().functions['tick']!.settings.Timeout = 3
    environment().collections['sm_letters']!.aclTag = 'READONLY'
    standIn.forget()
    const shown = await plan(scope({ code: 'two', variables: { STATE: 'formal' } }))
    await carryOut(shown.steps, { say: (line) => void lines.push(line), ask: async () => 'no' }, { yes: false, planOnly: false })
    expect(said()).toMatch(/改动 {2}集合 sm_letters 的权限：自定义 .*（现在：所有人可读，创建者可写）/)
    expect(said()).toMatch(/改动 {2}云函数 tick：代码 .*超时 60 秒；STATE "formal"（现在：.*超时 3 秒；STATE "developer"）/)
    expect(said()).toMatch(/没有执行，什么也没有写/)
    expect(writes()).toEqual([])
  })

  it('without a terminal and without agreement beforehand stops with words', async () => {
    const outcome = await carryOut((await plan()).steps, { say: (line) => void lines.push(line) }, { yes: false, planOnly: false })
    expect({ outcome, writes: writes() }).toEqual({ outcome: 'unasked', writes: [] })
    expect(said()).toMatch(/没有终端可以确认.*--yes/)
  })

  it('stops where a collection of our name is somebody else\'s, and names what helps', async () => {
    environment().collections['sm_letters'] = newCollection({ a: { _id: 'a' } })
    expect(await deploy()).toBe('stopped')
    expect(said()).toMatch(/停下 {2}集合 sm_letters 已经存在，而且不是本项目建的（1 条记录）.*COLLECTION_PREFIX.*--adopt/)
    expect(writes()).toEqual([])
  })

  it('stops where a function of our name is somebody else\'s, and names what helps', async () => {
    environment().functions['post'] = newFunction('post')
    expect(await deploy()).toBe('stopped')
    expect(said()).toMatch(/停下 {2}云函数 post 已经存在.*换一个环境.*--adopt/)
    expect(writes()).toEqual([])
  })

  it('takes over what an earlier version left without a mark, when told to; the records stay', async () => {
    environment().functions['post'] = newFunction('post', { Timeout: 20 })
    environment().collections['letters'] = newCollection({ a: { _id: 'a', text: 'kept' } })
    expect(await deploy(scope({ adopt: true, variables: { COLLECTION_PREFIX: 'none' } }))).toBe('done')
    expect(environment().collections['letters']?.documents).toEqual({ a: { _id: 'a', text: 'kept' } })
    expect(environment().collections['marker']?.documents['subscribe-message-cloud']).toBeDefined()
    expect(environment().functions['post']?.settings.Description).toContain('subscribe-message-cloud 0.2.0')
  })

  it('leaves what the product wrote in the mark, and what was ours before', async () => {
    await deploy()
    const documents = environment().collections['sm_marker']!.documents
    documents['subscribe-message-cloud'] = { ...documents['subscribe-message-cloud'], schema: 2, collections: ['sm_marker', 'sm_letters', 'sm_old'], functions: ['post'] }
    await deploy()
    expect(documents['subscribe-message-cloud']).toMatchObject({ schema: 2, collections: ['sm_marker', 'sm_letters', 'sm_old'], functions: ['post', 'tick'] })
  })

  it('knows an index by what it indexes, whatever it is called, and leaves its name to another', async () => {
    await deploy()
    const letters = environment().collections['sm_letters']!
    letters.indexes = [{ Name: 'by_hand', Keys: [{ Name: 'at', Direction: '-1' }], Unique: false }]
    expect(await deploy()).toBe('nothing')
    letters.indexes = [{ Name: 'at', Keys: [{ Name: 'other', Direction: '1' }], Unique: false }]
    await deploy()
    expect(letters.indexes.map(({ Name, Keys }) => [Name, Keys[0]?.Name])).toEqual([['at', 'other'], ['at_2', 'at']])
  })

  it('names ours among the function rules where the environment closes all that it does not name', async () => {
    environment().functionRule = '{"*":{"invoke":false}}'
    await deploy()
    expect(JSON.parse(environment().functionRule ?? '')).toEqual({ '*': { invoke: false }, post: { invoke: 'auth != null' }, tick: { invoke: false } })
  })

  it('does not touch function rules that nobody can read', async () => {
    environment().functionRule = 'package authz'
    expect(await deploy()).toBe('stopped')
    expect(said()).toMatch(/安全规则读不懂（现在：package authz）/)
  })

  it('keeps the rule that somebody set between plan and agreement', async () => {
    const shown = await plan()
    environment().functionRule = '{"*":{"invoke":"auth != null"},"login":{"invoke":false}}'
    await carryOut(shown.steps, { say: () => undefined }, { yes: true, planOnly: false })
    expect(JSON.parse(environment().functionRule ?? '')).toMatchObject({ login: { invoke: false }, tick: { invoke: false } })
  })

  it('leaves variables of a function that are not ours, and takes away ours that have no value any more', async () => {
    await deploy()
    environment().functions['tick']!.settings.Environment.Variables = [{ Key: 'TZ', Value: 'Asia/Shanghai' }, { Key: 'OPERATOR_KEY', Value: 'left over' }, { Key: 'STATE', Value: 'developer' }]
    await deploy()
    expect(environment().functions['tick']!.settings.Environment.Variables).toEqual([{ Key: 'TZ', Value: 'Asia/Shanghai' }, { Key: 'STATE', Value: 'developer' }])
  })

  it('tells of another runtime with the way out, and refuses one on which ours cannot run', async () => {
    await deploy()
    environment().functions['tick']!.settings.Runtime = 'Nodejs20.19'
    expect(await deploy()).toBe('nothing')
    expect(said()).toMatch(/手工 {2}云函数 tick 的运行环境是 Nodejs20.19，新建的会用 Nodejs24.11.*删掉/)
    environment().functions['tick']!.settings.Runtime = 'Nodejs16.13'
    expect(await deploy()).toBe('stopped')
    expect(said()).toMatch(/停下 {2}云函数 tick 的运行环境太旧，本项目跑不了（现在：Nodejs16.13）.*删掉/)
  })

  it('never makes a timer: it tells how, and leaves one that is there', async () => {
    await deploy()
    expect(said()).toMatch(/手工 {2}定时触发器 tick.*上传触发器/)
    environment().functions['tick']!.triggers = [{ TriggerName: 'tick', Type: 'timer', TriggerDesc: '0 * * * * * *', Enable: 1 }]
    lines = []
    expect(await deploy()).toBe('nothing')
    expect(said()).toMatch(/不动 {2}定时触发器 tick/)
  })

  it('leaves an event that WeChat pushes to somebody else to them, and says so', async () => {
    standIn.account.wechat.push.callbacks.push({ msgType: 'event', event: 'subscribe_msg_change_event', env: 'env-2', functionName: 'theirs', enable: true })
    const before = JSON.stringify(standIn.account.wechat.push)
    await deploy()
    expect(JSON.stringify(standIn.account.wechat.push)).toBe(before)
    expect(said()).toMatch(/已经推给别的云函数.*env-2 的 theirs/)
  })

  it('fails where what was deployed is not what is read back', async () => {
    await deploy()
    const tick = environment().functions['tick']!
    Object.defineProperty(tick.settings, 'Description', { get: () => 'stuck', set: () => undefined, enumerable: true })
    expect(await deploy(scope({ code: 'two' }))).toBe('failed')
    expect(said()).toMatch(/tick 部署后读回来，这些不是刚写的：说明/)
  })

  it('fails where the code that was sent did not arrive, and does not say that it runs', async () => {
    await deploy()
    const tick = environment().functions['tick']!
    Object.defineProperty(tick, 'code', { get: () => 'old', set: () => undefined, enumerable: true })
    expect(await deploy(scope({ code: 'two' }))).toBe('failed')
    expect(said()).toMatch(/tick 部署后读回来，这些不是刚写的：代码/)
    expect(tick.settings.Description).toBe(scope().target.functions[1]?.description)
  })

  it.each([
    ['CreateFailed', 'stopped', /上次没有建成.*删掉它/],
    ['UpdateFailed', 'done', /云函数 tick：上次没有更新成，再部署一次/],
  ])('meets a function that is %s', async (status, outcome, words) => {
    await deploy()
    environment().functions['tick']!.status = status
    expect(await deploy()).toBe(outcome)
    expect(said()).toMatch(words)
  })

  it('set up alone touches no function', async () => {
    expect(await deploy(scope({ whole: false }))).toBe('done')
    expect(Object.keys(environment().functions)).toEqual(['login', 'cleanup'])
    expect(environment().collections['sm_letters']).toBeDefined()
  })

  it('known by its signature is ours even where the mark was lost', async () => {
    environment().functions['post'] = newFunction('post', { Description: `x ${signatureOf('0.1.9', 'a'.repeat(64), 'b'.repeat(64))}`, Runtime: 'Nodejs24.11' })
    expect(await deploy()).toBe('done')
  })

  it('treats an error of the API as an error, never as something that does not exist', async () => {
    standIn.fail({ action: 'ListTables', at: 1, kind: 'refused', code: 'UnauthorizedOperation' })
    await expect(plan()).rejects.toThrow(/调用 ListTables 失败：.*错误码 UnauthorizedOperation.*没有权限.*QcloudTCBFullAccess/)
    standIn.fail({ action: 'DescribeSafeRule', at: 1, kind: 'unreadable' })
    await deploy()
    await expect(plan()).rejects.toThrow(/调用 DescribeSafeRule 失败.*没有收到回答/)
    expect(said()).toMatch(/完成/)
  })
})

describe('a deployment that is cut off at any call', () => {
  const run = async (account: Account, fault?: { at: number; kind: 'refused' | 'lost' | 'down' }): Promise<{ outcome: string; said: string; calls: number; account: Account }> => {
    const standIn = await startStandIn({ account, now: () => new Date('2026-12-01T00:00:00Z') })
    useHere(standIn)
    if (fault) standIn.fail(fault)
    const lines: string[] = []
    const deployment = { api: apiOf(), markers: markersOf(), push: openMessagePush({ WECHAT_APPID: 'wx0000000000stand', WECHAT_APPSECRET: 'stand-in-app-secret' }), pause: async () => undefined }
    const outcome = await makePlan(deployment, scope())
      .then((made) => carryOut(made.steps, { say: (line) => void lines.push(line) }, { yes: true, planOnly: false }))
      .catch((error: Error) => error.message)
    const calls = standIn.log.length
    await standIn.close()
    return { outcome, said: lines.join('\n'), calls, account }
  }
  /** What matters in the end: a version that was published twice is no harm. */
  const endOf = ({ environments, wechat }: Account): string =>
    JSON.stringify({ environments, wechat }, (key, value: unknown) => (key === 'versions' ? (value as { description: string }[]).map(({ description }) => description).slice(0, 1) : value))

  it.each(['refused', 'lost', 'down'] as const)('(%s) says so, and the next run completes it', async (kind) => {
    const whole = await run(accountOfOthers('env-1'))
    expect(whole.outcome).toBe('done')
    for (let at = 1; at <= whole.calls; at += 1) {
      const cut = await run(accountOfOthers('env-1'), { at, kind })
      expect([at, cut.outcome]).toEqual([at, expect.stringMatching(/^failed$|调用 .* 失败|^读|^写/)])
      if (cut.outcome === 'failed') expect(cut.said).toMatch(/停在第 \d+ 步。前面 \d+ 步已经做好/)
      const again = await run(cut.account)
      expect([at, again.outcome, endOf(again.account)]).toEqual([at, expect.stringMatching(/done|nothing/), endOf(whole.account)])
    }
  })

  it('starts in an empty environment as well', async () => {
    expect((await run(emptyAccount('env-1'))).outcome).toBe('done')
  })
})

/** All but what carries our names. */
function othersOf({ environments, wechat }: Account): unknown {
  const { collections, functions, functionRule } = environments['env-1'] as Environment
  const { post: _post, tick: _tick, ...otherFunctions } = functions
  const otherCollections = Object.fromEntries(Object.entries(collections).filter(([name]) => !name.startsWith('sm_')))
  const { tick: _rule, ...otherRules } = JSON.parse(functionRule ?? '{}') as Record<string, unknown>
  return { otherCollections, otherFunctions, otherRules, rows: wechat.push.callbacks.filter(({ functionName }) => functionName !== 'post') }
}
