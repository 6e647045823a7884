import { type FaultPlan } from '../../emulator/faults/faults'
import { type SwitchChanges } from '../../emulator/switchboard'
import { fill } from './driver'
import { ALICE, APPID, ENV_ID, startLocalDriver, type LocalDriver } from './local-driver'

const NOW = Date.parse('2026-03-02T08:00:00Z')

let driver: LocalDriver
let first: string
let second: string
beforeAll(async () => {
  driver = await startLocalDriver()
})
afterAll(() => driver.close())
beforeEach(async () => {
  const { emulator } = driver
  await emulator.settled()
  await fill(driver, [], 'pushes')
  emulator.wechat.reset()
  emulator.switches.reset()
  emulator.faults.clear()
  emulator.messages.clear()
  emulator.clock.set(NOW)
  first = emulator.wechat.addTemplate({ title: '发货通知', content: '商品:{{thing1.DATA}}' }).templateId
  second = emulator.wechat.addTemplate({ title: '到货通知', content: '商品:{{thing1.DATA}}' }).templateId
})

interface Push {
  event: Record<string, unknown>
  wx: Record<string, unknown>
}

async function pushes(kind: string): Promise<Push[]> {
  await driver.emulator.settled()
  const { result } = await driver.run(`return (await db.collection('pushes').where({ 'event.Event': event.kind }).get()).data`, { kind })
  return result as Push[]
}
const events = async (kind: string) => (await pushes(kind)).map(({ event }) => event)
const turn = (changes: SwitchChanges) => driver.emulator.switches.set(changes)
const consent = (templateIds: string[], more: object = {}) => driver.emulator.wechat.consent({ openid: ALICE, templateIds, ...more })

const send = () => {
  const message = { touser: ALICE, templateId: first, data: { thing1: { value: '苹果' } } }
  return driver.run(`return cloud.openapi.subscribeMessage.send(event.message)`, { message })
}

const POPUP = 'subscribe_msg_popup_event'
const CHANGE = 'subscribe_msg_change_event'
const SENT = 'subscribe_msg_sent_event'

test('an answered panel is pushed as subscribe_msg_popup_event', async () => {
  await consent([first])
  expect(await events(POPUP)).toEqual([
    {
      ToUserName: expect.stringMatching(/^gh_/),
      FromUserName: ALICE,
      CreateTime: expect.any(Number),
      MsgType: 'event',
      Event: POPUP,
      List: { TemplateId: first, SubscribeStatusString: 'accept', PopupScene: '0' },
    },
  ])
})

test('CreateTime is in seconds', async () => {
  await consent([first])
  const [event] = await events(POPUP)
  expect(Number(event?.CreateTime)).toBeGreaterThanOrEqual(NOW / 1000)
  expect(Number(event?.CreateTime)).toBeLessThanOrEqual(driver.emulator.clock.now() / 1000)
})

test('List is an object for one item, an array for several', async () => {
  await consent([first, second], { choices: { [second]: 'reject' } })
  expect((await events(POPUP))[0]?.List).toEqual([
    { TemplateId: first, SubscribeStatusString: 'accept', PopupScene: '0' },
    { TemplateId: second, SubscribeStatusString: 'reject', PopupScene: '0' },
  ])
})

test('by switch List is an array for one item too, and CreateTime a text', async () => {
  turn({ events: { listShape: 'array', createTimeType: 'string' } })
  await consent([first])
  expect(await events(POPUP)).toMatchObject([{ CreateTime: expect.any(String), List: [{ TemplateId: first }] }])
})

const WRAPPED = [
  [POPUP, 'SubscribeMsgPopupEvent', () => consent([first])],
  [SENT, 'SubscribeMsgSentEvent', () => consent([first]).then(send)],
  [CHANGE, 'SubscribeMsgChangeEvent', () => driver.emulator.wechat.refuse(ALICE, first)],
] as const

test('by switch List stands in a wrapper of its own for each event', async () => {
  turn({ events: { listPlace: 'wrapped' } })
  for (const [kind, wrapper, act] of WRAPPED) {
    await act()
    const [event] = await events(kind)
    expect(event).toMatchObject({ Event: kind, [wrapper]: { List: { TemplateId: first } } })
    expect(event).not.toHaveProperty('List')
  }
})

test('by switch the numbers of an item are numbers', async () => {
  turn({ events: { itemNumbers: 'int' } })
  await consent([first])
  await send()
  expect(await events(POPUP)).toMatchObject([{ List: { PopupScene: 0 } }])
  expect(await events(SENT)).toMatchObject([{ List: { ErrorCode: 0, MsgID: expect.any(String) } }])
})

test('by switch MsgID is a number, whose last digits are gone when it is read', async () => {
  turn({ events: { msgidType: 'int' } })
  await consent([first])
  await send()
  const msgid = driver.emulator.wechat.inbox(ALICE)[0]?.msgid
  expect(await events(SENT)).toMatchObject([{ List: { MsgID: Number(msgid) } }])
  expect(Number.isSafeInteger(Number(msgid))).toBe(false)
})

test('a silent accept by standing choice is pushed, by switch it is not', async () => {
  await consent([first], { always: true })
  await consent([first])
  expect(await events(POPUP)).toHaveLength(2)
  turn({ events: { popupOnSilentAccept: false } })
  await consent([first])
  expect(await events(POPUP)).toHaveLength(2)
})

test('a refusal in the menu of a card is pushed as subscribe_msg_change_event', async () => {
  await consent([first])
  await driver.emulator.wechat.refuse(ALICE, first)
  expect(await events(CHANGE)).toMatchObject([{ FromUserName: ALICE, List: { TemplateId: first, SubscribeStatusString: 'reject' } }])
})

test('refusals in the settings page are pushed together, allowing again is not', async () => {
  const { wechat } = driver.emulator
  await wechat.changeSettings(ALICE, { items: { [first]: 'reject', [second]: 'reject' } })
  await wechat.changeSettings(ALICE, { items: { [first]: 'accept' } })
  expect(await events(CHANGE)).toMatchObject([{ List: [{ TemplateId: first }, { TemplateId: second }] }])
})

test('by switch refusals in the settings page are not pushed', async () => {
  turn({ events: { changeFromSettings: false } })
  await driver.emulator.wechat.changeSettings(ALICE, { items: { [first]: 'reject' } })
  expect(await events(CHANGE)).toEqual([])
})

test('the end of a send is pushed as subscribe_msg_sent_event with the msgid of the card', async () => {
  await consent([first])
  await send()
  const [card] = driver.emulator.wechat.inbox(ALICE)
  expect(await events(SENT)).toMatchObject([{ List: { TemplateId: first, MsgID: card?.msgid, ErrorCode: '0', ErrorStatus: 'success' } }])
})

test('a delivery that fails after the answer is pushed with its error code, and no card arrives', async () => {
  await consent([first])
  driver.emulator.wechat.failNextDelivery()
  expect(await send()).toMatchObject({ result: { errCode: 0 } })
  expect(await events(SENT)).toMatchObject([{ List: { ErrorCode: '1', ErrorStatus: 'failed: system failed' } }])
  expect(driver.emulator.wechat.inbox(ALICE)).toEqual([])
})

test('by switch a failed delivery has another error code', async () => {
  turn({ events: { sentErrorCode: 3 } })
  await consent([first])
  driver.emulator.wechat.failNextDelivery()
  await send()
  expect(await events(SENT)).toMatchObject([{ List: { ErrorCode: '3' } }])
})

test('a refused send is not pushed', async () => {
  await send()
  expect(await events(SENT)).toEqual([])
})

test('by switch each message is pushed twice', async () => {
  turn({ events: { duplicate: true } })
  await consent([first])
  expect(await events(POPUP)).toHaveLength(2)
})

/** Orders trouble for the sent events of a popup and two sends; what comes of them after an hour, as MsgIDs of the inbox. */
async function afterTrouble(trouble: FaultPlan['events']): Promise<{ sent: unknown[]; came: unknown[] }> {
  driver.emulator.faults.set({ events: { on: 'sent', ...trouble } })
  await consent([first])
  await consent([first])
  await send()
  await send()
  driver.emulator.clock.advance(3_600_000)
  await driver.emulator.settled()
  const sent = driver.emulator.wechat.inbox(ALICE).map(({ msgid }) => msgid).reverse()
  const handled = driver.emulator.messages.list().filter(({ message }) => message['Event'] === SENT)
  return { sent, came: handled.map(({ message }) => (message['List'] as { MsgID: string }).MsgID).reverse() }
}

test('ordered: an event comes late by the emulated clock', async () => {
  driver.emulator.faults.set({ events: { delayMs: 60_000 } })
  await consent([first])
  expect([await events(POPUP), driver.emulator.messages.waiting]).toEqual([[], 1])
  driver.emulator.clock.advance(60_000)
  expect(await events(POPUP)).toMatchObject([{ CreateTime: expect.any(Number) }])
  // It happened when it happened.
  expect(Number((await events(POPUP))[0]?.CreateTime)).toBeLessThan(driver.emulator.clock.now() / 1000 - 59)
})

test('ordered: an event never comes', async () => {
  const { sent, came } = await afterTrouble({ lost: { times: 1 } })
  expect(came).toEqual([sent[1]])
})

test('ordered: an event comes twice, also long after the first time', async () => {
  const { sent, came } = await afterTrouble({ duplicated: { times: 1, afterMs: 1_800_000 } })
  expect(came).toEqual([sent[0], sent[1], sent[0]])
})

test('ordered: events overtake each other', async () => {
  const { sent, came } = await afterTrouble({ delayMs: 60_000, order: 'reversed' })
  expect(came).toEqual(sent.toReversed())
})

test('ordered: accepted messages are not delivered, each with its own error', async () => {
  driver.emulator.faults.set({ events: { failures: [{ errorCode: 3, errorStatus: 'failed: blocked', times: 1 }, { times: 1 }] } })
  await consent([first])
  await consent([first])
  await send()
  await send()
  await driver.emulator.settled()
  const items = (await events(SENT)).map(({ List }) => List)
  expect(items).toEqual(expect.arrayContaining([
    expect.objectContaining({ ErrorCode: '3', ErrorStatus: 'failed: blocked' }),
    expect.objectContaining({ ErrorCode: '1', ErrorStatus: 'failed: system failed' }),
  ]))
  expect(driver.emulator.wechat.inbox(ALICE)).toEqual([])
})

test('the function is called as the sender', async () => {
  await consent([first])
  expect((await pushes(POPUP))[0]?.wx).toEqual({ OPENID: ALICE, APPID, ENV: ENV_ID })
})

test('a message that no function is set for goes nowhere', async () => {
  expect(await driver.emulator.functions.routeMessage({ MsgType: 'text', Content: 'hi', FromUserName: ALICE })).toBeUndefined()
})
