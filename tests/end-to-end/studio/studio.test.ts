import { join } from 'node:path'
import { type Browser, type Page } from 'playwright-core'
import { startEmulator, type Emulator } from '../../../emulator/emulator'
import { launchBrowser } from '../../support/browser'

const ROOT = join(__dirname, '../../..')
const ZHANG_WEI = 'oDemo_user_zhangwei_0000000E'
const ROOM = '3 号楼地下车库'

let emulator: Emulator
let browser: Browser
let page: Page
const errors: string[] = []

beforeAll(async () => {
  ;[emulator, browser] = await Promise.all([startEmulator({ projectDir: ROOT }), launchBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await emulator?.close()
})

beforeEach(async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  page = await context.newPage()
  page.setDefaultTimeout(30_000)
  page.on('pageerror', ({ message }) => errors.push(message))
  page.on('request', (request) => {
    if (!request.url().startsWith(emulator.url) && !request.url().startsWith('data:')) errors.push(`asked ${request.url()}`)
  })
  await page.goto(emulator.url)
  await page.getByText('实时').waitFor()
})
afterEach(async () => {
  await page.context().close()
  expect(errors.splice(0)).toEqual([])
})

const tab = (name: string) => page.getByRole('tab', { name })
const panel = () => page.getByRole('tabpanel')

async function post(path: string, body: object): Promise<unknown> {
  const answer = await fetch(`${emulator.url}${path}`, { method: 'POST', body: JSON.stringify(body) })
  return answer.json()
}

/** As an owner would from the mini-program: with a call token, so it goes out at once. */
async function pushTo(openid: string): Promise<void> {
  const { users } = (await (await fetch(`${emulator.url}/emulator/config`)).json()) as { users: { openid: string; role?: string }[] }
  const owner = users.find(({ role }) => role === 'owner')?.openid
  const data = {
    action: 'create',
    template: 'patrol-assigned',
    to: [openid],
    data: { thing1: ROOM, time2: '2026年12月1日 09:00~11:30', name3: '张伟', phrase4: '待巡查', character_string5: 'XJ-20261201-07' },
  }
  const answer = await post('/emulator/invoke', { function: 'push', data, caller: { kind: 'client', openid: owner } })
  expect(answer).toMatchObject({ ok: true, result: { ok: true } })
}

test('a newcomer sees the first user without a role, and three steps that can be put away', async () => {
  await page.getByRole('button', { name: '这台手机的用户：林夏' }).waitFor()
  const steps = page.getByRole('complementary', { name: '上手' })
  await steps.getByRole('button', { name: '换成陈经理' }).click()
  await page.getByRole('button', { name: '这台手机的用户：陈经理' }).waitFor()
  await steps.getByRole('button', { name: '不再提示' }).click()
  await page.reload()
  await page.getByRole('button', { name: '这台手机的用户：陈经理' }).waitFor()
  expect(await steps.count()).toBe(0)
})

test('the font size of a phone changes what is running on it, and stays chosen', async () => {
  const size = page.getByRole('toolbar', { name: '手机' }).getByRole('combobox', { name: '字号' })
  const phoneOf = (px: string) => page.frameLocator('iframe').locator(`html[style*="font-size: ${px}px"]`)
  await phoneOf('17').waitFor()
  await size.selectOption({ label: '字号最大' })
  await phoneOf('23.8').waitFor()
  await page.reload()
  await phoneOf('23.8').waitFor()
  expect(await size.inputValue()).toBe('23.8')
})

test('the console runs a sample and shows outcome, result and milliseconds', async () => {
  await tab('控制台').click()
  await panel().getByRole('combobox', { name: '云函数' }).selectOption('push')
  await panel().getByRole('button', { name: '空参数' }).click()
  await panel().getByRole('button', { name: '执行', exact: true }).click()
  const result = panel().getByRole('region', { name: '执行结果' })
  await result.getByText('函数说不行').waitFor()
  await result.getByText(/^\d+ 毫秒$/).waitFor()
  expect(await result.getByLabel('返回值').textContent()).toContain('"ok": false')
})

test('the console says where JSON goes wrong, and runs with Ctrl+Enter as the user who was chosen', async () => {
  await tab('控制台').click()
  await panel().getByRole('combobox', { name: '云函数' }).selectOption('subscribe')
  await panel().getByRole('combobox', { name: '调用者' }).selectOption('client')
  const editor = panel().getByRole('textbox', { name: '参数 JSON' })
  await editor.fill('{"action": overview}')
  await panel().getByText('第 1 行第 12 列：「o」不该出现在这里').waitFor()
  expect(await panel().getByRole('button', { name: '执行', exact: true }).isDisabled()).toBe(true)
  await editor.fill('{"action": "overview"}')
  await editor.press('Control+Enter')
  await panel().getByText('执行成功').waitFor()
  expect(await panel().getByLabel('返回值').textContent()).toContain('林夏')
})

test('a card arrives without a reload, marks the tab, and opens its user’s phone at its page', async () => {
  await tab('日志').click()
  await pushTo(ZHANG_WEI)
  await tab('服务通知').getByLabel('有变化').waitFor()
  await tab('服务通知').click()
  await panel().getByRole('button', { name: '张伟有新通知' }).click()
  const card = panel().getByRole('article', { name: '巡检任务提醒，未读' })
  await card.getByText(ROOM).waitFor()
  await panel().getByRole('region', { name: '订阅状态' }).getByText('还可收 2 条').waitFor()

  await card.getByRole('button', { name: '进入小程序查看' }).click()
  await page.getByRole('button', { name: '这台手机的用户：张伟' }).waitFor()
  await panel().getByRole('article', { name: '巡检任务提醒', exact: true }).waitFor()
  const routeOfPhone = `document.querySelector('iframe[title="张伟的手机"]')?.contentWindow.__localCloud?.route`
  await page.waitForFunction(`${routeOfPhone} === 'pages/message/message'`)
  const kept = await page.evaluate<string>(`localStorage.getItem('local-cloud-studio:phones')`)
  expect(JSON.parse(kept)).toMatchObject({ list: [{ page: expect.stringMatching(/^pages\/message\/message\?id=/) }] })
  expect(emulator.wechat.inbox(ZHANG_WEI)[0]?.read).toBe(true)
})

test('«拒收» on a card closes the template for its user', async () => {
  await pushTo(ZHANG_WEI)
  await page.getByRole('button', { name: '谁的服务通知：林夏' }).click()
  await page.keyboard.type('张伟')
  await page.keyboard.press('Enter')
  await panel().getByRole('article').first().getByRole('button', { name: '更多' }).click()
  await page.getByRole('menuitem', { name: '拒收这类通知' }).click()
  await panel().getByRole('region', { name: '订阅状态' }).getByText('已拒收').waitFor()
})

test('the database shows what a function writes, as it writes it', async () => {
  await tab('数据库').click()
  await panel().getByRole('navigation', { name: '集合' }).getByText('users').click()
  const rows = panel().getByRole('row')
  await rows.getByText(ZHANG_WEI).first().waitFor()
  const as = { kind: 'client', openid: 'oStudio_newcomer' }
  await post('/emulator/invoke', { function: 'subscribe', data: { action: 'profile', nickname: '新来的' }, caller: as })
  await rows.getByText('oStudio_newcomer').first().click()
  expect(await panel().getByRole('tree', { name: '记录' }).textContent()).toContain('新来的')

  await panel().getByRole('searchbox', { name: '搜索或查询条件' }).fill('{"nickname":"没有这个人"}')
  await page.keyboard.press('Enter')
  await panel().getByText('没有符合条件的记录').waitFor()
  await page.reload()
  await panel().getByText('没有符合条件的记录').waitFor()
})

test('logs list a run with its caller, and open', async () => {
  await tab('日志').click()
  const [{ requestId }] = (await post('/emulator/timers', { function: 'dispatch' })) as [{ requestId: string }]
  const run = panel().getByRole('list', { name: '调用记录' }).getByRole('listitem').filter({ hasText: requestId })
  await run.getByText('定时器').click()
  await run.getByText(`requestId ${requestId}`).waitFor()
  await panel().getByRole('combobox', { name: '按云函数筛选' }).selectOption('events')
  await page.waitForURL(/#\/logs\/events$/)
})

test('the clock advances and goes back', async () => {
  await tab('故障与时钟').click()
  const clock = panel().getByRole('region', { name: '时钟' })
  await clock.getByRole('button', { name: '+1 小时' }).click()
  await clock.getByText('比真实时间快 1 小时').waitFor()
  expect(emulator.clock.offsetMs).toBeGreaterThan(3_590_000)
  await clock.getByRole('button', { name: '回到现在' }).click()
  await clock.getByText('和真实时间一致').waitFor()
})

test('a fault is set, counted down, and cleared', async () => {
  await tab('故障与时钟').click()
  const faults = panel().getByRole('region', { name: '故障' })
  const times = faults.getByRole('spinbutton', { name: '推送被拒绝' })
  await faults.getByRole('combobox', { name: '错误码' }).selectOption('45009')
  await faults.getByText('有故障在生效').waitFor()
  expect(emulator.faults.plan).toEqual({ send: { errors: [{ errcode: 45009, times: 1 }] } })
  await times.fill('3')
  await times.press('Enter')
  await tab('故障与时钟').getByLabel('有故障在生效').waitFor()
  await faults.getByRole('button', { name: '全部清除' }).click()
  await faults.getByText('一切正常').waitFor()
  expect(emulator.faults.plan).toEqual({})
})

test('events that are late wait for the clock, and the card says how many are on their way', async () => {
  await tab('故障与时钟').click()
  const faults = panel().getByRole('region', { name: '故障' })
  await faults.getByLabel('哪些事件').selectOption('popup')
  await faults.getByText('有故障在生效').waitFor()
  expect(await faults.getByLabel('事件迟到').inputValue()).toBe('60000')
  // The first is closed for him: its card was refused above.
  const [, template] = emulator.wechat.templates()
  await post('/emulator/consent', { openid: ZHANG_WEI, templateIds: [template?.templateId] })
  await faults.getByText('有 1 个在路上，快进时钟就到').waitFor()
  await panel().getByRole('button', { name: '+1 分钟' }).click()
  await faults.getByText('微信推来的事件晚这么久').waitFor()
  await panel().getByRole('button', { name: '+1 分钟' }).and(panel().locator(':enabled')).waitFor()
  await faults.getByRole('button', { name: '全部清除' }).click()
  await faults.getByText('一切正常').waitFor()
})

test('a switch is turned, and an impossible value is refused in words', async () => {
  await tab('平台开关').click()
  await panel().getByRole('combobox', { name: '可以用 emoji 吗？' }).selectOption('allow')
  const cap = panel().getByRole('textbox', { name: '一个用户对一个模板最多攒几次？' })
  await cap.fill('很多')
  await cap.press('Enter')
  await panel().getByRole('alert').getByText(/quota\.cap/).waitFor()
  expect(emulator.switches.all()).toMatchObject({ fields: { emoji: 'allow' }, quota: { cap: null } })
})

test('the keyboard reaches the tabs, and arrows go round them', async () => {
  await tab('服务通知').focus()
  for (const name of ['控制台', '数据库', '云存储', '日志', '故障与时钟', '平台开关', '服务通知']) {
    await page.keyboard.press('ArrowRight')
    await page.getByRole('tab', { name, selected: true }).waitFor()
    await page.locator('[role=tab]:focus').filter({ hasText: name }).waitFor()
  }
})

test('everything goes back to the start after asking', async () => {
  await tab('故障与时钟').click()
  await post('/emulator/users', { openid: 'oStudio_passing', nickname: '路过' })
  await panel().getByRole('button', { name: '全部重置…' }).click()
  await page.getByRole('dialog', { name: '全部重置？' }).getByRole('button', { name: '重置' }).click()
  await panel().getByRole('button', { name: '全部重置…' }).waitFor()
  expect(emulator.wechat.users().map(({ openid }) => openid)).not.toContain('oStudio_passing')
})

test('a card that one phone shares is opened by another user beside it', async () => {
  await page.getByRole('button', { name: '加一台手机' }).click()
  const sender = page.frameLocator('iframe[title="陈经理的手机"]')
  await sender.getByRole('tab', { name: /^我的/ }).click()
  await sender.getByText('推送管理').click()
  await sender.getByRole('link', { name: /^巡检任务提醒/ }).first().click()
  await sender.getByRole('button', { name: '转发邀请卡片' }).click()
  await sender.getByRole('dialog', { name: '转发' }).getByRole('button', { name: '发送给朋友' }).click()
  const card = page.getByRole('complementary', { name: '转发的卡片' })
  await card.getByText('请开启「巡检任务提醒」，以后有消息就能收到').waitFor()
  await card.getByRole('button', { name: '林夏打开' }).click()
  await card.waitFor({ state: 'detached' })
  await page.frameLocator('iframe[title="林夏的手机"]').getByText('有人请你开启「巡检任务提醒」').waitFor()
  await sender.getByRole('button', { name: '转发邀请卡片' }).waitFor()
})
