import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Template } from '../../core/templates/template'
import { deploymentOf, scopeOf } from '../deploy'
import { carryOut } from '../plan/carry-out'
import { makePlan } from '../plan/plan'
import { type Account, type CloudFunction, type Collection, type Environment } from '../stand-in/account'
import { apiOf, useHere } from '../stand-in/here'
import { accountOfOthers } from '../stand-in/others'
import { startStandIn, type StandIn } from '../stand-in/server'
import TEMPLATES from '../templates.json'
import { type Report } from './diagnose'
import { runDoctor } from './doctor'
import { type DeclaredTemplate, fieldsOf } from './project'

const ROOT = join(__dirname, '../..')
const APPID = 'wx0123456789abcdef'
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const DECLARED = TEMPLATES as readonly DeclaredTemplate[]
const idFor = (key: string): string => `real_${key}`
const VARIABLES: Record<string, string> = {
  TCB_ENV_ID: 'env-1',
  OPERATOR_KEY: 'an operator key, long enough',
  TENCENTCLOUD_SECRETID: 'id',
  TENCENTCLOUD_SECRETKEY: 'key',
  WECHAT_APPID: APPID,
  WECHAT_APPSECRET: 'stand-in-app-secret',
  MINIPROGRAM_STATE: 'developer',
  ...Object.fromEntries(DECLARED.map(({ key, templateId }) => [templateId.slice('{{env.'.length, -2), idFor(key)])),
}

/** What is broken: variables, files of the project, the account, or the moment. */
interface World {
  variables: Record<string, string>
  environment: Environment
  account: Account
  root: string
  collection(name: string): Collection
  function(name: string): CloudFunction
  write(path: string, text: string): void
  /** Milliseconds by which this machine is ahead. */
  ahead: number
}

describe('npm run doctor', () => {
  let standIn: StandIn
  let good: Account
  let root: string
  let world: World

  beforeAll(async () => {
    standIn = await startStandIn({ account: accountOfOthers('env-1') })
    useHere(standIn)
    await deployed(standIn.account)
    good = structuredClone(standIn.account)
  })
  afterAll(() => standIn.close())

  beforeEach(() => {
    Object.assign(standIn.account, structuredClone(good))
    standIn.forget()
    root = mkdtempSync(join(tmpdir(), 'doctor-'))
    for (const name of ['subscribe', 'push', 'dispatch']) cpSync(join(ROOT, 'cloudfunctions', name, 'config.json'), join(root, 'cloudfunctions', name, 'config.json'))
    const environment = standIn.account.environments['env-1'] as Environment
    world = {
      variables: { ...VARIABLES },
      environment,
      account: standIn.account,
      root,
      collection: (name) => environment.collections[`sm_${name}`] as Collection,
      function: (name) => environment.functions[name] as CloudFunction,
      write: (path, text) => {
        mkdirSync(join(root, path, '..'), { recursive: true })
        writeFileSync(join(root, path), text)
      },
      ahead: 0,
    }
    world.write('project.private.config.json', JSON.stringify({ appid: APPID }))
    world.write('miniprogram/environment.ts', "  develop: 'env-1',\n  trial: 'env-1',\n  release: 'env-1',\n")
  })
  afterEach(() => rmSync(root, { recursive: true, force: true }))

  const doctor = async (...args: string[]): Promise<{ code: number; said: string }> => {
    const lines: string[] = []
    writeFileSync(join(root, '.env.local'), Object.entries(world.variables).map(([name, value]) => `${name}='${value}'\n`).join(''))
    const code = await runDoctor(args, { root, now: () => Date.now() + world.ahead, say: (line) => void lines.push(line) })
    return { code, said: lines.join('\n') }
  }
  const reported = async (...args: string[]): Promise<Report> => JSON.parse((await doctor('--json', ...args)).said) as Report

  it('finds nothing on a good environment, and changes nothing in it', async () => {
    const held = (): string => JSON.stringify({ ...standIn.account, objects: {} })
    const before = held()
    const { code, said } = await doctor()
    expect(said).not.toMatch(/处理 |没查 |没做 |注意 /)
    expect({ code, same: held() === before }).toEqual({ code: 0, same: true })
    expect(said).toMatch(/好 \d+；检查单 0\/9。$/)
    const asked = [...new Set(standIn.log.map(({ action }) => action))]
    expect(asked.filter((action) => !/^(Describe|List|Get|HEAD |database\.(get|calculate)|wechat:.(cgi-bin.stable_token|tcb.getcallbackconfig|wxaapi.newtmpl.gettemplate))/.test(action))).toEqual([])
    expect(said).not.toContain(VARIABLES['OPERATOR_KEY'])
  })

  const broken: [id: string, what: string, breakIt: (world: World) => void, is: RegExp, how: RegExp][] = [
    ['variables', 'the operator key is weak', ({ variables }) => (variables['OPERATOR_KEY'] = '1'), /OPERATOR_KEY 太短/, /\.env\.local.*npm run deploy/],
    ['appid', 'the appid is none', ({ write }) => write('project.private.config.json', '{"appid":"wx1"}'), /「wx1」不像 AppID/, /project\.private\.config\.json/],
    ['appid', 'the secret is of another mini-program', ({ variables }) => (variables['WECHAT_APPID'] = 'wx0000000000000000'), /WECHAT_APPID 是 wx0000000000000000/, /改好其中一个/],
    ['openapi', 'a permission is not declared', ({ write }) => write('cloudfunctions/dispatch/config.json', '{}'), /dispatch\/config\.json 里没有 subscribeMessage\.send/, /上传并部署：云端安装依赖/],
    ['openapi', 'checking what users enter is not declared', ({ write }) => write('cloudfunctions/subscribe/config.json', '{}'), /subscribe\/config\.json 里没有 security\.msgSecCheck/, /上传并部署：云端安装依赖/],
    ['template-ids', 'an id is a placeholder', ({ variables }) => (variables['TEMPLATE_ID_BILL_DUE'] = 'TEMPLATE_ID_X'), /占位的「TEMPLATE_ID_X」/, /公众平台 → 订阅消息 → 我的模板/],
    ['template-ids', 'two templates have one id', ({ variables }) => (variables['TEMPLATE_ID_BILL_DUE'] = idFor('repair-done')), /和另一个模板的一样/, /我的模板/],
    ['release', 'cards open a version that was not released', ({ variables }) => (variables['MINIPROGRAM_STATE'] = 'formal'), /没有记着小程序已经发布/, /--done released.*MINIPROGRAM_STATE=trial/],
    ['account', 'the environment was not paid for', ({ environment }) => (environment.status = 'ISOLATE'), /状态是 ISOLATE/, /套餐：续费或恢复/],
    ['clock', 'the clock is wrong', (it) => (it.ahead = 4 * MINUTE), /本机时钟快了 2\d\d 秒/, /自动设置时间/],
    ['package', 'the package ends soon', ({ environment }) => (environment.expireTime = beijing(Date.now() + 3.5 * DAY)), /还有 3 天到期，没有自动续费/, /套餐：续费/],
    ['package', 'the package has ended', ({ environment }) => (environment.expireTime = beijing(Date.now() - DAY)), /已经到期/, /套餐：续费/],
    ['collections', 'a collection is missing', ({ environment }) => delete environment.collections['sm_receipts'], /没有集合 sm_receipts/, /npm run set-up/],
    ['collections', 'a collection is not marked as ours', ({ collection }) => ((marks(collection)['collections'] as string[]).splice(1, 1)), /不在 sm_marker 的标记里/, /COLLECTION_PREFIX.*--adopt/],
    ['collections', 'the mark is gone', ({ collection }) => (collection('marker').documents = {}), /sm_marker 里没有标记/, /npm run set-up -- --adopt/],
    ['rights', 'everybody may read', ({ collection }) => (collection('users').aclTag = 'READONLY'), /sm_users 的权限是「所有人可读，创建者可写」/, /npm run set-up/],
    ['rights', 'the rule is another', ({ collection }) => (collection('authorizations').rule = '{"read":true,"write":false}'), /sm_authorizations 的权限是「自定义 \{"read":true/, /npm run set-up/],
    ['indexes', 'an index has other keys', ({ collection }) => (collection('tries').indexes.find(({ Name }) => Name === 'since')!.Keys = [{ Name: 'at', Direction: '1' }]), /sm_tries 没有 since 升序 的索引/, /npm run set-up/],
    ['schema', 'the records are newer than the code', ({ collection }) => (marks(collection)['schema'] = 99), /记录是第 99 版/, /换成新的代码/],
    ['function-rules', 'clients may call dispatch', ({ environment }) => (environment.functionRule = '{"*":{"invoke":"auth != null"},"events":{"invoke":false}}'), /dispatch 没有/, /npm run set-up/],
    ['function-rules', 'nobody can read the rules', ({ environment }) => (environment.functionRule = 'package authz'), /读不懂：package authz/, /改成 JSON/],
    ['functions', 'a function is missing', ({ environment }) => delete environment.functions['events'], /没有云函数 events/, /npm run deploy/],
    ['functions', 'a function did not come to be', (it) => (it.function('events').status = 'UpdateFailed'), /events 的状态是 UpdateFailed/, /npm run deploy/],
    ['functions', 'a function is somebody else\'s', foreignFunction, /events 不是本项目部署的/, /--adopt/],
    ['code', 'another version runs', (it) => (it.function('push').settings.Description = 'x [subscribe-message-cloud 0.0.9 abcabcabcabc 12345678]'), /push 运行的是 0\.0\.9 的 abcabcabcabc/, /npm run deploy/],
    ['code', 'the package is empty', (it) => (it.function('push').code = ''), /push 的代码包是空的/, /npm run deploy/],
    ['function-settings', 'the runtime is too old', (it) => (it.function('push').settings.Runtime = 'Nodejs16.13'), /push 的运行环境是 Nodejs16\.13，跑不了/, /删掉这个云函数/],
    ['function-settings', 'the time limit is short', (it) => (it.function('dispatch').settings.Timeout = 3), /dispatch 的超时是 3 秒/, /npm run deploy/],
    ['function-settings', 'the memory is another', (it) => (it.function('dispatch').settings.MemorySize = 128), /dispatch 的内存是 128 MB/, /npm run deploy/],
    ['function-variables', 'the key that runs is another', (it) => setVariable(it.function('push'), 'OPERATOR_KEY', 'old'), /push 的 OPERATOR_KEY 是 （保密）/, /npm run deploy/],
    ['function-variables', 'a key stands where it is not read', (it) => setVariable(it.function('events'), 'OPERATOR_KEY', 'left over'), /events 的 OPERATOR_KEY 是 （保密）/, /npm run deploy/],
    ['timers', 'the timer has stopped', ({ collection }) => (collection('standstill').documents['agenda']!['tickAt'] = new Date(Date.now() - 40 * MINUTE)), /已经 40 分钟没有跑了/, /上传触发器/],
    ['timers', 'its times are others', (it) => (it.function('dispatch').triggers[0]!.TriggerDesc = '0 0 * * * * *'), /触发器是 0 0 \* \* \* \* \*/, /上传触发器/],
    ['timers', 'it is listed and never came', ({ collection }) => (collection('standstill').documents = {}), /可是还没有跑过/, /dispatch 的日志/],
    ['message-push', 'an event is pushed to nobody, and consents are learnt by it', (it) => ((it.variables['CONSENT_SOURCE'] = 'event'), (it.account.wechat.push.callbacks = [])), /没有 subscribe_msg_popup_event 这一行/, /消息推送/],
    ['wechat-templates', 'an id is of another mini-program', ({ account }) => void account.wechat.templates.shift(), /的 ID real_patrol-assigned 不在这个小程序里/, /我的模板/],
    ['wechat-templates', 'a field is of another type there', ({ account }) => (account.wechat.templates[0]!.content = account.wechat.templates[0]!.content.replace('thing1', 'name1')), /在微信里的字段是 .*:name1/, /deploy\/templates\.json/],
    ['wechat-templates', 'it is long-term there', ({ account }) => (account.wechat.templates[0]!.type = 3), /在微信里是长期的/, /type/],
    ['saved-templates', 'one is not saved', ({ collection }) => delete collection('templates').documents['bill-due'], /模板 bill-due.*没有存/, /npm run templates/],
    ['saved-templates', 'a placeholder is left', ({ collection }) => (collection('templates').documents['bill-due']!['templateId'] = 'TEMPLATE_ID_BILL'), /占位的「TEMPLATE_ID_BILL」/, /npm run templates/],
    ['saved-templates', 'another id is saved', ({ collection }) => (collection('templates').documents['bill-due']!['templateId'] = 'other'), /存的模板 ID 是 other/, /npm run templates/],
    ['saved-templates', 'its fields are others', ({ collection }) => (collection('templates').documents['bill-due']!['fields'] = []), /存的字段是 空的/, /npm run templates/],
    ['owner', 'no member is an owner', ({ collection }) => (collection('members').documents['o1']!['role'] = 'viewer'), /1 位成员里没有所有者/, /"action":"grant"/],
    ['daily-cap', 'our own cap is reached', (it) => ((it.variables['MAX_PER_DAY'] = '10'), (it.collection('quotas').documents[today()] = { _id: today(), taken: 10 })), /今天发了 10 条，上限 10：用完了/, /MAX_PER_DAY/],
    ['backlog', 'messages wait that are long due', (it) => lateMessage(it, 'running'), /1 条消息早该发了，最早的已经等了 60 分钟/, /dispatch → 日志/],
    ['backlog', 'messages were left half sent', ({ collection }) => (collection('messages').documents['m'] = { _id: 'm', state: 'sending', dueAt: new Date(Date.now() - 60 * MINUTE) }), /1 条消息发到一半/, /dispatch → 日志/],
    ['sends', 'a push was halted', ({ collection }) => (collection('pushes').documents['p'] = { _id: 'p', state: 'halted', halt: { reason: 'bad-template', message: '模板 ID 无效' }, createdAt: new Date() }), /推送 p 停住了：模板 ID 无效/, /继续/],
  ]

  it.each(broken)('%s: says in words when %s, and what mends it', async (id, _what, breakIt, is, how) => {
    breakIt(world)
    const { checks, exitCode } = await reported('--only', id)
    const found = checks.find((check) => check.id === id)?.findings.filter(({ verdict }) => verdict === 'mend') ?? []
    expect(found.map((finding) => finding.is).join('\n')).toMatch(is)
    expect(found.map((finding) => finding.mend).join('\n')).toMatch(how)
    expect(found.every(({ should }) => should !== undefined && should !== '')).toBe(true)
    expect(exitCode).toBe(1)
  })

  const steps: [id: string, what: string, leave: (world: World) => void, is: RegExp][] = [
    ['appid', 'the appid', ({ write }) => write('project.private.config.json', '{"appid":"touristappid"}'), /游客的 AppID/],
    ['mini-program', 'the environment of the mini-program', ({ write }) => write('miniprogram/environment.ts', "  develop: '',\n"), /还没有指到哪个环境/],
    ['template-ids', 'an id of a template', ({ variables }) => (variables['TEMPLATE_ID_BILL_DUE'] = ''), /还没有模板 ID：「物业费缴纳通知」/],
    ['saved-templates', 'the templates', ({ collection }) => (collection('templates').documents = {}), /一个模板也没有存/],
    ['owner', 'the first owner', ({ collection }) => (collection('members').documents = {}), /还没有成员/],
    ['timers', 'the timer', (it) => ((it.collection('standstill').documents = {}), (it.function('dispatch').triggers = [])), /还没有跑过/],
    ['sends', 'the first message', ({ collection }) => (collection('receipts').documents = {}), /还没有发出过消息/],
  ]

  it.each(steps)('%s: tells of %s as a step of going live, not as something broken', async (id, _what, leave, is) => {
    leave(world)
    const { checks, exitCode } = await reported('--only', id)
    const found = checks.find((check) => check.id === id)?.findings.filter(({ verdict }) => verdict === 'todo') ?? []
    expect({ exitCode, found: found.map((finding) => finding.is).join() }).toEqual({ exitCode: 0, found: expect.stringMatching(is) })
  })

  const noticed: [id: string, what: string, change: (world: World) => void, is: RegExp][] = [
    ['function-settings', 'a function has another runtime that will do', (it) => (it.function('push').settings.Runtime = 'Nodejs20.19'), /运行环境是 Nodejs20\.19/],
    ['schema', 'the records are being brought up to date', ({ collection }) => (marks(collection)['schema'] = 1), /正在升级/],
    ['code', 'a function was uploaded after its deployment', (it) => (it.function('push').code = Buffer.from('by DevTools').toString('base64')), /部署以后又上传过/],
    ['message-push', 'an event goes to somebody else', ({ account }) => (account.wechat.push.callbacks = account.wechat.push.callbacks.map((row) => ({ ...row, functionName: 'theirs' }))), /推给了 env-1 的 theirs/],
    ['message-push', 'its main switch is off', ({ account }) => (account.wechat.push.enable = false), /总开关是关的/],
    ['message-push', 'nobody gave the secret', ({ variables }) => (variables['WECHAT_APPSECRET'] = ''), /看不到消息推送的设置/],
    ['saved-templates', 'a template is switched off', ({ collection }) => (collection('templates').documents['bill-due']!['enabled'] = false), /停用了/],
    ['daily-cap', 'our own cap is near', (it) => ((it.variables['MAX_PER_DAY'] = '10'), (it.collection('quotas').documents[today()] = { _id: today(), taken: 8 })), /快用完了/],
    ['backlog', 'everything is stopped', ({ collection }) => (collection('standstill').documents['all'] = { _id: 'all', reason: '发错了' }), /「全部停止」按下了（发错了）/],
    ['sends', 'nobody knows of a message whether it went out', ({ collection }) => (collection('messages').documents['m'] = { _id: 'm', state: 'unknown' }), /1 条消息不知道发没发出/],
    ['sends', 'WeChat refused messages of late, and why', ({ collection }) => refused(collection('messages')), /2 条因为 41030 没有发出.*5 小时前.*1 条因为 47003/s],
  ]

  it.each(noticed)('%s: is told that %s, and that it works', async (id, _what, change, is) => {
    change(world)
    const { checks, exitCode } = await reported('--only', id)
    const found = checks.find((check) => check.id === id)?.findings.filter(({ verdict }) => verdict === 'notice') ?? []
    expect({ exitCode, found: found.map((finding) => finding.is).join() }).toEqual({ exitCode: 0, found: expect.stringMatching(is) })
  })

  it('does not count what a person has paused as a backlog', async () => {
    lateMessage(world, 'paused')
    expect((await reported('--only', 'backlog')).exitCode).toBe(0)
  })

  it.each<[string, string, string[]]>([
    ['DescribeSafeRule', 'rights', ['rights', 'indexes']],
    ['DescribeTable', 'indexes', ['rights', 'indexes']],
    ['DescribeResourcePermission', 'function-rules', ['function-rules']],
    ['DescribeBillingInfo', 'package', ['package']],
    ['wechat:/wxaapi/newtmpl/gettemplate', 'wechat-templates', ['wechat-templates']],
    ['database.getDocument', 'collections', ['collections', 'schema']],
  ])('where %s fails, only what rests on it could not be looked at, and the exit code says that', async (action, first, ids) => {
    standIn.fail({ action, at: 1, kind: 'refused', code: CODES[action] ?? 'UnauthorizedOperation' })
    const { checks, exitCode } = await reported()
    const unchecked = checks.filter(({ findings }) => findings.some(({ verdict }) => verdict === 'unchecked'))
    expect({ exitCode, ids: unchecked.map(({ id }) => id) }).toEqual({ exitCode: 2, ids })
    expect(unchecked.find(({ id }) => id === first)?.findings[0]?.is).toMatch(/失败：.*(错误码 UnauthorizedOperation|IP 白名单|DATABASE_PERMISSION_DENIED)/)
  })

  it('without the network says of everything that lies there why it could not be looked at, once', async () => {
    world.variables['TENCENTCLOUD_SECRETID'] = ''
    const { code, said } = await doctor()
    expect(code).toBe(2)
    expect(said.match(/没查 /g)).toHaveLength(1)
    expect(said).toMatch(/没查 {2}账号和环境、本机时钟.*要一起填/)
  })

  it('with --offline asks nobody, names what it did not look at, and is good when the rest is', async () => {
    const { code, said } = await doctor('--offline')
    expect({ code, asked: standIn.log.length }).toEqual({ code: 0, asked: 0 })
    expect(said).toMatch(/没有联网看：账号和环境/)
  })

  it('remembers what a person has looked at, of which environment, and asks again when it has changed', async () => {
    await doctor('--offline', '--done', 'permissions', '--done', 'privacy')
    expect((await doctor('--offline')).said).toMatch(/☑ {2}permissions[^]*☑ {2}privacy[^]*检查单 2\/9/)
    world.write('cloudfunctions/dispatch/config.json', JSON.stringify({ permissions: { openapi: ['subscribeMessage.send', 'subscribeMessage.other'] } }))
    expect((await doctor('--offline')).said).toMatch(/☐ {2}permissions.*它变了，请再看一次/)
    await doctor('--offline', '--undone', 'privacy')
    expect((await doctor('--offline')).said).toMatch(/检查单 0\/9/)
    await doctor('--offline', '--done', 'phone')
    world.variables['TCB_ENV_ID'] = 'env-2'
    expect((await doctor('--offline')).said).toMatch(/检查单 0\/9/)
  })

  it('says in one look what of all is broken, in the order in which it is to be mended', async () => {
    delete world.environment.functions['events']
    world.collection('users').aclTag = 'READONLY'
    const { code, said } = await doctor()
    expect(code).toBe(1)
    expect(said).toMatch(/处理 {2}集合的权限：集合 sm_users[^]*应该：「仅管理端可读写」[^]*怎么办：npm run set-up[^]*处理 {2}云函数：没有云函数 events[^]*要处理 2/)
  })

  it('after the release wants cards to open the released version', async () => {
    const { code, said } = await doctor('--done', 'released', '--only', 'release')
    expect(code).toBe(1)
    expect(said).toMatch(/小程序已经发布，MINIPROGRAM_STATE 还是 developer[^]*MINIPROGRAM_STATE=formal/)
  })

  it('leaves a list of what was looked at alone that it cannot read', async () => {
    world.write('.doctor.json', '{')
    await expect(doctor('--done', 'privacy')).rejects.toThrow(/\.doctor\.json 读不懂/)
    expect(readFileSync(join(root, '.doctor.json'), 'utf8')).toBe('{')
  })

  it.each<[string, string[], RegExp]>([
    ['an option', ['--fix'], /看不懂的参数/],
    ['an environment', ['--env', 'prod'], /没有环境「prod」/],
    ['a check', ['--only', 'everything'], /没有「everything」这项检查，只有 variables、/],
    ['an item', ['--done', 'everything'], /检查单里没有「everything」，只有 permissions、/],
  ])('refuses %s that there is not, by name, and writes nothing down', async (_what, args, words) => {
    await expect(doctor(...args)).rejects.toThrow(words)
    expect(existsSync(join(root, '.doctor.json'))).toBe(false)
  })
})

/** The project deployed beside what others have, in use since yesterday. */
async function deployed(account: Account): Promise<void> {
  account.wechat.appid = APPID
  const credentials = { secretId: 'id', secretKey: 'key' }
  const deployment = { ...deploymentOf({ api: apiOf(), credentials, variables: VARIABLES }), pause: async () => undefined }
  const outcome = await carryOut((await makePlan(deployment, scopeOf(VARIABLES, true, false))).steps, { say: () => undefined }, { yes: true, planOnly: false })
  expect(outcome).toBe('done')
  const { collections, functions } = account.environments['env-1'] as Environment
  functions['dispatch']!.triggers = [{ TriggerName: 'dispatch', Type: 'timer', TriggerDesc: '0 * * * * * *', Enable: 1 }]
  const put = (name: string, document: Record<string, unknown> & { _id: string }): void => void (collections[`sm_${name}`]!.documents[document._id] = document)
  put('standstill', { _id: 'agenda', tickAt: new Date() })
  put('members', { _id: 'o1', role: 'owner', grantedBy: 'operator', at: new Date() })
  put('receipts', { _id: 'p:o1', pushId: 'p', openid: 'o1', templateId: 't', msgid: '1', at: new Date(Date.now() - DAY) })
  for (const declared of DECLARED) {
    put('templates', { _id: declared.key, templateId: idFor(declared.key), fields: fieldsOf(declared), enabled: true } satisfies Partial<Template> & { _id: string })
    account.wechat.templates.push({ priTmplId: idFor(declared.key), title: declared.title, content: `${declared.content}\n`, example: '', type: declared.type === 'one-time' ? 2 : 3 })
  }
}

/** As those answer who are not Tencent's API. */
const CODES: Record<string, string> = { 'wechat:/wxaapi/newtmpl/gettemplate': '40164', 'database.getDocument': 'DATABASE_PERMISSION_DENIED' }

function marks(collection: World['collection']): Record<string, unknown> {
  return collection('marker').documents['subscribe-message-cloud'] as Record<string, unknown>
}

function foreignFunction({ function: fn, collection }: World): void {
  fn('events').settings.Description = 'theirs'
  marks(collection)['functions'] = ['subscribe', 'push', 'dispatch']
}

/** Some of the environment, some of one person, and one of long ago. */
function refused({ documents }: Collection): void {
  const failed = (hours: number, errcode: number, reason: string): object => ({ state: 'failed', errcode, reason, createdAt: new Date(Date.now() - hours * 60 * MINUTE) })
  const rows = [failed(5, 41030, 'bad-page'), failed(9, 41030, 'bad-page'), failed(2, 47003, 'bad-data'), failed(1, 43101, 'not-authorized'), failed(24 * 8, 40037, 'bad-template')]
  rows.forEach((row, at) => (documents[`f${at}`] = { _id: `f${at}`, ...row }))
}

function lateMessage({ collection }: World, state: string): void {
  const dueAt = new Date(Date.now() - 60 * MINUTE)
  collection('pushes').documents['p'] = { _id: 'p', state, createdAt: dueAt }
  collection('messages').documents['p:o1'] = { _id: 'p:o1', pushId: 'p', state: 'queued', dueAt }
}

function setVariable({ settings }: CloudFunction, Key: string, Value: string): void {
  settings.Environment.Variables = [...settings.Environment.Variables.filter((known) => known.Key !== Key), { Key, Value }]
}

const beijing = (at: number): string => new Date(at + 8 * 60 * MINUTE).toISOString().slice(0, 19).replace('T', ' ')
const today = (): string => beijing(Date.now()).slice(0, 10)
