import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Phone } from './phone'
import { openidOf, PATROL, PATROL_DATA } from './product'
import { withPhones } from './with-phones'

const DIR = join(__dirname, '../../screenshots')

const { product, open } = withPhones()

const HOME = 'admin/overview/overview'

/** With `SCREENSHOTS=1`, to be looked at: the smallest and a large phone, light and dark. */
async function pictures(phone: Phone, name: string): Promise<void> {
  if (process.env.SCREENSHOTS === undefined) return
  mkdirSync(DIR, { recursive: true })
  await phone.page.bringToFront()
  for (const theme of ['light', 'dark'] as const)
    for (const width of [320, 414]) {
      await phone.showAs({ width, height: 1400, theme })
      await phone.page.screenshot({ path: join(DIR, `${name}-${width}-${theme}.png`) })
    }
  await phone.showAs({})
}

/** A push that WeChat makes stop at once. */
async function haltedPush(): Promise<string> {
  await product().agree('林夏')
  await product().faults({ send: { errors: [{ errcode: 40037, times: 1 }] } })
  const request = { action: 'create', template: PATROL, data: PATROL_DATA, to: [openidOf('林夏')] }
  const { pushId } = await product().client.asUser<{ pushId: string }>({ openid: openidOf('周管家'), nickname: '' }, 'push', request)
  await product().faults({})
  return pushId
}

const alarms = (phone: Phone) => phone.page.locator('.alarm').filter({ visible: true })

it('the home of members shows what is wrong, since when and what to do, leads there, and forgets it when it is solved', async () => {
  await haltedPush()
  const phone = await open('周管家', HOME)
  await phone.see('需要处理')
  await phone.see('推送停下了')
  await phone.see(/「巡检任务提醒」（1 人）：模板 ID 无效/)
  await phone.see(/^今天 \d\d:\d\d 起$/)
  await phone.see(/再打开这次推送点「继续」/)
  await pictures(phone, 'alarms-one')
  await phone.tap('去处理')
  await phone.waitForPage('admin/push/push')
  await phone.tap('继续')
  await phone.see('已完成')
  await phone.goBack()
  await phone.see('最近推送')
  expect(await alarms(phone).count()).toBe(0)
  expect(await product().inbox('林夏')).toHaveLength(1)
})

it('several at once stand one below the other; a timer that comes no more is noticed by the page', async () => {
  await haltedPush()
  product().emulator.database.insert('standstill', [{ _id: 'agenda', tickAt: new Date(product().emulator.clock.now() - 3_600_000) }])
  const failed = Array.from({ length: 30 }, (_, index) => ({ _id: `old:${index}`, pushId: 'old', openid: `o${index}`, template: PATROL, state: index < 20 ? 'sent' : 'failed', ...(index >= 20 && { reason: 'bad-page', errcode: 41030 }), attempts: 1, owner: '', dueAt: new Date(), createdAt: new Date(product().emulator.clock.now()), timeline: [] }))
  product().emulator.database.insert('messages', failed)
  const phone = await open('周管家', HOME)
  await phone.see('定时器没有运行')
  await phone.see('失败的消息太多')
  expect(await phone.page.locator('.alarm-title').filter({ visible: true }).allInnerTexts()).toEqual(['定时器没有运行', '推送停下了', '失败的消息太多'])
  await pictures(phone, 'alarms-many')
  const spilled = await alarms(phone).evaluateAll((boxes) => (boxes as unknown as { scrollWidth: number; clientWidth: number }[]).filter((box) => box.scrollWidth > box.clientWidth + 1).length)
  expect(spilled).toBe(0)
})

it('whoever only looks is offered a look; nobody without a role learns of it', async () => {
  await haltedPush()
  const viewer = openidOf('李静')
  await product().client.asUser({ openid: openidOf('陈经理'), nickname: '' }, 'push', { action: 'grant', openid: viewer, role: 'viewer' })
  const phone = await open('李静', HOME)
  await phone.see('推送停下了')
  await phone.tap('查看')
  await phone.waitForPage('admin/push/push')
  const stranger = await open('孙丽', HOME)
  await stranger.settled()
  expect(await stranger.page.getByText('推送停下了').count()).toBe(0)
})
