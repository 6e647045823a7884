import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { barriersOn } from './accessibility'
import { type Phone } from './phone'
import { openidOf, PATROL } from './product'
import { withPhones } from './with-phones'

/** `SCREENSHOTS=1` leaves pictures, to be looked at. */
const DIR = join(__dirname, '../../screenshots')

const { product, open } = withPhones()

async function look(phone: Phone, name: string, hasCover = false): Promise<void> {
  expect(await barriersOn(phone, hasCover)).toEqual([])
  if (process.env.SCREENSHOTS === undefined) return
  mkdirSync(DIR, { recursive: true })
  await phone.page.bringToFront()
  for (const theme of ['light', 'dark'] as const)
    for (const width of [320, 375, 430]) {
      await phone.showAs({ width, height: hasCover ? 812 : 1400, theme })
      await phone.page.screenshot({ path: join(DIR, `${name}-${width}-${theme}.png`) })
    }
  await phone.showAs({})
}

const sheet = (phone: Phone) => phone.page.getByRole('dialog', { name: '转发' })

/** Sends the card to a chat. @returns which page it opens */
async function send(phone: Phone): Promise<string> {
  const path = await sheet(phone).getByText(/^\/pages\/subscribe/).innerText()
  await sheet(phone).getByRole('button', { name: '发送给朋友' }).tap()
  await phone.settled()
  return path.replace(/^\//, '')
}

it('a sender asks those who cannot receive: one of them opens the card, finds the kind ticked, and taps once; the sender sees her counted', async () => {
  const sender = await open('周管家', 'admin/recipients/recipients')
  await sender.page.getByRole('radio', { name: '不可接收' }).filter({ visible: true }).tap()
  await sender.tap('请他们开启')
  await sender.see('转发后，这里会写有几人开启')
  await look(sender, 'invite', true)
  await sender.tap('转发邀请卡片')
  await sheet(sender).getByText('请开启「巡检任务提醒」，以后有消息就能收到').waitFor()
  const path = await send(sender)
  expect(path).toMatch(/\?kinds=patrol-assigned&from=\w+$/)

  const hers = await open('刘洋', path)
  await hers.see('有人请你开启「巡检任务提醒」，已经替你勾好，点下面的按钮就行。')
  await look(hers, 'invited')
  expect(await hers.page.getByRole('checkbox', { checked: true }).count()).toBe(1)
  await hers.tap('开启提醒')
  await hers.panel.waitFor()
  expect(await hers.panel.textContent()).not.toContain('报修进度通知')
  await hers.allow()
  await hers.see('已同意，可再收到 1 条')
  expect(await product().credits('刘洋')).toBe(1)
  const [answer] = await product().client.documents<{ evidence: { from: string } }>('answers', { openid: openidOf('刘洋'), source: 'page', choice: 'accept' })
  expect(path).toContain(`from=${answer?.evidence.from}`)

  await sender.tap('关闭')
  await sender.tap('请他们开启')
  await sender.see('已有 1 人打开，1 人开启')
})

it('the card asks whoever cannot receive from everywhere that says so: the person, her result, her message, the reach of the kind', async () => {
  const pushId = await refused('刘洋')
  const phone = await open('周管家', `admin/result/result?pushId=${pushId}&name=%E5%88%98%E6%B4%8B`)
  await phone.tap('请对方开启一次')
  const path = await send(phone)
  await look(phone, 'result-invite')
  await phone.launch(`admin/detail/detail?id=${encodeURIComponent(`${pushId}:${openidOf('刘洋')}`)}`)
  await phone.see('现在没有剩余授权')
  await look(phone, 'detail-invite')
  await phone.tap('请刘洋再开启一次')
  await send(phone)
  await open('刘洋', path)
  await phone.launch(`admin/reach/reach?template=${PATROL}`)
  await phone.see('已有 1 人打开，0 人开启')
  await look(phone, 'reach-invite')
  await phone.launch('admin/recipients/recipients')
  await phone.row('刘洋').tap()
  await phone.see('已有 1 人打开，0 人开启')
})

it('copies the names of those who can be asked, and not of who said no', async () => {
  await product().client.asUser({ openid: openidOf('孙丽'), nickname: '' }, 'subscribe', { action: 'stop', template: PATROL })
  const phone = await open('周管家', `admin/reach/reach?template=${PATROL}`)
  await phone.tap('复制名单')
  await phone.see(/^复制了 \d+ 个名字/)
  const copied = await phone.page.evaluate(() => navigator.clipboard.readText().catch(() => ''))
  if (copied !== '') expect([copied.includes('刘洋'), copied.includes('孙丽'), copied.includes('张伟')]).toEqual([true, false, false])
})

it('a viewer finds no card to share', async () => {
  const phone = await open('吴会计', `admin/reach/reach?template=${PATROL}`)
  await phone.see('转发给大家')
  expect(await phone.page.getByRole('button', { name: '转发邀请卡片' }).count()).toBe(0)
})

/** Somebody was pushed to who has no authorization. */
async function refused(nickname: string): Promise<string> {
  const data = { thing1: '车库', time2: '2026年12月1日 09:00', name3: '张伟', phrase4: '等待巡查', character_string5: 'XJ-1' }
  const { pushId } = await product().client.asUser<{ pushId: string }>({ openid: openidOf('周管家'), nickname: '' }, 'push', { action: 'create', template: PATROL, data, to: [openidOf(nickname)] })
  return pushId
}
