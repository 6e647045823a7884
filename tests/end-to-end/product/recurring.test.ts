import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { barriersOn } from './accessibility'
import { composePage, fillInPatrol } from './compose'
import { type Phone } from './phone'
import { openidOf, PATROL, PATROL_DATA } from './product'
import { withPhones } from './with-phones'

const DIR = join(__dirname, '../../screenshots')
const PAGE = 'admin/recurring/recurring'
const DAY_MS = 86_400_000

const { product, open } = withPhones()

/** With `SCREENSHOTS=1`, to be looked at. */
async function pictures(phone: Phone, name: string, height = 1500): Promise<void> {
  if (process.env.SCREENSHOTS === undefined) return
  mkdirSync(DIR, { recursive: true })
  await phone.page.bringToFront()
  for (const theme of ['light', 'dark'] as const)
    for (const width of [320, 375, 430]) {
      await phone.showAs({ width, height, theme })
      await phone.page.screenshot({ path: join(DIR, `recurring-${name}-${width}-${theme}.png`) })
    }
  await phone.showAs({})
}

/** In both themes, on a page that is shown as a whole. */
async function barriers(phone: Phone, hasCover = false): Promise<string[]> {
  const found: string[] = []
  for (const theme of ['light', 'dark'] as const) {
    await phone.showAs({ theme, height: 2600 })
    found.push(...(await barriersOn(phone, hasCover)))
  }
  await phone.showAs({})
  return found
}

/** The first of five mornings, tomorrow. */
let first: string
beforeEach(() => {
  first = new Date(Date.now() + DAY_MS + 8 * 3_600_000).toISOString().slice(0, 10)
})

/** So many days after the first one, in Beijing; the timer comes. */
async function at(day: number, time: string): Promise<void> {
  await product().client.post('/emulator/clock', { now: Date.parse(`${first}T${time}+08:00`) + day * DAY_MS })
}

/** 12月1日 */
function dateOf(day: number): string {
  const date = new Date(Date.parse(`${first}T00:00:00Z`) + day * DAY_MS)
  return `${date.getUTCMonth() + 1}月${date.getUTCDate()}日`
}

const asSender = (data: object): Promise<{ recurrence: { id: string } }> => product().client.asUser({ openid: openidOf('周管家'), nickname: '' }, 'push', data)
const choose = (phone: Phone, name: string, role: 'radio' | 'checkbox' = 'radio'): Promise<void> => phone.page.getByRole(role, { name, exact: true }).filter({ visible: true }).tap()
const nextLines = async (phone: Phone): Promise<string[]> => (await phone.page.locator('.next-line').filter({ visible: true }).allTextContents()).map((line) => line.trim())

/** Of the demo's. */
const forgetPlans = (): Promise<unknown> => product().emulator.database.execute('database.removeDocument', { collectionName: 'sm_recurrences', query: '{}', queryType: 'WHERE', multi: true })

it('a push goes out every morning; the one on which no timer came is told on the first page, and not sent late', async () => {
  for (let time = 0; time < 5; time += 1) await product().agree('林夏')
  await at(0, '08:30:00')
  const phone = await open('周管家', composePage('林夏'))
  await fillInPatrol(phone)
  await choose(phone, '重复')
  await phone.see('接下来会发')
  await phone.button('每天 09:00 发送').waitFor()
  const shown = await nextLines(phone)
  expect(shown).toEqual([0, 1, 2, 3, 4].map((day) => expect.stringMatching(new RegExp(`^${day + 1}${dateOf(day)} 周. 09:00$`)) as string))
  await pictures(phone, 'compose', 2600)
  expect(await barriers(phone)).toEqual([])
  await phone.tap('每天 09:00 发送')
  await phone.see('是否每天 09:00 推送？')
  await phone.see('每天 09:00，一直发，直到你结束它')
  await phone.see(new RegExp(`^${dateOf(0)} 周. 09:00（北京时间）$`))
  await pictures(phone, 'confirm', 2600)
  await phone.tap('确认重复')
  await phone.waitForPage(PAGE)
  await phone.see(new RegExp(`^${dateOf(0)} 周. 09:00$`))

  for (const day of [0, 1, 3, 4]) {
    await at(day, '08:59:30')
    await at(day, '09:00:20')
  }
  expect(await product().inbox('林夏')).toHaveLength(4)

  await phone.launch('admin/overview/overview')
  await phone.see('重复推送没有按时发')
  await phone.see(new RegExp(`每天 09:00：${dateOf(2)} 周. 09:00 那次没有发。`))
  await pictures(phone, 'overview')
  await phone.tap('查看重复推送')
  await phone.waitForPage(PAGE)
  await phone.see(new RegExp(`^发了 4 次，最近 ${dateOf(4)} 周. 09:00$`))
  await phone.see(new RegExp(`^1 次没有发：${dateOf(2)} 周. 09:00$`))
  await pictures(phone, 'plans')
  expect(await barriers(phone)).toEqual([])
  await phone.launch('admin/history/history')
  await phone.see('重复：每天 09:00')
  expect(await phone.page.getByText('重复：每天 09:00').filter({ visible: true }).count()).toBe(4)
  await pictures(phone, 'history')
})

it('it is paused, goes on and is ended from its page; who only looks finds nothing to press', async () => {
  await forgetPlans()
  await asSender({ action: 'saveRecurrence', template: PATROL, data: PATROL_DATA, audience: { canReceive: true }, rule: { every: 'month', day: 31, time: '09:00', count: 12 } })
  const phone = await open('周管家', PAGE)
  await phone.see('每月 31 日 09:00')
  await phone.see('没有 31 日的月份在最后一天，共 12 次，错过的也算')
  await phone.tap(/^暂停 /)
  await phone.see(/停下期间不会发，也不补发/)
  await phone.page.getByRole('button', { name: '暂停', exact: true }).last().tap()
  await phone.see('已暂停')
  await pictures(phone, 'paused')
  await phone.tap(/^继续 /)
  await phone.page.getByRole('button', { name: '继续', exact: true }).last().tap()
  await phone.see('进行中')
  await phone.tap(/^结束 /)
  await phone.see(/以后不会再发，不能恢复/)
  await phone.page.getByRole('button', { name: '结束', exact: true }).last().tap()
  await phone.see('现在没有在重复发的。')
  await phone.see('一次也没有发')
  await pictures(phone, 'ended')
  expect(await product().client.documents('recurrences', {})).toMatchObject([{ state: 'ended' }])
})

it('without any it says how one is made, and leads there; a rule that cannot be is told in words before anything is asked', async () => {
  await forgetPlans()
  const phone = await open('周管家', PAGE)
  await phone.see('还没有重复推送')
  await pictures(phone, 'empty', 812)
  await phone.tap('去选人')
  await phone.waitForPage('admin/recipients/recipients')
  await phone.launch(composePage('林夏'))
  await choose(phone, '重复')
  await choose(phone, '每周')
  await phone.button('每周一至周五 09:00 发送').waitFor()
  await pictures(phone, 'compose-week', 2600)
  expect(await barriers(phone)).toEqual([])
  for (const day of ['一', '二', '三', '四', '五']) await choose(phone, `周${day}`, 'checkbox')
  await phone.see('选一下每周哪几天发')
  await choose(phone, '周日', 'checkbox')
  await phone.button('每周日 09:00 发送').waitFor()
  await choose(phone, '每月')
  await phone.button('每月 1 日 09:00 发送').waitFor()
  await choose(phone, '发几次')
  await phone.see(/共 10 次，错过的也算/)
  await pictures(phone, 'compose-month', 2600)
  await choose(phone, '现在')
  await phone.button('发送').waitFor()
})
