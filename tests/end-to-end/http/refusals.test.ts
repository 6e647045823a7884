import { type CloudConfig } from '../../../demo/client'
import { NEWCOMER, PEOPLE, personNamed, SENDER, type Person } from '../../../demo/people'
import { EmulatorProcess } from '../../support/emulator-process'

const CONTENT = { thing1: '北门岗亭', time2: '08:00', name3: '林夏', phrase4: '待巡查', character_string5: 'XJ-1' }

interface Answer {
  ok: boolean
  state?: string
  replayed?: boolean
  halt?: { message: string }
  messages?: { state: string; reason?: string; errcode?: number; message?: string }[]
  error?: { code: string; message: string; details?: { fields?: { field: string; message: string }[] } }
}

const emulator = new EmulatorProcess()
let config: CloudConfig
beforeAll(async () => {
  await emulator.start()
  config = await emulator.client.get<CloudConfig>('/emulator/config')
})
afterAll(() => emulator.remove())
afterEach(() => emulator.client.post('/emulator/faults', {}))

function templateId(key: string): string {
  return config.templates.find((template) => template.key === key)?.templateId ?? ''
}

const pushing = (asked: object = {}): object => ({ action: 'create', template: 'patrol-assigned', to: [NEWCOMER.openid], data: CONTENT, ...asked })
const pushAs = (person: Person, asked: object = {}): Promise<Answer> => emulator.client.asUser<Answer>(person, 'push', pushing(asked))
const fromConsole = (data: object): Promise<Answer> => emulator.client.invoke<Answer>('push', data, { kind: 'console' })

async function agreed(person: Person): Promise<void> {
  const result = await emulator.client.post<object>('/emulator/consent', { openid: person.openid, templateIds: [templateId('patrol-assigned')] })
  await emulator.client.asUser(person, 'subscribe', { action: 'record', promptId: `p-${Math.random().toString(36).slice(2)}`, result })
}

describe('WeChat refuses a message, and the admin reads why and what to do', () => {
  it('43101: the receiver has not authorized', async () => {
    const { messages } = await pushAs(SENDER, { anyway: true })
    expect(messages?.[0]).toMatchObject({ state: 'failed', errcode: 43101 })
    expect(messages?.[0]?.message).toMatch(/^对方未授权推送.*请对方在小程序里再点一次「开启提醒」/)
  })

  it('40003: the openid is not of this mini-program', async () => {
    const { messages } = await pushAs(SENDER, { to: ['oSomebodyElse'], anyway: true })
    expect(messages?.[0]).toMatchObject({ state: 'failed', errcode: 40003 })
    expect(messages?.[0]?.message).toMatch(/openid.*请从用户列表重新选人/)
  })

  it('40037: the template id is not of this appid; replacing it needs no code', async () => {
    const right = templateId('patrol-assigned')
    const save = (id: string): Promise<Answer> =>
      fromConsole({ action: 'saveTemplate', operatorKey: config.operatorKey, key: 'patrol-assigned', templateId: id })
    await save('an-id-of-another-appid')
    const { state, halt, messages } = await pushAs(SENDER, { anyway: true })
    await save(right)
    expect(state).toBe('halted')
    expect(halt?.message).toMatch(/模板 ID 无效.*换成本小程序的模板 ID/)
    expect(messages?.[0]).toMatchObject({ state: 'failed', errcode: 40037 })
    await agreed(NEWCOMER)
    expect((await pushAs(SENDER)).messages?.[0]).toMatchObject({ state: 'sent' })
  })

  it('47003: names the field, with its label', async () => {
    // WeChat knows a template whose field is a phrase; our registry was told that it is free text.
    const { templateId: theirs } = await emulator.client.post<{ templateId: string }>('/emulator/templates', { title: '不一致', content: '状态:{{phrase1.DATA}}\n地点:{{thing2.DATA}}' })
    await fromConsole({ action: 'saveTemplate', operatorKey: config.operatorKey, key: 'differs', templateId: theirs, title: '不一致', content: '地点:{{thing2.DATA}}' })
    await emulator.client.post('/emulator/consent', { openid: NEWCOMER.openid, templateIds: [theirs] })
    const { messages } = await pushAs(SENDER, { template: 'differs', data: { thing2: '车库' }, anyway: true })
    expect(messages?.[0]).toMatchObject({ state: 'failed', errcode: 47003 })
    expect(messages?.[0]?.message).toMatch(/phrase1.*不符合模板要求.*修改后再发/)
  })

  it('41030: the page is not in the released version', async () => {
    await agreed(NEWCOMER)
    const { error } = await pushAs(SENDER, { page: 'pages/nowhere/nowhere' })
    expect(error).toMatchObject({ code: 'invalid-argument', message: expect.stringMatching(/没有页面「pages\/nowhere\/nowhere」.*41030.*仍按原文发送/s) })
    // Our list may be older than what is published: WeChat decides.
    const { messages } = await pushAs(SENDER, { page: 'pages/nowhere/nowhere', asIs: true })
    expect(messages?.[0]).toMatchObject({ state: 'failed', errcode: 41030 })
    expect(messages?.[0]?.message).toMatch(/页面不存在.*请检查页面路径/)
    // The authorization was not spent: the same message to an existing page goes out.
    expect((await pushAs(SENDER, { page: '/pages/message/message?id=1' })).messages?.[0]).toMatchObject({ state: 'sent' })
  })
})

describe('a request that is wrong is refused in words', () => {
  it.each([
    ['a missing operator key', { ...pushing() }, 'unauthenticated', /缺少 operatorKey/],
    ['a wrong operator key', { ...pushing(), operatorKey: 'guess' }, 'unauthenticated', /operatorKey 不对.*请核对/],
  ])('%s', async (_what, data, code, words) => {
    const { error } = await fromConsole(data)
    expect(error?.code).toBe(code)
    expect(error?.message).toMatch(words)
  })

  it.each([
    ['an unknown template', { template: 'no-such' }, 'not-found', /现有模板：.*patrol-assigned/],
    ['an unknown key', { tempalte: 'x' }, 'invalid-argument', /不认识参数 tempalte/],
    ['no receiver', { to: [] }, 'invalid-argument', /至少要有一位接收人/],
    ['a page with a host', { page: 'https://evil.example/x' }, 'invalid-argument', /页面路径/],
    ['an unknown state', { state: 'release' }, 'invalid-argument', /formal（正式版）/],
    ['an unknown action', { action: 'destroy' }, 'unknown-action', /没有名为「destroy」的操作/],
  ])('%s', async (_what, asked, code, words) => {
    const { error } = await pushAs(SENDER, asked)
    expect(error?.code).toBe(code)
    expect(error?.message).toMatch(words)
  })

  it('bad fields, all of them at once', async () => {
    const { error } = await pushAs(SENDER, { data: { ...CONTENT, thing1: '一'.repeat(23), phrase4: 'abc', extra: 'x' } })
    expect(error?.details?.fields?.map(({ field }) => field)).toEqual(['data.thing1', 'data.phrase4', 'data.extra'])
    expect(error?.message).toMatch(/「巡查地点」有 23 个字，超出 3 个/)
  })

  it('a template whose id is still a placeholder', async () => {
    await fromConsole({ action: 'saveTemplate', operatorKey: config.operatorKey, key: 'to-come', title: '以后用', content: '地点:{{thing1.DATA}}', templateId: 'TEMPLATE_ID' })
    const { error } = await pushAs(SENDER, { template: 'to-come', data: { thing1: '车库' } })
    expect(error?.code).toBe('not-ready')
    expect(error?.message).toMatch(/还没有填模板 ID.*saveTemplate/)
  })
})

describe('who may not push is told so, and nothing goes out', () => {
  const sends = async (): Promise<number> => (await emulator.client.get<{ sends: number }>('/emulator/stats')).sends

  it.each(PEOPLE.filter(({ role }) => role === undefined || role === 'viewer').map((person) => [person.nickname, person] as const))(
    '%s',
    async (_name, person) => {
      const before = await sends()
      expect((await pushAs(person, { anyway: true })).error?.code).toBe('forbidden')
      expect(await sends()).toBe(before)
    },
  )

  it('a user who says that she is the timer', async () => {
    const forged = { Type: 'Timer', TriggerName: 'dispatch', Time: '2026-12-01T00:00:00Z', Message: '' }
    const outcome = await emulator.client.post<{ ok: boolean; error: { code: string } }>('/emulator/invoke', {
      function: 'dispatch',
      data: forged,
      caller: { kind: 'client', openid: personNamed('张伟').openid },
    })
    expect(outcome).toMatchObject({ ok: false, error: { code: 'FUNCTIONS_PERMISSION_DENIED' } })
  })
})
