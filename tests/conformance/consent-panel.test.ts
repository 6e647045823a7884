import { ALICE, startLocalDriver, type LocalDriver } from './local-driver'

const OK = 'requestSubscribeMessage:ok'

let driver: LocalDriver
let ids: string[]
beforeAll(async () => {
  driver = await startLocalDriver()
})
afterAll(() => driver.close())
beforeEach(() => {
  driver.emulator.switches.reset()
  const { wechat } = driver.emulator
  wechat.reset()
  ids = ['一', '二', '三', '四', '五', '六'].map((title) => wechat.addTemplate({ title, content: '值:{{thing1.DATA}}' }).templateId)
})

const id = (index: number) => ids[index] ?? ''
const wechat = () => driver.emulator.wechat
const request = (templateIds: unknown, more: object = {}) => wechat().consent({ openid: ALICE, templateIds, ...more })
const quota = (index = 0) => wechat().subscription(ALICE, id(index)).quota
const add = (more: object) => wechat().addTemplate({ title: '别的', content: '值:{{thing1.DATA}}', ...more }).templateId

function failure(errCode: number, text: string) {
  return { errCode, errMsg: `requestSubscribeMessage:fail ${text}` }
}

describe('the answer', () => {
  test('each template has accept or reject, and success says nothing of which', async () => {
    const answer = await request([id(0), id(1)], { choices: { [id(1)]: 'reject' } })
    expect(answer).toEqual({ errMsg: OK, [id(0)]: 'accept', [id(1)]: 'reject' })
  })

  test('each accept is one more send, for each template of the panel', async () => {
    await request([id(0), id(1)])
    await request([id(0)])
    expect([quota(0), quota(1), quota(2)]).toEqual([2, 1, 0])
  })

  test('a reject takes away nothing that was granted before', async () => {
    await request([id(0)])
    await request([id(0)], { choices: { [id(0)]: 'reject' } })
    expect(quota()).toBe(1)
  })

  test('of templates with one title only one is asked, the other is filter', async () => {
    const twin = add({ title: '一' })
    expect(await request([id(0), twin])).toEqual({ errMsg: OK, [id(0)]: 'accept', [twin]: 'filter' })
  })

  test('a banned template is ban', async () => {
    wechat().ban({ templateId: id(0) })
    expect(await request([id(0), id(1)])).toEqual({ errMsg: OK, [id(0)]: 'ban', [id(1)]: 'accept' })
  })

  test('a cancelled panel is a success with rejects, by switch fail cancel', async () => {
    const choices = { [id(0)]: 'reject' }
    expect(await request([id(0)], { choices })).toEqual({ errMsg: OK, [id(0)]: 'reject' })
    driver.emulator.switches.set({ panel: { cancelStyle: 'fail' } })
    expect(await request([id(0)], { choices })).toEqual({ errMsg: 'requestSubscribeMessage:fail cancel' })
  })
})

describe('refused requests', () => {
  test('no ids are 10001', async () => {
    for (const none of [[], undefined, null]) expect(await request(none)).toEqual(failure(10001, "TmplIds can't be empty"))
  })

  test('ids of a wrong type are 10004', async () => {
    for (const wrong of ['text', [1], {}]) expect(await request(wrong)).toEqual(failure(10004, 'Invalid template id'))
  })

  test('an id that is none of this app is 20001', async () => {
    expect(await request([id(0), 'nope'])).toEqual(failure(20001, 'No template data return, verify the template id exist'))
  })

  test('one-time and long-term templates together are 20002', async () => {
    expect(await request([id(0), add({ type: 3 })])).toEqual(failure(20002, 'Templates type must be same'))
  })

  test('six ids are 20003, five are not', async () => {
    expect(await request(ids)).toEqual(failure(20003, 'Templates count out of max bounds'))
    expect(await request(ids.slice(0, 5))).toMatchObject({ errMsg: OK })
  })

  test('by switch four ids are too many, as on old clients', async () => {
    driver.emulator.switches.set({ panel: { maxIds: 3 } })
    expect(await request(ids.slice(0, 4))).toMatchObject({ errCode: 20003 })
  })

  test('with the main switch off it is 20004', async () => {
    await wechat().changeSettings(ALICE, { mainSwitch: false })
    expect(await request([id(0)])).toEqual(failure(20004, 'The main switch is switched off'))
  })

  test('a banned app is 20005', async () => {
    wechat().ban('app')
    expect(await request([id(0)])).toEqual(failure(20005, 'This mini program was banned from subscribing messages'))
  })

  test('a device template is 20013', async () => {
    expect(await request([add({ device: true })])).toEqual(failure(20013, 'Reject DeviceMsg Template'))
  })

  test('without a tap there is no panel', async () => {
    const answer = await request([id(0)], { tap: false })
    expect(answer).toEqual({ errMsg: 'requestSubscribeMessage:fail can only be invoked by user TAP gesture.' })
    expect(quota()).toBe(0)
  })
})

describe('the box 总是保持以上选择，不再询问', () => {
  test('a standing accept answers without a panel and still grants one send each time', async () => {
    await request([id(0)], { always: true })
    expect(wechat().panel({ openid: ALICE, templateIds: [id(0)] })).toMatchObject({ shows: false, answered: { [id(0)]: 'accept' } })
    expect(await request([id(0)])).toEqual({ errMsg: OK, [id(0)]: 'accept' })
    expect(quota()).toBe(2)
  })

  test('a standing reject answers without a panel, and a later wish to accept is not heard', async () => {
    await request([id(0)], { always: true, choices: { [id(0)]: 'reject' } })
    expect(await request([id(0)], { choices: { [id(0)]: 'accept' } })).toEqual({ errMsg: OK, [id(0)]: 'reject' })
    expect(quota()).toBe(0)
  })

  test('unticked templates are kept as reject', async () => {
    await request([id(0), id(1)], { always: true, choices: { [id(1)]: 'reject' } })
    expect(wechat().settings(ALICE)).toEqual({ mainSwitch: true, itemSettings: { [id(0)]: 'accept', [id(1)]: 'reject' } })
  })

  test('templates without a standing choice are still asked', async () => {
    await request([id(0)], { always: true })
    const panel = wechat().panel({ openid: ALICE, templateIds: [id(0), id(1)] })
    expect(panel).toMatchObject({ shows: true, templates: [{ templateId: id(1) }], answered: { [id(0)]: 'accept' } })
  })

  test('by switch the box appears only after some panels with an accept', async () => {
    driver.emulator.switches.set({ panel: { alwaysBoxAfter: 1 } })
    const box = () => wechat().panel({ openid: ALICE, templateIds: [id(0)] }).alwaysBox
    expect(box()).toBe(false)
    await request([id(0)])
    expect(box()).toBe(true)
  })
})

describe('the settings', () => {
  test('without a standing choice getSetting shows the main switch only', async () => {
    await request([id(0)])
    expect(wechat().settings(ALICE)).toEqual({ mainSwitch: true })
  })

  test('a banned template shows as ban', async () => {
    await request([id(0)], { always: true })
    wechat().ban({ templateId: id(0) })
    expect(wechat().settings(ALICE)).toEqual({ mainSwitch: true, itemSettings: { [id(0)]: 'ban' } })
  })

  test('a refusal wipes what was left, and allowing again gives nothing back', async () => {
    await request([id(0)])
    await wechat().changeSettings(ALICE, { items: { [id(0)]: 'reject' } })
    expect(quota()).toBe(0)
    await wechat().changeSettings(ALICE, { items: { [id(0)]: 'accept' } })
    expect(quota()).toBe(0)
  })

  test('after allowing again the panel stays away, and the next request grants one send', async () => {
    await wechat().changeSettings(ALICE, { items: { [id(0)]: 'reject' } })
    await wechat().changeSettings(ALICE, { items: { [id(0)]: 'accept' } })
    expect(wechat().panel({ openid: ALICE, templateIds: [id(0)] }).shows).toBe(false)
    await request([id(0)])
    expect(quota()).toBe(1)
  })

  test('by switch a refusal does not wipe', async () => {
    driver.emulator.switches.set({ quota: { wipeOnReject: false } })
    await request([id(0)])
    await wechat().refuse(ALICE, id(0))
    expect(quota()).toBe(1)
  })

  test('by switch allowing again gives back what was wiped', async () => {
    driver.emulator.switches.set({ quota: { onReallow: 'restore' } })
    await request([id(0)])
    await wechat().refuse(ALICE, id(0))
    await wechat().changeSettings(ALICE, { items: { [id(0)]: 'accept' } })
    expect(quota()).toBe(1)
  })

  test('by switch sends are saved up to a cap', async () => {
    driver.emulator.switches.set({ quota: { cap: 2 } })
    for (let i = 0; i < 3; i++) await request([id(0)])
    expect(quota()).toBe(2)
  })

  test('the main switch wipes everything, and neither it nor switching on brings panels or sends back', async () => {
    await request([id(0)], { always: true })
    await wechat().changeSettings(ALICE, { mainSwitch: false })
    await wechat().changeSettings(ALICE, { mainSwitch: true })
    expect(quota()).toBe(0)
    expect(wechat().panel({ openid: ALICE, templateIds: [id(0)] }).shows).toBe(false)
  })
})
