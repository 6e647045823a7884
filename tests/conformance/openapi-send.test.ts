import { BOB } from './local-driver'
import { refusal, Sending } from './sending'

let sending: Sending
beforeAll(async () => {
  sending = await Sending.start()
})
afterAll(() => sending.driver.close())
beforeEach(() => sending.prepare())

describe('the answer', () => {
  test('an accepted send is errCode 0 with ok, and a card arrives', async () => {
    await sending.consent()
    expect(await sending.send({ page: 'pages/index/index?id=1', lang: 'zh_CN', miniprogramState: 'trial' })).toMatchObject({
      result: { errCode: 0, errMsg: 'openapi.subscribeMessage.send:ok' },
    })
    const lines = [{ label: '商品', value: '苹果' }, { label: '时间', value: '15:01' }]
    const card = { title: '发货通知', lines, page: 'pages/index/index?id=1', miniprogramState: 'trial', lang: 'zh_CN' }
    expect(sending.inbox()).toMatchObject([{ templateId: sending.templateId, ...card }])
  })

  test('the 19 digits of msgid reach the function as an object {s, e, c}', async () => {
    await sending.consent()
    const step = `
      const { touser, templateId, data } = event
      const { msgid } = await cloud.openapi.subscribeMessage.send({ touser, templateId, data })
      const recovered = msgid.c.map((part, i) => (i ? String(part).padStart(14, '0') : part)).join('')
      return { text: String(msgid), keys: Object.keys(msgid), recovered }`
    const { result } = await sending.run(step)
    expect(result).toEqual({ text: '[object Object]', keys: ['s', 'e', 'c'], recovered: sending.inbox()[0]?.msgid })
    expect(sending.inbox()[0]?.msgid).toMatch(/^\d{19}$/)
  })

  test('with convertCase false parameters are in snake_case and msgid is a number of its own kind', async () => {
    await sending.consent()
    const step = `
      const { touser, templateId, data } = event
      const openapi = cloud.openapi({ convertCase: false })
      const { msgid } = await openapi.subscribeMessage.send({ touser, template_id: templateId, data })
      return { msgid: String(msgid) }`
    const { result } = await sending.run(step)
    expect(result).toEqual({ msgid: sending.inbox()[0]?.msgid })
  })

  test('by switch there is no msgid', async () => {
    sending.emulator.switches.set({ send: { returnMsgid: false } })
    await sending.consent()
    expect(await sending.send()).toEqual({ result: { errCode: 0, errMsg: 'openapi.subscribeMessage.send:ok' } })
  })

  test('callOpenAPI() reaches the same interface', async () => {
    await sending.consent()
    const step = `
      const { touser, templateId, data } = event
      return cloud.callOpenAPI({ api: 'subscribeMessage.send', data: { touser, templateId, data } })`
    expect(await sending.run(step)).toMatchObject({ result: { errMsg: 'callOpenAPI:ok' } })
    expect(sending.inbox()).toHaveLength(1)
  })

  test('by switch an errmsg ends with a hint, or with nothing', async () => {
    sending.emulator.switches.set({ send: { errmsgSuffix: 'hint' } })
    expect((await sending.send()).error?.errMsg).toMatch(/user refuse to accept the msg hint: \[.+\]$/)
    sending.emulator.switches.set({ send: { errmsgSuffix: 'none' } })
    expect((await sending.send()).error?.errMsg).toMatch(/user refuse to accept the msg$/)
  })
})

describe('the quota', () => {
  test('each accept is one send, and accepts add up', async () => {
    await sending.consent(2)
    expect(await sending.send()).toMatchObject({ result: { errCode: 0 } })
    expect(await sending.send()).toMatchObject({ result: { errCode: 0 } })
    expect(await sending.send()).toMatchObject(refusal(43101, 'user refuse to accept the msg'))
    expect(sending.inbox()).toHaveLength(2)
  })

  test('it belongs to one user and one template', async () => {
    await sending.consent()
    const other = sending.emulator.wechat.addTemplate({ title: '另一个', content: '商品:{{thing1.DATA}}' }).templateId
    expect(await sending.send({ touser: BOB })).toMatchObject({ error: { errCode: 43101 } })
    expect(await sending.send({ templateId: other })).toMatchObject({ error: { errCode: 43101 } })
  })

  test('a refused send does not use it up', async () => {
    await sending.consent()
    await sending.send({}, { thing1: { value: '' } })
    await sending.send({ page: 'pages/nowhere' })
    expect(sending.quota()).toBe(1)
  })

  test('by switch a send that is refused for its content uses it up', async () => {
    sending.emulator.switches.set({ quota: { consumeOn: 'attempt' } })
    await sending.consent()
    await sending.send({}, { thing1: { value: '' } })
    expect(sending.quota()).toBe(0)
  })

  test('an accept stays good for years', async () => {
    await sending.consent()
    sending.emulator.clock.advance(3 * 365 * 24 * 60 * 60 * 1000)
    expect(await sending.send()).toMatchObject({ result: { errCode: 0 } })
  })

  test('a long-term template may be sent again and again', async () => {
    sending.useTemplate({ title: '到站', content: '站:{{thing1.DATA}}', type: 3 })
    await sending.consent()
    for (let i = 0; i < 3; i++) expect(await sending.send()).toMatchObject({ result: { errCode: 0 } })
  })
})

/** A test that an error ordered from the local cloud arrives in the words of WeChat, and sends nothing. */
function arrives(name: string, errcode: number, text: string): void {
  test(name, async () => {
    await sending.consent()
    sending.emulator.faults.set({ send: { errors: [{ errcode, times: 1 }] } })
    expect(await sending.send()).toMatchObject(refusal(errcode, text))
    expect({ quota: sending.quota(), cards: sending.inbox() }).toEqual({ quota: 1, cards: [] })
    expect(await sending.send()).toMatchObject({ result: { errCode: 0 } })
  })
}

arrives('an ordered -1 is system error', -1, 'system error')
arrives('an ordered 40001 is an invalid credential', 40001, 'invalid credential, access_token is invalid or not latest')
arrives('an ordered 40014 is an invalid access_token', 40014, 'invalid access_token')
arrives('an ordered 42001 is an expired access_token', 42001, 'access_token expired')
arrives('an ordered 45009 is the daily quota of the interface', 45009, 'reach max api daily quota limit')
arrives('an ordered 48001 is api unauthorized', 48001, 'api unauthorized')
