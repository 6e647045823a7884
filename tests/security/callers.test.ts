import { join } from 'node:path'
import { NEWCOMER, OWNER, personNamed, SENDER } from '../../demo/people'
import { startEmulator, type Emulator } from '../../emulator/emulator'
import { type Caller } from '../../emulator/functions/invocation'
import { type ProjectFixture } from '../../emulator/testing/project'
import { openProject } from '../support/project'
import { RIGHTS } from './rights/rights'

const SEED = join(__dirname, '../../demo/seed.ts')
const EVENT = { MsgType: 'event', Event: 'subscribe_msg_popup_event', ToUserName: 'gh_1', CreateTime: 1, FromUserName: NEWCOMER.openid }

interface Answer {
  ok: boolean
  error?: { code: string; message: string }
}

let project: ProjectFixture
let emulator: Emulator
let operatorKey: string
let templateId: string

beforeAll(async () => {
  project = openProject()
  emulator = await startEmulator({ projectDir: project.dir, seed: SEED })
  operatorKey = String(emulator.seeded()['operatorKey'])
  templateId = emulator.wechat.templates()[0]?.templateId ?? ''
})
afterAll(async () => {
  await emulator.close()
  project.remove()
})
afterEach(() => emulator.functions.setSwitches({ context: { sticky: false } }))

const CALLERS: Record<string, Caller> = {
  user: { kind: 'client', openid: NEWCOMER.openid },
  owner: { kind: 'client', openid: OWNER.openid },
  console: { kind: 'console' },
  timer: { kind: 'timer', devtools: true },
  'CLI timer': { kind: 'timer', devtools: false },
  event: { kind: 'event' },
  http: { kind: 'http' },
}

async function call(name: string, data: object, caller: Caller): Promise<unknown> {
  const outcome = await emulator.functions.invoke(name, data, caller)
  if (!outcome.ok) throw new Error(`${name} broke: ${outcome.error.message}`)
  return outcome.result
}

async function verdict(name: string, data: object, caller: Caller): Promise<string> {
  const answer = await call(name, data, caller)
  if (answer === 'success') return 'allowed'
  const { ok, error } = answer as Answer
  return ok ? 'allowed' : (error?.code ?? 'no code')
}

/** What each caller is told by each function, when the platform lets everybody through. */
const MATRIX: [name: string, data: () => object, expected: Record<string, string>][] = [
  [
    'push',
    () => ({ action: 'history' }),
    { user: 'forbidden', owner: 'allowed', console: 'unauthenticated', timer: 'forbidden', 'CLI timer': 'forbidden', event: 'forbidden', http: 'unauthenticated' },
  ],
  [
    'push',
    () => ({ action: 'history', operatorKey }),
    { user: 'forbidden', owner: 'allowed', console: 'allowed', timer: 'forbidden', 'CLI timer': 'forbidden', event: 'forbidden', http: 'allowed' },
  ],
  [
    'subscribe',
    () => ({ action: 'overview', operatorKey }),
    { user: 'allowed', owner: 'allowed', console: 'unauthenticated', timer: 'forbidden', 'CLI timer': 'forbidden', event: 'forbidden', http: 'unauthenticated' },
  ],
  [
    'dispatch',
    () => ({ Type: 'Timer', TriggerName: 'dispatch' }),
    { user: 'forbidden', owner: 'forbidden', console: 'unauthenticated', timer: 'allowed', 'CLI timer': 'allowed', event: 'forbidden', http: 'unauthenticated' },
  ],
  [
    'events',
    () => EVENT,
    { user: 'forbidden', owner: 'forbidden', console: 'unauthenticated', timer: 'forbidden', 'CLI timer': 'forbidden', event: 'allowed', http: 'unauthenticated' },
  ],
  [
    'events',
    () => ({ ...EVENT, operatorKey }),
    { user: 'forbidden', owner: 'forbidden', console: 'unauthenticated', timer: 'forbidden', 'CLI timer': 'forbidden', event: 'allowed', http: 'unauthenticated' },
  ],
]

describe('with every function rule open, a function itself tells its callers apart:', () => {
  const cases = MATRIX.flatMap(([name, data, expected]) =>
    Object.entries(expected).map(([caller, answer]) => [name, JSON.stringify(Object.keys(data())), caller, answer, data] as const),
  )
  it.each(cases)('%s with %s from %s is %s', async (name, _keys, caller, answer, data) => {
    const kind = CALLERS[caller]
    if (!kind) throw new Error(`no caller ${caller}`)
    // The platform's message push is not a request of ours: every caller of the kind sends an event.
    const sent = caller === 'event' ? { ...EVENT, ...data() } : data()
    expect(await verdict(name, sent, kind)).toBe(answer)
  })
})

describe('a warm instance that still holds the identity of the call before', () => {
  beforeEach(() => emulator.functions.setSwitches({ context: { sticky: true } }))

  it('gives the console no rights of the owner who called before it', async () => {
    await call('push', { action: 'history' }, { kind: 'client', openid: OWNER.openid })
    expect(await verdict('push', { action: 'grant', openid: NEWCOMER.openid, role: 'owner' }, { kind: 'console' })).toBe('unauthenticated')
  })

  it('does not take the console for the timer that ran before it', async () => {
    await call('dispatch', {}, { kind: 'timer', devtools: true })
    expect(await verdict('dispatch', {}, { kind: 'console' })).toBe('unauthenticated')
  })

  it('keeps users apart', async () => {
    await call('subscribe', { action: 'overview' }, { kind: 'client', openid: SENDER.openid })
    const answer = (await call('subscribe', { action: 'overview' }, { kind: 'client', openid: NEWCOMER.openid })) as { user: { openid: string } }
    expect(answer.user.openid).toBe(NEWCOMER.openid)
  })
})

describe('a user', () => {
  const asHer = (name: string, data: object): Promise<unknown> => call(name, data, { kind: 'client', openid: NEWCOMER.openid })

  it('gains nothing from saying that she is somebody else', async () => {
    const forged = { action: 'overview', userInfo: { openId: OWNER.openid } }
    expect(await asHer('subscribe', forged)).toMatchObject({ ok: true, user: { openid: NEWCOMER.openid } })
    expect(await asHer('subscribe', { action: 'overview', openid: OWNER.openid })).toMatchObject({ ok: false, error: { code: 'invalid-argument' } })
  })

  it('cannot write her own role or credits by sending them along', async () => {
    expect(await asHer('subscribe', { action: 'profile', nickname: '林夏', role: 'owner' })).toMatchObject({ ok: false })
    expect(await asHer('subscribe', { action: 'profile', nickname: '林夏', credits: 9 })).toMatchObject({ ok: false })
    expect(await asHer('push', { action: 'members' })).toMatchObject({ ok: false, error: { code: 'forbidden' } })
  })

  it('cannot count a consent for a template that this environment does not have', async () => {
    const result = { errMsg: 'requestSubscribeMessage:ok', 'made-up': 'accept' }
    expect(await asHer('subscribe', { action: 'record', promptId: 'p1', result })).toMatchObject({ ok: false, error: { code: 'invalid-argument' } })
  })

  it('cannot count one tap twice, and one user cannot use up the prompt id of another', async () => {
    const report = { action: 'record', promptId: 'shared', result: { errMsg: 'requestSubscribeMessage:ok', [templateId]: 'accept' } }
    const creditsOf = (answer: unknown): number | undefined =>
      (answer as { templates: { templateId: string; credits: number }[] }).templates.find((template) => template.templateId === templateId)?.credits
    const before = creditsOf(await asHer('subscribe', report))
    expect(creditsOf(await asHer('subscribe', report))).toBe(before)
    const other = { kind: 'client', openid: personNamed('孙丽').openid } as const
    expect(creditsOf(await call('subscribe', report, other))).toBe(1)
  })

  it('cannot read the message of another', async () => {
    const asked = { action: 'create', template: 'bill-due', to: [personNamed('王芳').openid], data: { thing1: '物业费', amount2: '￥1', date3: '2026-12-10', phone_number4: '88886688' } }
    const pushed = (await call('push', asked, { kind: 'client', openid: SENDER.openid })) as { messages: { id: string; state: string }[] }
    expect(pushed.messages[0]?.state).toBe('sent')
    const id = pushed.messages[0]?.id
    expect(await asHer('subscribe', { action: 'message', id })).toMatchObject({ ok: false, error: { code: 'not-found' } })
    expect(await call('subscribe', { action: 'message', id }, { kind: 'client', openid: personNamed('王芳').openid })).toMatchObject({ ok: true })
  })
})

describe('members', () => {
  const as = (openid: string, data: object): Promise<unknown> => call('push', data, { kind: 'client', openid })

  it('of a lower role cannot raise themselves', async () => {
    for (const openid of [SENDER.openid, personNamed('吴会计').openid])
      expect(await as(openid, { action: 'grant', openid, role: 'owner' })).toMatchObject({ ok: false, error: { code: 'forbidden' } })
  })

  it('always keep one owner', async () => {
    expect(await as(OWNER.openid, { action: 'revoke', openid: OWNER.openid })).toMatchObject({ ok: false, error: { code: 'last-owner' } })
    expect(await as(OWNER.openid, { action: 'grant', openid: OWNER.openid, role: 'viewer' })).toMatchObject({ ok: false, error: { code: 'last-owner' } })
  })
})

describe('in a real function', () => {
  const ofMembers = Object.entries(RIGHTS).flatMap(([what, { may }]) => (what.startsWith('push.') && may !== 'user' ? [what.replace('push.', '')] : []))

  it('no action of a member is carried out for a user, the timer, WeChat or a console without key, and nothing goes out', async () => {
    const before = emulator.stats.sends
    for (const action of ofMembers) {
      const told = await Promise.all(['user', 'timer', 'event', 'console', 'http'].map((caller) => verdict('push', { ...(caller === 'event' && EVENT), action }, CALLERS[caller] as Caller)))
      expect([action, told]).toEqual([action, ['forbidden', 'forbidden', 'forbidden', 'unauthenticated', 'unauthenticated']])
    }
    expect(emulator.stats.sends).toBe(before)
  })
})

describe('when no owner is left', () => {
  const GRANT = { action: 'grant', openid: SENDER.openid, role: 'owner' }
  const owners = (): unknown[] => emulator.database.find('members', { role: 'owner' })

  it('nobody makes one but the console with the operator key', async () => {
    const { code } = (await call('push', { action: 'invite', role: 'owner' }, CALLERS['owner'] as Caller)) as { code: string }
    const everybody = JSON.stringify({ role: 'owner' })
    await emulator.database.execute('database.removeDocument', { collectionName: `${emulator.project().collectionPrefix}members`, query: everybody, queryType: 'WHERE', multi: true })
    for (const openid of [OWNER.openid, SENDER.openid, personNamed('吴会计').openid, NEWCOMER.openid]) {
      for (const data of [{ ...GRANT, operatorKey }, { action: 'invite', role: 'owner' }])
        expect(await verdict('push', data, { kind: 'client', openid })).toBe('forbidden')
      expect(await verdict('push', { action: 'acceptInvitation', code }, { kind: 'client', openid })).toBe('not-found')
    }
    for (const [caller, told] of [['timer', 'forbidden'], ['event', 'forbidden'], ['console', 'unauthenticated'], ['http', 'unauthenticated']] as const)
      expect([caller, await verdict('push', { ...(caller === 'event' && EVENT), ...GRANT }, CALLERS[caller] as Caller)]).toEqual([caller, told])
    expect(owners()).toEqual([])
    expect(await verdict('push', { ...GRANT, operatorKey }, { kind: 'console' })).toBe('allowed')
    expect(owners()).toMatchObject([{ _id: SENDER.openid, grantedBy: 'operator' }])
  })
})
