import { type Emulator } from '../../../emulator/emulator'
import { type PhoneDriver } from './phone-driver'
import { startClient, USER, type ClientTest } from './start'

let client: ClientTest
let phone: PhoneDriver
let templateIds: string[]
beforeAll(async () => {
  client = await startClient('plain-js')
})
afterAll(() => client?.close())
beforeEach(async () => {
  await client.emulator.reset()
  templateIds = addTemplates(client.emulator)
  phone = await client.open({ path: 'pages/mine/mine' })
  await phone.page.evaluate(`wx.setStorageSync('templates', ${JSON.stringify(templateIds)})`)
})
afterEach(() => phone?.close())

function addTemplates({ wechat }: Emulator): string[] {
  const add = (title: string) => wechat.addTemplate({ title, content: '商品:{{thing1.DATA}}', examples: { thing1: '苹果' } }).templateId
  return [add('到货通知'), add('降价通知')]
}

const result = async () => JSON.parse(await phone.part('result').innerText()) as Record<string, unknown>
const quotas = () => templateIds.map((id) => client.emulator.wechat.subscription(USER, id).quota)
const panel = () => phone.dialog('订阅消息')
const ask = async () => {
  await phone.button('订阅一条').tap()
  await panel().waitFor()
}
const answer = async (name: '允许' | '取消') => {
  await panel().getByRole('button', { name }).click()
  await phone.idle()
}

test('the panel names the mini-program and the messages, and shows a sample', async () => {
  await ask()
  expect(await panel().innerText()).toMatch(/清单\s+申请发送一次以下消息\s+到货通知\s+降价通知/)
  await panel().getByRole('button', { name: '到货通知：查看示例' }).click()
  expect(await panel().innerText()).toMatch(/商品\s+苹果/)
})

test('what is ticked is accepted, the rest refused', async () => {
  await ask()
  await panel().getByRole('checkbox', { name: '降价通知' }).click()
  await answer('允许')
  expect(await result()).toEqual({ errMsg: 'requestSubscribeMessage:ok', [templateIds[0]!]: 'accept', [templateIds[1]!]: 'reject' })
  expect(quotas()).toEqual([1, 0])
})

test.each(['取消', 'Escape'])('%s refuses everything', async (way) => {
  await ask()
  if (way === 'Escape') await phone.page.keyboard.press('Escape')
  else await answer('取消')
  await phone.idle()
  expect(await result()).toMatchObject({ [templateIds[0]!]: 'reject', [templateIds[1]!]: 'reject' })
  expect(quotas()).toEqual([0, 0])
})

test('with nothing ticked there is nothing to allow', async () => {
  await ask()
  for (const box of await panel().getByRole('checkbox', { name: /通知/ }).all()) await box.click()
  expect(await panel().getByRole('button', { name: '允许' }).isDisabled()).toBe(true)
})

test('«always» answers later calls without a panel, and each accept counts', async () => {
  await ask()
  await panel().getByRole('checkbox', { name: '总是保持以上选择，不再询问' }).click()
  await answer('允许')
  await phone.button('订阅一条').tap()
  await phone.idle()
  expect(await panel().count()).toBe(0)
  expect(quotas()).toEqual([2, 2])
})

test('a second call while the first is open fails', async () => {
  await ask()
  expect(await phone.page.evaluate('getCurrentPages()[0].second')).toBe('requestSubscribeMessage:fail last call has not ended')
})

test('a call that a tap did not make fails', async () => {
  await phone.button('等一下再订阅').tap()
  await phone.top.getByText('can only be invoked by user TAP gesture.').waitFor()
  expect(await result()).toEqual({ errMsg: 'requestSubscribeMessage:fail can only be invoked by user TAP gesture.' })
})

test('the keyboard taps as well', async () => {
  await phone.button('订阅一条').focus()
  await phone.page.keyboard.press('Enter')
  await panel().getByRole('button', { name: '允许' }).focus()
  await phone.page.keyboard.press('Enter')
  await phone.idle()
  expect(quotas()).toEqual([1, 1])
})

test('a mouse on a desktop taps as well', async () => {
  const desktop = await client.open({ path: 'pages/mine/mine' }, { width: 1000, height: 850 })
  await desktop.page.evaluate(`wx.setStorageSync('templates', ${JSON.stringify(templateIds)})`)
  await desktop.button('订阅一条').click()
  await desktop.dialog('订阅消息').getByRole('button', { name: '允许' }).click()
  await desktop.idle()
  expect(quotas()).toEqual([1, 1])
  await desktop.close()
})

test('what the platform refuses comes with its code', async () => {
  client.emulator.wechat.changeSettings(USER, { mainSwitch: false })
  await phone.button('订阅一条').tap()
  await phone.idle()
  expect(await result()).toEqual({ errCode: 20004, errMsg: 'requestSubscribeMessage:fail The main switch is switched off' })
})

test('without a network the list cannot be read', async () => {
  await phone.hook((cloud) => cloud.setNetwork('none'))
  await phone.button('订阅一条').tap()
  expect(await result()).toEqual({ errCode: 10002, errMsg: 'requestSubscribeMessage:fail Request list fail' })
})

describe('the settings page', () => {
  const settings = () => phone.dialog('设置')
  const remember = async () => {
    await ask()
    await panel().getByRole('checkbox', { name: '总是保持以上选择，不再询问' }).click()
    await answer('允许')
  }

  test('lists what was chosen for good, and takes changes', async () => {
    await remember()
    await phone.button('打开设置').tap()
    await settings().getByRole('switch', { name: '降价通知' }).click()
    await phone.idle()
    await settings().getByRole('button', { name: '返回' }).click()
    await phone.idle()
    expect(await result()).toEqual({ mainSwitch: true, itemSettings: { [templateIds[0]!]: 'accept', [templateIds[1]!]: 'reject' } })
  })

  test('the main switch hides the rest and refuses everything', async () => {
    await remember()
    await phone.button('打开设置').tap()
    await settings().getByRole('switch', { name: '接收通知' }).click()
    await phone.idle()
    expect(await settings().getByRole('switch').count()).toBe(1)
    await phone.page.keyboard.press('Escape')
    await phone.idle()
    expect(await result()).toMatchObject({ mainSwitch: false })
  })

  test('is reached from the menu of the capsule', async () => {
    await phone.page.getByRole('button', { name: '更多' }).click()
    await phone.dialog().getByRole('button', { name: '设置' }).click()
    await settings().getByText('允许「清单」发送订阅消息').waitFor()
  })
})
