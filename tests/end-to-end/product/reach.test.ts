import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { PEOPLE } from '../../../demo/people'
import { type Phone } from './phone'
import { openidOf, PATROL } from './product'
import { withPhones } from './with-phones'

const DIR = join(__dirname, '../../screenshots')
const HOME = 'admin/overview/overview'
const BILL = '物业费缴纳通知'

const { product, open } = withPhones()

const reachOf = (template: string): string => `admin/reach/reach?template=${template}`
const figure = (phone: Phone, title: string): Promise<string> => phone.page.locator('.figure').filter({ visible: true, hasText: new RegExp(`^\\s*[\\d,—]+\\s*${title}`) }).locator('.figure-count').innerText()

/** Rows as the outbox writes them, of a push of long ago. */
function messages(count: number, more: object): void {
  const now = new Date(product().emulator.clock.now())
  const rows = Array.from({ length: count }, (_, index) => ({ _id: `${JSON.stringify(more)}:${index}`, pushId: 'old', openid: `o${index}`, template: PATROL, attempts: 1, owner: '', dueAt: now, createdAt: now, timeline: [], ...more }))
  product().emulator.database.insert('messages', rows)
}

/** With `SCREENSHOTS=1`, to be looked at: phones of all widths, light and dark. */
async function pictures(phone: Phone, name: string): Promise<void> {
  if (process.env.SCREENSHOTS === undefined) return
  mkdirSync(DIR, { recursive: true })
  await phone.page.bringToFront()
  for (const theme of ['light', 'dark'] as const)
    for (const width of [320, 375, 430]) {
      await phone.showAs({ width, height: 2600, theme })
      await phone.page.screenshot({ path: join(DIR, `${name}-${width}-${theme}.png`) })
    }
  await phone.showAs({})
}

it('«how many can we still reach with the bill» takes a new admin three taps from her own page', async () => {
  const phone = await open('陈经理')
  await phone.tab('我的').tap()
  await phone.text('推送管理').tap()
  await phone.waitForPage(HOME)
  await phone.row(BILL).tap()
  await phone.waitForPage('admin/reach/reach')
  await phone.see(BILL)
  const able = await product().client.documents('authorizations', { templateId: await product().templateId('bill-due'), standing: 'accept' })
  expect(able).toHaveLength(2)
  expect(await phone.page.locator('.big-count').filter({ visible: true }).innerText()).toBe('2')
  await phone.see(`一共 ${PEOPLE.length} 人`)
  await phone.see('长期有效的授权不会用完，除非对方自己关掉。')
})

describe('the home of members', () => {
  it('tells today in exact figures, however many there are', async () => {
    await product().push('张伟')
    const now = new Date(product().emulator.clock.now())
    messages(1234, { state: 'unknown', sendingAt: now })
    messages(21, { state: 'failed', reason: 'bad-page', overAt: now })
    messages(33, { state: 'queued' })
    const phone = await open('周管家', HOME)
    expect(await Promise.all(['已发送', '失败', '等待发送', '不确定'].map((title) => figure(phone, title)))).toEqual(['1', '21', '33', '1,234'])
    await phone.page.getByRole('link', { name: /^不确定 1,234 条/ }).filter({ visible: true }).waitFor()
    await pictures(phone, 'home-figures')
    await phone.page.getByRole('link', { name: '不确定 1,234', exact: true }).filter({ visible: true }).tap()
    await phone.waitForPage('admin/history/history')
  })

  it('says once that no receipt ever came, and not after the first one', async () => {
    await product().push('张伟')
    const phone = await open('周管家', HOME)
    await phone.see(/还没有收到过微信的送达回执/)
    expect(await figure(phone, '已送达')).toBe('—')
    const now = new Date(product().emulator.clock.now())
    messages(2, { state: 'delivered', sentAt: now, receiptAt: now, receiptHeardAt: now })
    await phone.launch(HOME)
    await phone.see('最近推送')
    expect(await figure(phone, '已送达')).toBe('2')
    expect(await phone.page.getByText(/还没有收到过微信的送达回执/).count()).toBe(0)
  })

  it('shows its list while the figures are still counted, and says apart when they fail', async () => {
    const phone = await open('周管家', 'pages/profile/profile')
    const release = await phone.holdCalls('overview')
    await phone.page.getByText('推送管理').filter({ visible: true }).first().tap()
    await phone.see('最近推送')
    await phone.page.getByRole('status', { name: '正在统计' }).waitFor()
    release()
    await phone.see('还能发给多少人')
    const other = await open('陈经理', 'pages/profile/profile')
    await other.loseCalls('overview', 1)
    await other.page.getByText('推送管理').filter({ visible: true }).first().tap()
    await other.see(/今天的数字没有读到/)
    await other.see('最近推送')
    await other.tap('重试')
    await other.see('还能发给多少人')
  })

  it('draws as many days as are asked for, and tells each of them in a table', async () => {
    await product().push('张伟')
    const phone = await open('周管家', HOME)
    await phone.see('近 14 天发出 1 条，打开 0 次（0%）')
    const calls = phone.watchCalls()
    await phone.page.getByRole('radio', { name: '7 天' }).filter({ visible: true }).tap()
    await phone.see('近 7 天发出 1 条，打开 0 次（0%）')
    expect(calls.map(({ data }) => data)).toEqual([{ action: 'overview', days: 7 }])
    await phone.tap('每天的数字')
    const table = phone.page.getByRole('table', { name: '每天的数字' })
    expect(await table.getByRole('row').count()).toBe(8)
    expect(await table.getByRole('row').nth(1).getByRole('cell').first().innerText()).toBe('1')
  })
})

describe('the reach of a template', () => {
  it('is told by what people can do, adds up, and leads to a push to all of them', async () => {
    await product().client.asUser({ openid: openidOf('李静'), nickname: '' }, 'subscribe', { action: 'stop', template: PATROL })
    const phone = await open('周管家', reachOf(PATROL))
    await phone.see('巡检任务提醒')
    const parts = (await phone.page.getByRole('listitem').filter({ visible: true }).allInnerTexts()).map((text) => /^(\S+?)\s*([\d,]+) 人/.exec(text)).flatMap((match) => (match ? [[match[1], Number(match[2])] as const] : []))
    expect(Object.fromEntries(parts)).toEqual({ 可接收: 2, 未授权: 9, 已停止: 1 })
    expect(parts.reduce((sum, [, count]) => sum + count, 0)).toBe(PEOPLE.length)
    await pictures(phone, 'reach')
    await phone.tap('给可接收的 2 人推送')
    await phone.waitForPage('admin/compose/compose')
    await phone.see('所有可接收的人')
  })

  it('says where people are asked and how many of them agree', async () => {
    const phone = await open('林夏')
    await phone.tap('开启提醒（4 类）')
    await phone.allow()
    const admin = await open('周管家', reachOf(PATROL))
    await admin.see('在哪里问，同意的比例')
    await admin.see(/^「提醒」页/)
    await admin.see('请求 1 次，同意 1 次')
    await admin.page.getByRole('radio', { name: '90 天' }).filter({ visible: true }).tap()
    await admin.see('请求 1 次，同意 1 次')
  })

  it('is for looking only to whoever may not send, and says what to do about a template that is not there', async () => {
    const phone = await open('吴会计', reachOf(PATROL))
    await phone.see('巡检任务提醒')
    expect(await phone.page.getByText(/^给可接收的/).count()).toBe(0)
    await phone.launch(reachOf('gone'))
    await phone.see('没能打开')
    await phone.see(/模板/)
  })
})
