import { setImmediate as nextTurn } from 'node:timers/promises'
import { ALICE } from './local-driver'
import { DATA, refusal, Sending } from './sending'

let sending: Sending
beforeAll(async () => {
  sending = await Sending.start()
})
afterAll(() => sending.driver.close())
beforeEach(() => sending.prepare())

test('an openid that is none of this app is 40003', async () => {
  expect(await sending.send({ touser: 'oStranger' })).toMatchObject(refusal(40003, 'invalid openid'))
  expect(await sending.send({ touser: '' })).toMatchObject({ error: { errCode: 40003 } })
})

test('a template that is none of this app is 40037', async () => {
  expect(await sending.send({ templateId: 'nope' })).toMatchObject(refusal(40037, 'invalid template_id'))
})

test('a banned template is 43107', async () => {
  await sending.consent()
  sending.emulator.wechat.ban({ templateId: sending.templateId })
  expect(await sending.send()).toMatchObject({ error: { errCode: 43107 } })
})

test('a banned app is 43107', async () => {
  await sending.consent()
  sending.emulator.wechat.ban('app')
  expect(await sending.send()).toMatchObject({ error: { errCode: 43107 } })
})

test('never asked, refused and switched off all are 43101', async () => {
  const refused = refusal(43101, 'user refuse to accept the msg')
  expect(await sending.send()).toMatchObject(refused)
  await sending.consent()
  await sending.emulator.wechat.refuse(ALICE, sending.templateId)
  expect(await sending.send()).toMatchObject(refused)
  await sending.emulator.wechat.changeSettings(ALICE, { items: { [sending.templateId]: 'accept' } })
  await sending.consent()
  await sending.emulator.wechat.changeSettings(ALICE, { mainSwitch: false })
  expect(await sending.send()).toMatchObject(refused)
})

test('43101 comes before 47003, by switch after it', async () => {
  expect(await sending.send({}, 'no object')).toMatchObject({ error: { errCode: 43101 } })
  sending.emulator.switches.set({ send: { checkOrder: 'data-first' } })
  expect(await sending.send({}, 'no object')).toMatchObject({ error: { errCode: 47003 } })
})

test('an empty or missing value is 47003 with emtpy, as WeChat writes it', async () => {
  await sending.consent()
  const empty = refusal(47003, 'argument invalid! data\\.time2\\.value is emtpy')
  expect(await sending.send({}, { ...DATA, time2: { value: '' } })).toMatchObject(empty)
  expect(await sending.send({}, { thing1: DATA.thing1 })).toMatchObject(empty)
  expect(await sending.send({}, { ...DATA, time2: '15:01' })).toMatchObject(empty)
  expect(await sending.send({}, { thing1: DATA.thing1, 'time2.DATA': DATA.time2 })).toMatchObject(empty)
})

test('a wrong value is 47003 and names one field only, the first', async () => {
  await sending.consent()
  const wrong = { thing1: { value: 'x'.repeat(21) }, time2: { value: 'noon' } }
  expect(await sending.send({}, wrong)).toMatchObject(refusal(47003, 'argument invalid! data\\.thing1\\.value invalid'))
})

test('by switch the text of 47003 is cut off', async () => {
  sending.emulator.switches.set({ send: { argumentErrmsgMax: 30 } })
  await sending.consent()
  expect(await sending.send({}, { ...DATA, thing1: { value: '' } })).toMatchObject(refusal(47003, 'argument invalid! data\\.thing1\\.'))
})

test('the SDK converts keys inside data too: characterString1 arrives as character_string1', async () => {
  sending.useTemplate({ title: '编号', content: '编号:{{character_string1.DATA}}' })
  await sending.consent(2)
  expect(await sending.send({}, { character_string1: { value: 'A1' } })).toMatchObject({ result: { errCode: 0 } })
  expect(await sending.send({}, { characterString1: { value: 'A1' } })).toMatchObject({ result: { errCode: 0 } })
})

test('keys that the template does not have are ignored', async () => {
  await sending.consent()
  expect(await sending.send({}, { ...DATA, thing9: { value: 'more' } })).toMatchObject({ result: { errCode: 0 } })
})

test('a page that app.json does not have is 41030, for the released version only', async () => {
  await sending.consent()
  const page = 'pages/nowhere'
  expect(await sending.send({ page })).toMatchObject(refusal(41030, 'invalid page'))
  expect(await sending.send({ page, miniprogramState: 'developer' })).toMatchObject({ result: { errCode: 0 } })
})

test('by switch the page is always checked, or never', async () => {
  await sending.consent(2)
  const page = 'pages/nowhere'
  sending.emulator.switches.set({ send: { pageCheck: 'always' } })
  expect(await sending.send({ page, miniprogramState: 'trial' })).toMatchObject({ error: { errCode: 41030 } })
  sending.emulator.switches.set({ send: { pageCheck: 'never' } })
  expect(await sending.send({ page })).toMatchObject({ result: { errCode: 0 } })
})

test('pages of subpackages, a query and a leading slash are taken', async () => {
  await sending.consent(3)
  for (const page of ['shop/order/detail?id=1', '/pages/index/index', 'pages/index/index']) {
    expect(await sending.send({ page })).toMatchObject({ result: { errCode: 0 } })
  }
})

test('by switch a leading slash is refused', async () => {
  sending.emulator.switches.set({ send: { leadingSlash: 'refused' } })
  await sending.consent()
  expect(await sending.send({ page: '/pages/index/index' })).toMatchObject({ error: { errCode: 41030 } })
})

test('without a page the card leads nowhere', async () => {
  await sending.consent()
  await sending.send()
  expect(sending.inbox()[0]).not.toHaveProperty('page')
})

test('state and language default to formal and zh_CN, other words are 47003', async () => {
  await sending.consent()
  expect(await sending.send({ miniprogramState: 'release' })).toMatchObject({ error: { errCode: 47003 } })
  expect(await sending.send({ lang: 'fr_FR' })).toMatchObject({ error: { errCode: 47003 } })
  await sending.send()
  expect(sending.inbox()).toMatchObject([{ miniprogramState: 'formal', lang: 'zh_CN' }])
})

test('a sensitive word is 45168; which words are is a switch', async () => {
  await sending.consent()
  expect(await sending.send({}, { ...DATA, thing1: { value: '违禁词样本' } })).toMatchObject(refusal(45168, 'keyword in blacklist'))
  expect(sending.quota()).toBe(1)
  sending.emulator.switches.set({ send: { sensitiveWords: ['苹果'] } })
  expect(await sending.send()).toMatchObject({ error: { errCode: 45168 } })
})

test('beyond the messages of a day it is 45009, and the next day in Beijing is a new one', async () => {
  sending.emulator.switches.set({ send: { dailyCap: 1 } })
  sending.emulator.clock.set(Date.parse('2026-03-01T23:59:00+08:00'))
  await sending.consent(3)
  expect(await sending.send()).toMatchObject({ result: { errCode: 0 } })
  expect(await sending.send()).toMatchObject(refusal(45009, 'reach max api daily quota limit'))
  sending.emulator.clock.advance(2 * 60 * 1000)
  expect(await sending.send()).toMatchObject({ result: { errCode: 0 } })
})

describe('two sends to one user at a time', () => {
  /** The second arrives in the very turn in which the first is seen to be under way. */
  const both = async (): Promise<unknown[]> => {
    const { faults, stats, wechat } = sending.emulator
    await sending.consent(2)
    faults.set({ send: { latencyMs: 500 } })
    stats.reset()
    const first = sending.send()
    while (stats.openapiCalls === 0) await nextTurn()
    faults.clear()
    const second = await wechat.call('subscribeMessage.send', { touser: ALICE, template_id: sending.templateId, data: DATA })
    return [(await first).result, JSON.parse(String(second.body))]
  }

  test('the second is 43108 while the first is under way', async () => {
    expect(await both()).toMatchObject([{ errCode: 0 }, { errcode: 43108 }])
    expect(sending.quota()).toBe(1)
  })

  test('by switch both are sent', async () => {
    sending.emulator.switches.set({ send: { concurrencyPerUser: false } })
    expect(await both()).toMatchObject([{ errCode: 0 }, { errcode: 0 }])
  })
})
