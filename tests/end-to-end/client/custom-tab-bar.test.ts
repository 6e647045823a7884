import { type PhoneDriver } from './phone-driver'
import { startClient, type ClientTest } from './start'

let client: ClientTest
let phone: PhoneDriver
beforeAll(async () => {
  client = await startClient('custom-tabs')
})
afterAll(() => client?.close())
beforeEach(async () => {
  phone = await client.open()
})
afterEach(() => phone?.close())

const bar = () => phone.top.locator('.mp-custom-tab-bar')
const chosen = () => bar().locator('[class*="chosen"]').innerText()

test('the app has launched before the script of any page begins', async () => {
  expect(await phone.part('shop').innerText()).toBe('城南店 true')
  expect(phone.errors()).toEqual([])
})

test('each tab page has its own bar, which knows where it is and leads elsewhere', async () => {
  expect(await bar().innerText()).toMatch(/首页\s*我的/)
  expect(await chosen()).toBe('首页')
  await bar().getByText('我的').tap()
  await phone.idle()
  expect(await phone.hook((cloud) => cloud.pages)).toEqual(['pages/mine/mine'])
  expect(await chosen()).toBe('我的')
  await bar().getByText('首页').tap()
  await phone.idle()
  expect(await chosen()).toBe('首页')
})

test('it stays at the lower edge, lets taps through beside itself, and is no standard bar', async () => {
  const box = await bar().locator('[class$="bar"]').first().boundingBox()
  expect(Math.round((box?.y ?? 0) + (box?.height ?? 0))).toBe(812)
  expect(await phone.page.locator('.mp-tab-bar').count()).toBe(0)
  await phone.button('加角标').tap()
  await bar().getByText('我的（1）').waitFor()
})

test('a page that is no tab has none', async () => {
  await phone.button('下单').tap()
  await phone.text('没有标签栏').waitFor()
  expect(await bar().count()).toBe(0)
})
