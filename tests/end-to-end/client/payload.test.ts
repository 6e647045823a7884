import { rmSync } from 'node:fs'
import { type Browser } from 'playwright-core'
import { LocalCloudClient } from '../../../demo/client'
import { startEmulator, type Emulator } from '../../../emulator/emulator'
import { launchBrowser, Pages } from '../../support/browser'
import { installByHand, makePayload, OPERATOR_KEY, type ForeignProject, type InstallOptions } from './installed'
import { PhoneDriver } from './phone-driver'

const OWNER = 'oOwner_0000000000000000000'
const READER = 'oReader_000000000000000000'
const ASKED = 'oAsked_0000000000000000000'
const LEAVING = 'oLeaving_00000000000000000'
const PHONE = { viewport: { width: 375, height: 812 }, hasTouch: true, isMobile: true, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' }

let made: ReturnType<typeof makePayload>
let browser: Browser
beforeAll(async () => {
  made = makePayload()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  rmSync(made.dir, { recursive: true, force: true })
})

/** A foreign project with some parts on its local cloud: a template to agree to, and an owner. */
class Foreign {
  private constructor(
    readonly emulator: Emulator,
    readonly client: LocalCloudClient,
    readonly templateId: string,
    private readonly project: ForeignProject,
    private readonly pages: Pages,
  ) {}

  static async start(parts: string[], options: InstallOptions = {}): Promise<Foreign> {
    const project = installByHand(made, parts, options)
    const emulator = await startEmulator({ projectDir: project.dir, complain: () => undefined })
    const client = new LocalCloudClient(emulator.url)
    const { templateId } = await client.post<{ templateId: string }>('/emulator/templates', { title: '到货通知', content: '商品:{{thing1.DATA}}' })
    const foreign = new Foreign(emulator, client, templateId, project, new Pages(browser, emulator.url, PHONE))
    const page = `${project.payload.folder}/pages/message/message?id={{id}}`
    await foreign.operator({ action: 'saveTemplate', key: 'arrival', templateId, title: '到货通知', type: 'one-time', about: '买的东西到了', content: '商品:{{thing1.DATA}}', page, sample: { thing1: '苹果' } })
    await foreign.operator({ action: 'grant', openid: OWNER, role: 'owner' })
    return foreign
  }

  async operator(data: object): Promise<{ ok: boolean; path?: string }> {
    const answer = await this.client.invoke<{ ok: boolean; path?: string; error?: { message: string } }>('push', { ...data, operatorKey: OPERATOR_KEY }, { kind: 'console' })
    if (!answer.ok) throw new Error(answer.error?.message)
    return answer
  }

  async phone(openid: string, path = '', theme: 'light' | 'dark' = 'light'): Promise<PhoneDriver> {
    const page = await this.pages.take()
    page.setDefaultTimeout(45_000)
    await page.emulateMedia({ colorScheme: theme })
    const query = new URLSearchParams({ openid, path, theme })
    return PhoneDriver.open(page, `${this.emulator.url}/miniprogram/?${query.toString()}`, (done) => this.pages.giveBack(done))
  }

  async close(): Promise<void> {
    await this.emulator.close()
    this.project.remove()
  }
}

const ALL = ['subscribe', 'messages', 'profile', 'members', 'audit', 'reach', 'people', 'paste']
const style = (phone: PhoneDriver, className: string, property: string): Promise<string> => phone.part(className).evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property)
const routes = (phone: PhoneDriver): Promise<string[]> => phone.hook((cloud) => cloud.pages)

describe('with all parts', () => {
  let foreign: Foreign
  let phone: PhoneDriver
  beforeAll(async () => {
    foreign = await Foreign.start(ALL)
  })
  afterAll(() => foreign?.close())
  afterEach(() => phone?.close())

  test('the page asks, the ledger knows it, and the card of a push lands on the message', async () => {
    phone = await foreign.phone(READER)
    await phone.button('到货提醒').tap()
    await phone.text('有事提醒你').waitFor()
    await phone.idle()
    await phone.button('开启提醒').tap()
    await phone.dialog('订阅消息').getByRole('button', { name: '允许' }).tap()
    await phone.text('还可接收 1 条').first().waitFor()
    expect(phone.errors()).toEqual([])
    await phone.close()

    const request = { action: 'create', template: 'arrival', to: [READER], data: { thing1: '红富士苹果' } }
    expect(await foreign.client.asUser({ openid: OWNER, nickname: '' }, 'push', request)).toMatchObject({ ok: true, counts: { sent: 1 } })
    const [card] = await foreign.client.get<{ page: string }[]>(`/emulator/inbox?openid=${READER}`)
    phone = await foreign.phone(READER, card?.page ?? '')
    await phone.text('红富士苹果').waitFor()
    await phone.idle()
    expect(await routes(phone)).toEqual(['subscribe-message/pages/message/message'])
    await phone.button('继续提醒我').waitFor()
    expect(phone.errors()).toEqual([])
  })

  test('an answer that the cloud did not get is told by whichever page of ours opens next, without a line in their app', async () => {
    phone = await foreign.phone(ASKED)
    const lost = (body: string | null): boolean => body?.includes('"action":"record"') ?? false
    await phone.page.route('**/emulator/invoke', (route) => (lost(route.request().postData()) ? route.abort() : route.fallback()))
    await phone.button('到货提醒').tap()
    await phone.button('开启提醒').tap()
    await phone.dialog('订阅消息').getByRole('button', { name: '允许' }).tap()
    await phone.text('你的选择已存在手机上，稍后自动同步，不用再点一次。').waitFor()
    await phone.page.unroute('**/emulator/invoke')
    await phone.page.reload()
    await phone.idle()
    await phone.button('通知设置').tap()
    await phone.text('我开启的提醒').waitFor()
    await phone.idle()
    const [row] = await foreign.client.documents<{ credits: number }>('authorizations', { openid: ASKED })
    expect(row).toMatchObject({ credits: 1 })
  })

  test('the admin pages open for a member, and lead on to one another', async () => {
    phone = await foreign.phone(OWNER)
    await phone.button('推送管理').tap()
    await phone.text('还没有推送过。点「选人推送」发第一条。').or(phone.text('最近推送')).first().waitFor()
    await phone.idle()
    await phone.tap('设置')
    await phone.text('提醒模板').waitFor()
    await phone.tap('操作记录')
    await phone.idle()
    expect(await routes(phone)).toEqual(['pages/shop/shop', 'subscribe-message/admin/overview/overview', 'subscribe-message/admin/settings/settings', 'subscribe-message/admin/audit/audit'])
    expect(phone.errors()).toEqual([])
  })

  test('an invitation leads to the page where it stands', async () => {
    const { path } = await foreign.operator({ action: 'invite', role: 'sender' })
    expect(path).toMatch(/^subscribe-message\/pages\/invitation\/invitation\?code=/)
    phone = await foreign.phone(READER, path)
    await phone.button('接受邀请').tap()
    await phone.text('你现在是推送者').waitFor()
    await phone.tap('以后再去')
    await phone.text('我开启的提醒').waitFor()
    expect((await routes(phone)).at(-1)).toBe('subscribe-message/pages/profile/profile')
    expect(phone.errors()).toEqual([])
  })

  test('nothing of theirs changes its look, and nothing of theirs reaches ours', async () => {
    phone = await foreign.phone(READER)
    const theirs = async (): Promise<string[]> => [await style(phone, 'shop', 'color'), await style(phone, 'shop', 'border-top-style'), await style(phone, 'shop', 'letter-spacing')]
    const before = await theirs()
    expect(before.slice(0, 2)).toEqual(['rgb(27, 94, 32)', 'dashed'])
    await phone.button('到货提醒').tap()
    await phone.text('有事提醒你').waitFor()
    await phone.idle()
    expect(await style(phone, 'card', 'border-top-style')).toBe('none')
    expect(await style(phone, 'card', 'letter-spacing')).toBe('normal')
    expect(await style(phone, 'card', 'background-color')).toBe('rgb(255, 255, 255)')
    await phone.page.getByRole('button', { name: '返回' }).filter({ visible: true }).first().tap()
    await phone.idle()
    expect(await theirs()).toEqual(before)
  })

  test('it is light where the app does not declare darkmode, whatever the phone is set to', async () => {
    phone = await foreign.phone(READER, 'subscribe-message/pages/subscribe/subscribe', 'dark')
    await phone.text('有事提醒你').waitFor()
    await phone.idle()
    expect(await style(phone, 'card', 'background-color')).toBe('rgb(255, 255, 255)')
  })

  test('who erases her data keeps what the app itself has stored', async () => {
    phone = await foreign.phone(LEAVING)
    await phone.page.evaluate(`wx.setStorageSync('cart', ['苹果'])`)
    await phone.button('通知设置').tap()
    await phone.text('全部删除').tap()
    await phone.page.getByRole('textbox', { name: /确认/ }).filter({ visible: true }).fill('删除')
    await phone.page.getByRole('button', { name: '永久删除' }).tap()
    await phone.page.getByText('你的数据已删除').first().waitFor()
    await phone.idle()
    expect(await phone.page.evaluate(`wx.getStorageSync('cart')`)).toEqual(['苹果'])
    expect(await routes(phone)).toEqual(['pages/shop/shop', 'subscribe-message/pages/profile/profile'])
  })
})

describe('with the admin pages alone', () => {
  let foreign: Foreign
  let phone: PhoneDriver
  beforeAll(async () => {
    foreign = await Foreign.start(['admin'], { darkmode: true })
  })
  afterAll(() => foreign?.close())
  afterEach(() => phone?.close())

  test('nothing leads to a page that was left out', async () => {
    phone = await foreign.phone(OWNER, 'subscribe-message/admin/overview/overview')
    await phone.text('到货通知').waitFor()
    await phone.idle()
    expect(await phone.top.getByText('成员、模板、环境').count()).toBe(0)
    expect(await phone.top.getByRole('link', { name: /^到货通知/ }).count()).toBe(0)
    await phone.tap('选人推送')
    await phone.idle()
    expect(await phone.top.getByText('粘贴名单').count()).toBe(0)
    expect(phone.errors()).toEqual([])
  })

  test('it is dark where the app declares darkmode and the phone is', async () => {
    phone = await foreign.phone(OWNER, 'subscribe-message/admin/overview/overview', 'dark')
    await phone.text('到货通知').waitFor()
    expect(await style(phone, 'card', 'background-color')).toBe('rgb(27, 28, 30)')
  })
})

test('an app that does not initialise the cloud goes on, and its developer is told what to add', async () => {
  const foreign = await Foreign.start(['subscribe'], { initialises: false })
  const phone = await foreign.phone(READER)
  await phone.button('到货提醒').tap()
  await phone.top.getByText('小程序还没有连上云开发。请管理员初始化云开发后再试。').waitFor()
  expect(phone.errors().join()).toContain('请在 app.js 的 onLaunch 里先调用 wx.cloud.init')
  await phone.close()
  await foreign.close()
})
