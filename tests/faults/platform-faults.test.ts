import { join } from 'node:path'
import { type Authorization } from '../../core/ledger/authorization'
import { startEmulator, type Emulator } from '../../emulator/emulator'
import { type FaultPlan } from '../../emulator/faults/faults'
import { freshOpenid } from '../support/product'

const ROOT = join(__dirname, '../..')
/** More than any call repeats. */
const FOR_LONGER = 1000

interface Answered {
  ok: boolean
  error?: { code: string; message: string; retryable: boolean }
}

let emulator: Emulator
let operatorKey: string
let templateId: string
beforeAll(async () => {
  emulator = await startEmulator({ projectDir: ROOT, seed: null, complain: () => undefined })
  emulator.timers.stop()
  operatorKey = String(emulator.project().variables['OPERATOR_KEY'])
  templateId = emulator.wechat.addTemplate({ title: '巡检任务提醒', content: '地点:{{thing1.DATA}}' }).templateId
  await asOperator({ action: 'saveTemplate', key: 'patrol', title: '巡检任务提醒', content: '地点:{{thing1.DATA}}', templateId })
})
afterAll(() => emulator.close())
afterEach(() => emulator.faults.clear())

async function invoke(name: string, data: object, caller: Parameters<Emulator['functions']['invoke']>[2]): Promise<Answered> {
  const outcome = await emulator.functions.invoke(name, data, caller)
  if (!outcome.ok) throw new Error(outcome.error.message)
  return outcome.result as Answered
}

const asUser = (openid: string, data: object): Promise<Answered> => invoke('subscribe', data, { kind: 'client', openid })
const asOperator = (data: object): Promise<Answered> => invoke('push', { ...data, operatorKey }, { kind: 'console' })
const round = (): Promise<Answered> => invoke('dispatch', {}, { kind: 'timer', devtools: true })

function creditsOf(openid: string): number {
  const [row] = emulator.database.find('authorizations', { openid }, { limit: 1 }) as unknown as Authorization[]
  return row?.credits ?? 0
}

const accepted = (promptId: string): object => ({ action: 'record', promptId, result: { errMsg: 'requestSubscribeMessage:ok', [templateId]: 'accept' } })

const BUSY = { ok: false, error: { code: 'busy', message: '网络繁忙，请再试一次。', retryable: true } }

const of = (code: string, times: number): FaultPlan => ({ db: { errors: [{ code, times }] } })
const cut = (times: number): FaultPlan => ({ http: { mode: 'reset', times, on: 'database' } })
/** Nobody knows whether what it hit was carried out: the harder half. */
const systemError = (times: number): FaultPlan => of('SYS_ERR', times)

const USER_CALLS: Record<string, object> = {
  overview: { action: 'overview' },
  stop: { action: 'stop', template: 'patrol' },
  messages: { action: 'messages' },
  profile: { action: 'profile', nickname: '林夏' },
  export: { action: 'export' },
}
const MEMBER_CALLS: Record<string, object> = {
  templates: { action: 'templates' },
  recipients: { action: 'recipients', template: 'patrol' },
  history: { action: 'history' },
  grant: { action: 'grant', openid: 'oMember', role: 'viewer' },
  saveTemplate: { action: 'saveTemplate', key: 'patrol', enabled: true },
  'a dry run': { action: 'create', template: 'patrol', data: { thing1: '车库' }, to: ['oNobody'], dryRun: true },
}

describe('a fault of the database that passes', () => {
  it.each(Object.entries(USER_CALLS))('is not felt by a user: %s', async (_, call) => {
    const openid = freshOpenid()
    emulator.faults.set(systemError(2))
    expect(await asUser(openid, call)).toMatchObject({ ok: true })
  })

  it.each(Object.entries(MEMBER_CALLS))('is not felt by a member: %s', async (_, call) => {
    emulator.faults.set(systemError(2))
    expect(await asOperator(call)).toMatchObject({ ok: true })
  })

  it('is not felt by the timer and by WeChat', async () => {
    emulator.faults.set(systemError(2))
    expect(await round()).toMatchObject({ ok: true })
    emulator.faults.set(systemError(2))
    const List = { TemplateId: templateId, SubscribeStatusString: 'reject' }
    const event = { MsgType: 'event', Event: 'subscribe_msg_change_event', FromUserName: freshOpenid(), CreateTime: 1, List }
    expect(await invoke('events', event, { kind: 'event' })).toBe('success')
  })

  it.each<[string, FaultPlan]>([
    ['too many requests', of('EXCEED_REQUEST_LIMIT', 2)],
    ['too many at once', of('EXCEED_CONCURRENT_REQUEST_LIMIT', 2)],
    ['a system error', systemError(2)],
    ['a server that takes too long', of('SERVER_TIMEOUT', 2)],
    ['a cut connection', cut(2)],
    ['lost replies', { db: { lostReplies: 2 } }],
    ['conflicts', { db: { conflicts: { operation: 2, commit: 1 } } }],
  ])('costs no tap, and none counts twice: %s', async (_, plan) => {
    const openid = freshOpenid()
    emulator.faults.set(plan)
    expect(await asUser(openid, accepted('p1'))).toMatchObject({ ok: true, templates: [{ credits: 1 }] })
    expect(creditsOf(openid)).toBe(1)
  })
})

describe('a fault of the database that stays', () => {
  it.each<[string, FaultPlan]>([
    ['too many requests', of('EXCEED_REQUEST_LIMIT', FOR_LONGER)],
    ['a system error', systemError(FOR_LONGER)],
    ['a cut connection', cut(FOR_LONGER)],
  ])('is told as what it is, and leaves a tap to be reported again: %s', async (_, plan) => {
    const openid = freshOpenid()
    emulator.faults.set(plan)
    expect(await asUser(openid, accepted('p1'))).toMatchObject(BUSY)
    expect(await asOperator({ action: 'templates' })).toMatchObject(BUSY)
    emulator.faults.clear()
    await asUser(openid, accepted('p1'))
    await asUser(openid, accepted('p1'))
    expect(creditsOf(openid)).toBe(1)
  })

  it('is told as what it is by the timer', async () => {
    emulator.faults.set(systemError(FOR_LONGER))
    expect(await round()).toMatchObject(BUSY)
  })
})
