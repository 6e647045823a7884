import { chooseAndFillIn } from './compose'
import { PATROL_DATA } from './product'
import { withPhones } from './with-phones'

const { product, open } = withPhones()

it('林夏 agrees with one tap, 周管家 pushes to her, and the card opens at her message', async () => {
  const hers = await open('林夏')
  await hers.see('有事提醒你')
  const calls = hers.watchCalls()
  await hers.tap('开启提醒（4 类）')
  await hers.allow()
  await hers.see('已同意，可再收到 1 条')
  expect(calls.map((call) => call.data.action)).toEqual(['record'])
  expect(await product().credits('林夏')).toBe(1)

  const his = await open('周管家', 'pages/profile/profile')
  await his.text('推送管理').tap()
  await his.waitForPage('admin/overview/overview')
  await his.tap('选人推送')
  await his.waitForPage('admin/recipients/recipients')
  const row = his.row('林夏')
  expect(await row.textContent()).toMatch(/林夏.*oDem…000C.*可接收 1 条/s)
  await chooseAndFillIn(his, '林夏')
  await his.tap('发送')
  const sheet = his.page.getByRole('dialog', { name: '是否推送给他/她？' })
  await sheet.waitFor()
  expect(await sheet.textContent()).toMatch(/林夏.*会用掉对方 1 次授权.*不能撤回/s)
  await his.tap('确认推送')
  await his.waitForPage('admin/result/result')
  await his.see('已发送')
  await his.waitForPage('admin/recipients/recipients')
  expect(await his.pages()).toEqual(['pages/profile/profile', 'admin/overview/overview', 'admin/recipients/recipients'])

  const [card] = await product().inbox('林夏')
  expect(card?.title).toBe('巡检任务提醒')
  expect(card?.lines.find(({ label }) => label === '巡查地点')?.value).toBe(PATROL_DATA.thing1)
  expect(card?.page).toMatch(/^pages\/message\/message\?id=/)
  expect(await product().credits('林夏')).toBe(0)

  const landed = await open('林夏', card?.page)
  await landed.see(PATROL_DATA.thing1)
  await landed.see('下次还提醒我吗？')
  await landed.tap('继续提醒我')
  await landed.allow()
  await landed.see('还可接收 1 条')

  await his.goBack()
  await his.waitForPage('admin/overview/overview')
  await his.text('林夏').tap()
  await his.waitForPage('admin/detail/detail')
  await his.see('已打开')
})

it('the first screen needs one call', async () => {
  const phone = await open('林夏')
  const calls = phone.watchCalls()
  await phone.page.reload()
  await phone.see('巡检任务提醒')
  expect(calls.map((call) => call.data.action)).toEqual(['overview'])
})

it('a card that is opened by itself leads home, and to where the reader wants', async () => {
  await product().push('张伟')
  const [card] = await product().inbox('张伟')
  const phone = await open('张伟', card?.page)
  await phone.see('发给你')
  expect(await phone.pages()).toEqual(['pages/message/message'])
  await phone.tap('返回首页')
  await phone.waitForPage('pages/subscribe/subscribe')
})

it('messages are listed by day with a dot until they are read, and open from the list', async () => {
  await product().push('张伟')
  const phone = await open('张伟', 'pages/messages/messages')
  await phone.see('今天')
  const card = phone.page.getByRole('link', { name: /^未读，巡检任务提醒/ })
  await card.tap()
  await phone.waitForPage('pages/message/message')
  await phone.goBack()
  await phone.waitForPage('pages/messages/messages')
  await phone.page.getByRole('link', { name: /^巡检任务提醒/ }).waitFor()
})

it('a message of somebody else, or none, is told in words with a way out', async () => {
  const { messages } = await product().push('张伟')
  const phone = await open('林夏', `pages/message/message?id=${encodeURIComponent(messages[0]?.id ?? '')}`)
  await phone.see('这条消息不在了')
  await phone.tap('看看其他消息')
  await phone.waitForPage('pages/messages/messages')
  await phone.see('还没有消息')
})
