import { MortalPorts } from '../../tests/support/crashing'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, agree, freshOpenid } from '../../tests/support/product'
import { releaseAll, stopAll } from '../delivery/standstill'
import { type Ports } from '../ports'
import { type Settings } from '../ports/settings'
import { advanceAll } from '../push/advance'
import { cancelPush, resumePush } from '../push/control'
import { createPush, type Created } from '../push/create'
import { type Template } from '../templates/template'
import { findAlarms } from './find'

const OPERATOR = { kind: 'operator' } as const
const MINUTE_MS = 60_000

let local: LocalCloud
let template: Template
beforeEach(async () => {
  local = await startLocalCloud()
  template = await addTemplate(local)
})
afterEach(() => local.close())

const pass = (minutes: number): void => void local.emulator.clock.advance(minutes * MINUTE_MS)

async function people(count: number): Promise<string[]> {
  const openids = Array.from({ length: count }, freshOpenid)
  for (const openid of openids) {
    local.emulator.wechat.addUser({ openid })
    await agree(local, template, openid)
  }
  return openids
}

/** As if WeChat answered every send like this. */
const answering = (errCode: number): Partial<Ports> => ({
  openapi: { ...local.openapi, subscribeMessage: { ...local.openapi.subscribeMessage, send: () => Promise.reject(Object.assign(new Error(), { errCode, errMsg: 'refused' })) } },
})
const withSettings = (settings: Partial<Settings>): Partial<Ports> => ({ settings: { ...local.ports().settings, ...settings } })

async function push(to: string[], more: Partial<Ports> = {}, asked: object = {}): Promise<Created> {
  return (await createPush(local.ports(more), { template: template._id, data: { thing1: '车库' }, to, ...asked }, OPERATOR)) as Created
}

const found = (more: Partial<Ports> = {}) => findAlarms(local.ports(more))
const ids = async (more: Partial<Ports> = {}): Promise<string[]> => (await found(more)).map(({ id }) => id)
const tick = (at: number): void => local.emulator.database.insert('standstill', [{ _id: 'agenda', tickAt: new Date(at) }])

it('nothing is wrong where nothing was done, nor after a push that went out, and that costs few questions', async () => {
  expect(await found()).toEqual([])
  await push(await people(2))
  pass(30)
  const counted = new MortalPorts(local.ports(withSettings({ maxPerDay: 100 })))
  expect(await findAlarms(counted.ports)).toEqual([])
  expect(counted.calls).toBe(8)
})

describe('a push that WeChat made stop', () => {
  it('is told with its reason, since when and where to go on, one line for a template, until it is seen to', async () => {
    const to = await people(3)
    const first = await push(to.slice(0, 1), answering(40037))
    pass(1)
    const second = await push(to.slice(1), answering(40037))
    const [alarm, ...others] = await found()
    expect(others).toEqual([])
    expect(alarm).toMatchObject({ id: 'halted', problem: `halted:${template._id}`, template: template._id, count: 2, page: `/admin/push/push?id=${second.pushId}` })
    expect(alarm?.since?.getTime()).toBeLessThanOrEqual(local.emulator.clock.now() - MINUTE_MS)
    expect(alarm?.about).toMatch(/^「测试提醒-\d+」有 2 个推送停下，最近一个（2 人）：模板 ID 无效/)
    await resumePush(local.ports(), OPERATOR, second.pushId)
    expect(await found()).toMatchObject([{ count: 1, page: `/admin/push/push?id=${first.pushId}` }])
    await cancelPush(local.ports(), OPERATOR, first.pushId)
    expect(await found()).toEqual([])
  })

  it('is told for each template apart', async () => {
    await push(await people(1), answering(40037))
    template = await addTemplate(local)
    await push(await people(1), answering(43107))
    expect(await ids()).toEqual(['halted', 'halted'])
  })
})

describe('what is due and does not go out', () => {
  it('is told after five minutes, and no more when it went out', async () => {
    const { pushId } = await push(await people(2), answering(-501007))
    pass(5)
    expect(await found()).toMatchObject([{ id: 'backlog', count: 2, page: `/admin/push/push?id=${pushId}`, about: '2 条消息到了时间还没有发出' }])
    await advanceAll(local.ports())
    expect(await found()).toEqual([])
  })

  it('is not told before, nor while a long push goes on', async () => {
    const to = await people(4)
    await push(to, answering(-501007))
    pass(4)
    expect(await found()).toEqual([])
    pass(4)
    await advanceAll(local.ports(withSettings({ maxPerRun: 2 })))
    expect(await found()).toEqual([])
    pass(5)
    expect(await ids()).toEqual(['backlog'])
  })

  it('is told of a scheduled push that nobody began', async () => {
    await push(await people(1), {}, { sendAt: local.emulator.clock.now() + 10 * MINUTE_MS })
    pass(14)
    expect(await found()).toEqual([])
    pass(1)
    expect(await found()).toMatchObject([{ id: 'backlog', about: '1 个推送到了时间还没有发出' }])
  })

  it('is no trouble while everything is stopped, in quiet hours, just after them, and in the first minutes after it goes on', async () => {
    await push(await people(1), answering(-501007))
    pass(10)
    await stopAll(local.ports(), OPERATOR, '')
    expect(await found()).toEqual([])
    await releaseAll(local.ports(), OPERATOR)
    const minute = 9 * 60 + 17
    expect(await found(withSettings({ quietHours: { from: minute - 60, until: minute + 60 } }))).toEqual([])
    expect(await found(withSettings({ quietHours: { from: minute - 60, until: minute - 2 } }))).toEqual([])
    expect(await ids(withSettings({ quietHours: { from: minute - 60, until: minute - 20 } }))).toEqual(['backlog'])
  })

  it('has another name when the timer comes without a token', async () => {
    const { pushId } = await push(await people(1), answering(-501007))
    for (let round = 0; round < 5; round += 1) {
      pass(1)
      await advanceAll(local.ports(answering(-501007)))
    }
    expect(await found()).toMatchObject([{ id: 'no-call-token', page: `/admin/push/push?id=${pushId}` }])
    await advanceAll(local.ports())
    expect(await found()).toEqual([])
  })
})

describe('a timer that comes no more', () => {
  it('is told after ten minutes with when it came last, in place of what waits for it', async () => {
    await push(await people(1), answering(-501007))
    const at = local.emulator.clock.now()
    tick(at)
    pass(9)
    expect(await ids()).toEqual(['backlog'])
    pass(1)
    expect(await found()).toMatchObject([{ id: 'no-timer', since: new Date(at), about: '本该每分钟来一次，已经 10 分钟没有来了' }])
    await local.db.collection('standstill').doc('agenda').update({ data: { tickAt: new Date(local.emulator.clock.now()) } })
    expect(await ids()).toEqual(['backlog'])
  })
})

describe('failures', () => {
  it('are told when they are many and a large part, with the most frequent reason, and not any more a day later', async () => {
    const to = await people(30)
    await push(to.slice(0, 20))
    await push(to.slice(20), answering(41030))
    expect(await found()).toMatchObject([{ id: 'failures', count: 10, about: expect.stringMatching(/^最近一天的 30 条里有 10 条没有成功。最多的原因（10 条）：跳转页面不存在/), page: '/admin/history/history?state=failed' }])
    pass(24 * 60 + 1)
    expect(await found()).toEqual([])
  })

  it('are no trouble when they are few, or refusals by the people themselves', async () => {
    const to = await people(44)
    await push(to.slice(0, 10), answering(41030))
    expect(await found()).toEqual([])
    await push(to.slice(10), {})
    expect(await ids()).toEqual(['failures'])
    await push(await people(7), {})
    expect(await found()).toEqual([])
    template = await addTemplate(local)
    await push(await people(60), answering(43101))
    // That the ledger did not know of so many is a trouble of its own.
    expect((await found()).map(({ id }) => id)).toEqual(['drift'])
  })
})

describe('quotas', () => {
  it('of our own are told from nine tenths on, and when they are used up', async () => {
    const limited = withSettings({ maxPerDay: 10 })
    const to = await people(12)
    await push(to.slice(0, 8), limited)
    expect(await found(limited)).toEqual([])
    await push(to.slice(8, 9), limited)
    expect(await found(limited)).toMatchObject([{ id: 'own-limit-near', about: '今天已发 9 条，上限 10 条（MAX_PER_DAY）' }])
    await push(to.slice(9), limited)
    pass(10)
    expect(await ids(limited)).toEqual(['own-limit'])
    pass(24 * 60)
    await advanceAll(local.ports(limited))
    expect(await found(limited)).toEqual([])
  })

  it("of WeChat's are told until the next day", async () => {
    await push(await people(1), answering(45009))
    pass(10)
    expect(await ids()).toEqual(['daily-limit'])
    pass(24 * 60)
    await advanceAll(local.ports())
    expect(await found()).toEqual([])
  })
})

it('a message for alarms that could not be sent is told before it is needed', async () => {
  const alarmMessage = { template: template._id, fields: { thing2: '问题' } }
  expect(await found(withSettings({ alarmMessage }))).toMatchObject([{ id: 'message-unfit', about: expect.stringContaining(`模板 ${template._id} 的字段对不上`) }])
  expect(await found(withSettings({ alarmMessage: { ...alarmMessage, template: 'none' } }))).toMatchObject([{ id: 'message-unfit', about: expect.stringContaining('没有名为「none」的模板') }])
  expect(await found(withSettings({ alarmMessage: { template: template._id, fields: { thing1: '问题' } } }))).toEqual([])
})
