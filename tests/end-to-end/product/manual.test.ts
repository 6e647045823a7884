import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fillInPatrol } from './compose'
import { type Phone } from './phone'
import { openidOf, PATROL, PATROL_DATA } from './product'
import { withPhones } from './with-phones'

/** `PICTURES=1 npx jest manual` takes the pictures of the manual anew, on the way that its text leads. */
const takesPictures = process.env.PICTURES !== undefined

const DOCS = join(__dirname, '../../../docs')
const PICTURES = join(DOCS, 'pictures/manual')
const MANUAL = readFileSync(join(DOCS, '管理员手册.md'), 'utf8')
const SHOWN = [...MANUAL.matchAll(/\]\(pictures\/manual\/([\w-]+)\.jpg\)/g)].map(([, name = '']) => name)

const MAX_BYTES = 60_000

const { product, open: openAnyPhone } = withPhones()
/** Somewhat shorter than the usual one: the pictures stay small. */
const open = (who: string, path?: string): Promise<Phone> => openAnyPhone(who, path, { height: 740 })
const taken: string[] = []

/** What moves has come to rest; then the picture, where they are wanted. */
async function picture(phone: Phone, name: string): Promise<void> {
  taken.push(name)
  if (!takesPictures) return
  mkdirSync(PICTURES, { recursive: true })
  await phone.settled()
  await phone.page.bringToFront()
  await phone.page.screenshot({ path: join(PICTURES, `${name}.jpg`), type: 'jpeg', quality: 32, animations: 'disabled' })
}

it('a user agrees, as the manual tells', async () => {
  const phone = await open('林夏')
  await phone.tap('开启提醒（4 类）')
  await phone.panel.waitFor()
  await picture(phone, 'consent')
  await phone.allow()
})

it('an admin picks somebody, fills in, tries out, confirms and reads what came of it', async () => {
  await product().push('张伟')
  const phone = await open('周管家', 'admin/overview/overview')
  await phone.see('还能发给多少人')
  await picture(phone, 'overview')
  await phone.tap('选人推送')
  await phone.waitForPage('admin/recipients/recipients')
  await phone.see('发给所有可接收的人')
  await picture(phone, 'recipients')
  await phone.row('张伟').tap()
  await phone.waitForPage('admin/compose/compose')
  await fillInPatrol(phone)
  await phone.text('对方会看到').evaluate((heading) => (heading as unknown as { scrollIntoView(): void }).scrollIntoView())
  await picture(phone, 'compose')
  await phone.tap('高级设置')
  await phone.see('没有授权也试一次')
  await phone.tap(/^发送$/)
  await phone.see('是否推送给他/她？')
  await picture(phone, 'confirm')
  await phone.tap('确认推送')
  await phone.waitForPage('admin/result/result')
  await picture(phone, 'result')
})

it('of a push to many she sees who did not get it, and why', async () => {
  for (const name of ['林夏', '孙丽', '欧阳明月']) await product().agree(name)
  await product().faults({ send: { lostReplies: 1, errors: [{ errcode: 43101, times: 1 }] } })
  const to = ['林夏', '孙丽', '张伟', '李静', '欧阳明月', '刘洋'].map(openidOf)
  const { pushId } = await product().client.asUser<{ pushId: string }>({ openid: openidOf('周管家'), nickname: '' }, 'push', { action: 'create', template: PATROL, data: PATROL_DATA, to })
  const phone = await open('周管家', `admin/push/push?id=${pushId}`)
  await phone.see('原因')
  await phone.see('复制结果')
  await picture(phone, 'push')
  await phone.launch('admin/history/history')
  await phone.row('巡检任务提醒').first().waitFor()
  await picture(phone, 'history')
})

it('of a kind she sees how many can still receive it', async () => {
  const phone = await open('周管家', 'admin/overview/overview')
  await phone.row('巡检任务提醒').tap()
  await phone.waitForPage('admin/reach/reach')
  await phone.see('给可接收的 3 人推送')
  await picture(phone, 'reach')
})

it('from a table each gets something of her own', async () => {
  const phone = await open('周管家', 'admin/paste/paste?template=bill-due')
  await phone.type('名单', '姓名\t应缴金额\n林夏\t￥236.50\n张伟\t￥198.00\n王小芳\t￥305.20')
  await phone.tap('下一步（3 行）')
  await phone.waitForPage('admin/table/table')
  await phone.see('认出 2 人')
  await picture(phone, 'table')
})

it('plans stand on a page of their own, and so does a person', async () => {
  const phone = await open('周管家', 'admin/recurring/recurring')
  await phone.see(/每月 \d+ 日 10:00/)
  await picture(phone, 'recurring')
  await phone.launch(`admin/person/person?openid=${openidOf('张伟')}`)
  await phone.see('能收到什么')
  await picture(phone, 'person')
})

it('whoever cannot receive is asked by a card', async () => {
  const phone = await open('周管家', 'admin/recipients/recipients')
  await phone.page.getByRole('radio', { name: '不可接收' }).filter({ visible: true }).tap()
  await phone.tap('请他们开启')
  await phone.see('转发后，这里会写有几人开启')
  await picture(phone, 'invite')
})

it('an owner sees to members and templates, and stops everything', async () => {
  const phone = await open('陈经理', 'admin/settings/settings')
  await phone.see('从微信同步')
  await picture(phone, 'settings')
  await phone.launch(`admin/kind/kind?key=${PATROL}`)
  await phone.see('什么时候发')
  await picture(phone, 'kind')
  await phone.launch('admin/overview/overview')
  await phone.tap('全部停止')
  await phone.page.getByRole('dialog').getByRole('button', { name: '全部停止' }).tap()
  await phone.see('已全部停止，现在什么都不会发出')
  await picture(phone, 'stopped')
})

it('every picture of the manual is taken here, and is small', () => {
  expect(SHOWN.slice().sort()).toEqual(taken.slice().sort())
  const missing = SHOWN.filter((name) => !existsSync(join(PICTURES, `${name}.jpg`)))
  const large = SHOWN.filter((name) => !missing.includes(name) && statSync(join(PICTURES, `${name}.jpg`)).size > MAX_BYTES)
  expect({ missing, large }).toEqual({ missing: [], large: [] })
})
