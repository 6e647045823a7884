import { LocalCloudClient } from '../../../demo/client'
import { shopProject } from '../../support/shop'
import { type PhoneDriver } from './phone-driver'
import { startClient, USER, type ClientTest } from './start'

const PAGE = 'pages/order/order?id={{orderId}}&message={{id}}'

let shop: ReturnType<typeof shopProject>
let client: ClientTest
let phone: PhoneDriver
let push: (request: object) => Promise<Record<string, unknown>>
beforeAll(async () => {
  shop = shopProject()
  client = await startClient(shop.dir)
  const cloud = new LocalCloudClient(client.emulator.url)
  const { operatorKey } = shop
  push = (request) => cloud.invoke('push', { operatorKey, ...request }, { kind: 'console' })
  for (const [key, title] of [['order-shipped', '发货提醒'], ['order-late', '延误提醒']] as const) {
    const content = '商品:{{thing1.DATA}}'
    const { templateId } = client.emulator.wechat.addTemplate({ title, content })
    expect(await push({ action: 'saveTemplate', key, templateId, title, content, page: PAGE })).toMatchObject({ ok: true })
  }
})
afterAll(async () => {
  await client?.close()
  shop?.remove()
})
afterEach(() => phone?.close())

const panel = () => phone.dialog('订阅消息')
const rows = (collection: string) => client.emulator.database.find(collection, {}) as Record<string, unknown>[]

test('in somebody else’s pages: she is asked, pushed to, led to her order, and asked again', async () => {
  phone = await client.open()
  await phone.button('下单并通知我').tap()
  await panel().getByRole('button', { name: '允许' }).click()
  await phone.text('已下单 {"accepted":["order-shipped"],"refused":[],"notAsked":[]}').waitFor()
  await phone.text('好的，到时会提醒你').waitFor()
  await phone.idle()
  expect(rows('answers').filter(({ source }) => source === 'page')).toMatchObject([
    { openid: USER, choice: 'accept', evidence: { page: 'pages/goods/goods', text: { id: 'checkout', version: 1, words: '发货时提醒你一次，不会发别的' } } },
  ])

  const pushed = await push({ action: 'create', template: 'order-shipped', to: [USER], data: { thing1: '茶杯', orderId: 'A 1001/中' } })
  expect(pushed).toMatchObject({ ok: true, counts: { queued: 1 } })
  await client.emulator.functions.invoke('dispatch', {}, { kind: 'timer', devtools: true })
  const [card] = client.emulator.wechat.inbox(USER)
  expect(card).toMatchObject({ lines: [{ label: '商品', value: '茶杯' }] })

  const landed = await client.open({ path: card?.page ?? '', scene: '1014' })
  await landed.text('订单 A 1001/中').waitFor()
  await landed.text('下次还提醒我吗？').waitFor()
  expect(rows('messages')).toMatchObject([{ openid: USER, openedAt: expect.any(Date) }])
  expect(await push({ action: 'status', pushId: pushed['pushId'] })).toMatchObject({ opened: 1 })
  await landed.button('继续提醒我').tap()
  await landed.dialog('订阅消息').getByRole('button', { name: '允许' }).click()
  await landed.text('好的，还可接收 1 条。').waitFor()
  expect([...phone.errors(), ...landed.errors()]).toEqual([])
  await landed.close()
})

test('a button asks until there is enough, says what it will do, and leaves out what was refused for good', async () => {
  const { emulator } = client
  const [shipped = '', late = ''] = ['order-shipped', 'order-late'].map((key) => String(rows('templates').find(({ _id }) => _id === key)?.['templateId']))
  await emulator.wechat.consent({ openid: USER, templateIds: [late], choices: { [late]: 'reject' }, always: true })
  phone = await client.open()
  // One of the two that it names can be asked for.
  for (let credits = Number(rows('authorizations').find(({ templateId }) => templateId === shipped)?.['credits'] ?? 0); credits < 3; credits += 1) {
    await phone.button(credits === 0 ? '开启提醒' : '再收一条').tap()
    expect(await panel().textContent()).not.toContain('延误提醒')
    await panel().getByRole('button', { name: '允许' }).click()
    await phone.idle()
  }
  // She has three, and the other is shut: all that it could do is lead her to the settings.
  await phone.button('去设置开启').waitFor()
  await phone.button('下单并通知我').tap()
  await phone.text('已下单 {"accepted":[],"refused":[],"notAsked":["order-shipped"],"why":{"order-shipped":"enough"}}').waitFor()
  await phone.text('还可接收 3 条，够用了，这次没有再问').waitFor()
  expect(await panel().count()).toBe(0)
  expect(phone.errors()).toEqual([])
})

test('their own look reaches the button by variables and a class, and nothing of theirs is needed for it to have one', async () => {
  phone = await client.open()
  const style = (name: string, property: string): Promise<string> => phone.text(name).first().evaluate((element, of) => getComputedStyle(element).getPropertyValue(of), property)
  expect(await style('下单并通知我', 'background-color')).toBe('rgb(5, 136, 74)')
  expect(await style('下单并通知我', 'min-height')).toBe('48px')
  expect(await style('通知我', 'background-color')).toBe('rgb(255, 231, 186)')
  expect(await style('通知我', 'border-top-color')).toBe('rgb(184, 107, 0)')
})
