import { readFileSync } from 'node:fs'
import { type Phone } from './phone'
import { openidOf, PATROL, PATROL_DATA } from './product'
import { withPhones } from './with-phones'

const { product, open } = withPhones()

const DAY_MS = 86_400_000

/** What a member does to find something out, each tap counted; to type is none. */
class Taps {
  count = 0
  constructor(private readonly phone: Phone) {}

  async button(name: string | RegExp): Promise<void> {
    this.count += 1
    await this.phone.tap(name)
  }
  async row(name: RegExp): Promise<void> {
    this.count += 1
    await this.phone.page.getByRole('link', { name }).filter({ visible: true }).first().tap()
    await this.phone.settled()
  }
  async search(words: string): Promise<void> {
    this.count += 1
    await this.phone.page.getByRole('textbox', { name: '按人搜索' }).fill(words)
    await this.phone.settled()
  }
}

async function pushTo(names: readonly string[], by = '周管家'): Promise<string> {
  const request = { action: 'create', template: PATROL, data: PATROL_DATA, to: names.map(openidOf) }
  return (await product().client.asUser<{ pushId: string }>({ openid: openidOf(by), nickname: by }, 'push', request)).pushId
}

/** 林夏 got nothing yesterday; others did, and today she was not written to. */
async function yesterday(): Promise<void> {
  await product().client.post('/emulator/clock', { now: new Date(Date.now() - DAY_MS).toISOString() })
  await pushTo(['林夏', '张伟', '李静'])
  await product().client.post('/emulator/clock', { now: new Date().toISOString() })
  await pushTo(['孙丽'])
}

it('a new admin finds out why 林夏 got nothing yesterday and asks her again, in four taps', async () => {
  await yesterday()
  const phone = await open('周管家', 'admin/overview/overview')
  const taps = new Taps(phone)
  await taps.row(/^全部记录/)
  await phone.waitForPage('admin/history/history')
  await taps.search('林夏')
  await phone.see(/没有剩余的授权次数/)
  await taps.row(/^林夏，.*未发送，昨天/)
  await phone.waitForPage('admin/detail/detail')
  await phone.see('现在没有剩余授权，再推送也收不到。请对方再开启一次。')
  await taps.button('请林夏再开启一次')
  await phone.page.getByRole('dialog', { name: '转发' }).getByText(/请开启「巡检任务提醒」/).waitFor()
  expect(taps.count).toBeLessThanOrEqual(4)
})

it('and once she agreed she is sent the same again, without typing anything', async () => {
  await yesterday()
  await product().agree('林夏')
  const phone = await open('周管家', 'admin/history/history')
  const taps = new Taps(phone)
  await taps.search('林夏')
  await taps.row(/^林夏，.*未发送，昨天/)
  await phone.see('对方现在可以收到了，再推送一次吧。')
  await taps.button('再推送给林夏')
  await phone.waitForPage('admin/compose/compose')
  await phone.see('已填好上次的内容')
  await taps.button(/^发送/)
  await phone.button('确认推送').waitFor()
  await taps.button('确认推送')
  await phone.see('已发送')
  expect((await product().inbox('林夏'))[0]?.lines).toContainEqual({ label: '巡查地点', value: PATROL_DATA.thing1 })
})

it('a push is sent again to those for whom it makes sense, in four taps', async () => {
  await pushTo(['林夏', '孙丽', '张伟'])
  await product().agree('孙丽')
  const phone = await open('周管家', 'admin/overview/overview')
  const taps = new Taps(phone)
  await taps.row(/^巡检任务提醒，3 人/)
  await phone.waitForPage('admin/push/push')
  await phone.see('另外 1 人这次不发：1 人没有剩余授权')
  await taps.button('重新推送 1 人')
  const question = phone.page.getByRole('dialog', { name: '重新推送给 1 人？' })
  await question.getByText(/不发给：1 人没有剩余授权/).waitFor()
  await question.getByRole('button', { name: '重新推送' }).tap()
  taps.count += 1
  await phone.see('共 3 人：2 人已发送，1 人未发送。')
  expect(await Promise.all(['林夏', '孙丽', '张伟'].map(async (name) => (await product().inbox(name)).length))).toEqual([0, 1, 1])
  expect(taps.count).toBeLessThanOrEqual(4)
  await phone.see('现在没有人可以收到')
  expect(await phone.button('现在没有人可以收到').getAttribute('aria-disabled')).toBe('true')
})

it('who sent it stands on the row, and on the message', async () => {
  await product().agree('林夏')
  await pushTo(['林夏'], '陈经理')
  const phone = await open('吴会计', 'admin/overview/overview')
  await phone.page.getByRole('link', { name: /林夏，已发送，今天.*，陈经理发的/ }).tap()
  await phone.waitForPage('admin/detail/detail')
  await phone.see('谁发的')
  await phone.see('陈经理')
  expect(await phone.page.getByRole('button', { name: /再推送/ }).count()).toBe(0)
})

it('the people of a reason open, and wrong content is mended for exactly them', async () => {
  for (const name of ['林夏', '孙丽']) await product().agree(name)
  await product().faults({ send: { errors: [{ errcode: 47003, times: 2 }] } })
  const pushId = await pushTo(['林夏', '孙丽', '张伟'])
  await product().faults({})
  const phone = await open('周管家', `admin/push/push?id=${pushId}`)
  await phone.page.getByRole('link', { name: /看这 2 人，失败，改好内容再发/ }).tap()
  await phone.waitForPage('admin/people/people')
  await phone.see('2 人失败')
  await phone.tap('改好内容再发给这些人')
  await phone.waitForPage('admin/compose/compose')
  await phone.see('已选 2 人')
  await phone.see(PATROL_DATA.thing1)
})

it('nobody is found in words, and days and sender narrow the list', async () => {
  await yesterday()
  const phone = await open('周管家', 'admin/history/history')
  const taps = new Taps(phone)
  await phone.page.getByRole('link', { name: /^巡检任务提醒，3 人/ }).waitFor()
  await taps.search('查无此人')
  await phone.see('没有找到「查无此人」')
  await phone.tap('看全部')
  await phone.page.getByRole('link', { name: /^巡检任务提醒，孙丽/ }).waitFor()
  await phone.launch('admin/history/history?state=sent')
  await phone.page.getByRole('link', { name: /^巡检任务提醒，3 人/ }).waitFor()
  expect(await phone.page.getByRole('link', { name: /^巡检任务提醒，孙丽/ }).count()).toBe(0)
})

it('the result leaves as a file that Excel opens in Chinese', async () => {
  const pushId = await pushTo(['林夏', '张伟'])
  const phone = await open('周管家', `admin/push/push?id=${pushId}`)
  await phone.tap('导出文件')
  await phone.see('2 人的结果')
  await phone.tap('发送 推送结果 巡检任务提醒.csv')
  const sheet = phone.page.getByRole('dialog', { name: '发送文件' })
  const [download] = await Promise.all([phone.page.waitForEvent('download'), sheet.getByText('存到电脑').tap()])
  expect(download.suggestedFilename()).toBe('推送结果 巡检任务提醒.csv')
  const text = readFileSync(await download.path(), 'utf8')
  expect(text.startsWith('\ufeff昵称,openid,状态,原因\r\n')).toBe(true)
  expect(text).toMatch(/林夏,oDem…000C,未发送,对方未授权推送/)
  expect(text).not.toContain(openidOf('林夏'))
  await sheet.getByRole('button', { name: '发送给朋友' }).tap()
  expect(await phone.page.getByRole('dialog').count()).toBe(0)
  expect(await phone.page.getByText('含完整 openid').count()).toBe(0)
})

it('an owner takes full openids along after being asked once more, and the audit says so', async () => {
  const pushId = await pushTo(['林夏', '张伟'])
  const taken = (): Promise<object[]> => product().client.get('/emulator/db/sm_audit?query=' + encodeURIComponent(JSON.stringify({ action: 'exportOpenids' })))
  const phone = await open('陈经理', `admin/push/push?id=${pushId}`)
  await phone.tap('导出文件，含完整 openid')
  await phone.see('会记入操作记录')
  await phone.tap('不用')
  expect(await taken()).toEqual([])
  await phone.tap('导出文件，含完整 openid')
  await phone.tap('确认导出')
  await phone.see('2 人的结果')
  expect(await taken()).toMatchObject([{ result: 'ok', facts: { of: 'results', pushId, recipients: 2 } }])
  await phone.tap('发送 推送结果（含完整 openid） 巡检任务提醒.csv')
  const sheet = phone.page.getByRole('dialog', { name: '发送文件' })
  const [download] = await Promise.all([phone.page.waitForEvent('download'), sheet.getByText('存到电脑').tap()])
  expect(readFileSync(await download.path(), 'utf8')).toContain(openidOf('林夏'))
})
