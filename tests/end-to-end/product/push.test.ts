import { chooseAndFillIn, composePage, fillInPatrol } from './compose'
import { PATROL_DATA } from './product'
import { withPhones } from './with-phones'

const { product, open } = withPhones()

async function sent(nickname: string): Promise<number> {
  return (await product().inbox(nickname)).length
}

it('sends once when «确认推送» is tapped twice', async () => {
  await product().agree('林夏')
  await product().agree('林夏')
  const phone = await open('周管家', composePage('林夏'))
  await fillInPatrol(phone)
  await phone.tap('发送')
  const button = phone.button('确认推送')
  await button.waitFor()
  const release = await phone.holdCalls('create')
  const calls = phone.watchCalls()
  const { x, y, width, height } = (await button.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
  for (let tap = 0; tap < 2; tap += 1) await phone.page.touchscreen.tap(x + width / 2, y + height / 2)
  release()
  await phone.waitForPage('admin/result/result')
  expect(calls.filter((call) => call.data.action === 'create')).toHaveLength(1)
  expect(await sent('林夏')).toBe(1)
})

it('sends once when the reply was lost and the admin tries again', async () => {
  await product().agree('林夏')
  await product().agree('林夏')
  const phone = await open('周管家', composePage('林夏'))
  await fillInPatrol(phone)
  await phone.tap('发送')
  await phone.button('确认推送').waitFor()
  await phone.loseAnswers('create', 1)
  await phone.tap('确认推送')
  await phone.see('再点一次也只会发一条')
  expect(await sent('林夏')).toBe(1)
  await phone.tap('重试')
  await phone.see('没有重复发送')
  expect(await sent('林夏')).toBe(1)
})

it('sends once when the reply was lost and the app was closed before trying again', async () => {
  await product().agree('林夏')
  await product().agree('林夏')
  const phone = await open('周管家', composePage('林夏'))
  await fillInPatrol(phone)
  await phone.tap('发送')
  await phone.button('确认推送').waitFor()
  await phone.loseAnswers('create', 1)
  await phone.tap('确认推送')
  await phone.see('再点一次也只会发一条')
  await phone.page.reload()
  await phone.see('上次发送没有等到答复')
  await phone.tap('发送')
  await phone.tap('确认推送')
  await phone.see('没有重复发送')
  expect(await sent('林夏')).toBe(1)
})

it('does not send a second, changed message behind one whose reply was lost, unless asked', async () => {
  await product().agree('林夏')
  await product().agree('林夏')
  const phone = await open('周管家', composePage('林夏'))
  await fillInPatrol(phone)
  await phone.tap('发送')
  await phone.button('确认推送').waitFor()
  await phone.loseAnswers('create', 1)
  await phone.tap('确认推送')
  await phone.see('再点一次也只会发一条')
  await phone.tap('取消')
  await phone.type('巡查地点', '5 号楼配电房')
  await phone.tap('发送')
  await phone.tap('确认推送')
  await phone.see('刚才那条已经提交过了')
  expect(await sent('林夏')).toBe(1)
  await phone.page.getByRole('button', { name: '再发一条' }).tap()
  await phone.tap('确认推送')
  await phone.see('已发送')
  expect(await sent('林夏')).toBe(2)
})

it('says what 43101 means and what to do, and lets the form be sent again', async () => {
  await product().agree('林夏')
  await product().faults({ send: { errors: [{ errcode: 43101, times: 1 }] } })
  const phone = await open('周管家', 'admin/recipients/recipients')
  await chooseAndFillIn(phone, '林夏')
  await phone.tap('发送')
  await phone.tap('确认推送')
  await phone.see('失败')
  await phone.see('对方未授权推送')
  await phone.see('错误码 43101')
  await phone.tap('返回修改')
  await phone.waitForPage('admin/compose/compose')
  await product().agree('林夏')
  await phone.tap('发送')
  await phone.tap('确认推送')
  await phone.see('已发送')
})

it('warns before a push to somebody who has nothing left, and does not send it', async () => {
  const phone = await open('周管家', composePage('孙丽'))
  await fillInPatrol(phone)
  await phone.tap('发送')
  await phone.see('对方没有剩余授权，多半发不出去')
  await phone.tap('确认推送')
  await phone.see('对方未授权推送')
  expect(await sent('孙丽')).toBe(0)
})

it('shows every fault under its field before anything is asked', async () => {
  const phone = await open('周管家', composePage('林夏'))
  const calls = phone.watchCalls()
  await phone.type('巡查地点', '3 号楼地下车库一层西北角消防栓旁边的配电间里面')
  await phone.type('负责人', '张伟2')
  await phone.tap('发送')
  await phone.see('有 5 处要改')
  await phone.see('「巡查地点」有 24 个字，超出 4 个')
  await phone.see('「负责人」的格式不对')
  for (const label of ['巡查时间', '任务状态', '任务编号']) await phone.see(`「${label}」还没有填`)
  expect(calls).toEqual([])
  expect(await phone.page.getByRole('dialog').count()).toBe(0)
})

it('tells in words what the cloud finds wrong, before and after sending', async () => {
  await product().agree('林夏')
  await product().faults({ send: { errors: [{ errcode: 45168, times: 1 }] } })
  const phone = await open('周管家', composePage('林夏'))
  await fillInPatrol(phone)
  await phone.tap('高级设置')
  await phone.type('页面路径', 'https://example.com')
  await phone.tap('发送')
  await phone.see('页面路径要像')
  await phone.type('页面路径', '')
  await phone.tap('发送')
  await phone.tap('确认推送')
  await phone.see('敏感词')
})

it('lets WeChat decide about a text that only we doubt, and shows what it said', async () => {
  await product().agree('林夏')
  const phone = await open('周管家', composePage('林夏'))
  await fillInPatrol(phone)
  expect(await phone.page.getByRole('switch', { name: '仍按原文发送' }).count()).toBe(0)
  await phone.type('巡查地点', '车库🎉')
  await phone.tap('发送')
  await phone.see('「巡查地点」的格式不对')
  await phone.page.getByRole('switch', { name: '仍按原文发送' }).tap()
  await phone.tap('发送')
  await phone.tap('确认推送')
  await phone.see('字段「巡查地点」（thing1）有问题')
})

it('shows the card as it grows', async () => {
  const phone = await open('周管家', composePage('林夏'))
  await phone.type('巡查地点', PATROL_DATA.thing1)
  const card = phone.page.getByRole('group', { name: '巡检任务提醒' })
  expect(await card.textContent()).toContain(PATROL_DATA.thing1)
  expect(await card.textContent()).toContain('待填写')
})

it('does not promise what nobody knows', async () => {
  await product().agree('林夏')
  await product().faults({ send: { lostReplies: 1 } })
  const phone = await open('周管家', composePage('林夏'))
  await fillInPatrol(phone)
  await phone.tap('发送')
  await phone.tap('确认推送')
  await phone.see('不确定')
  await phone.tap('看看详情')
  await phone.waitForPage('admin/detail/detail')
  await phone.see('不确定')
})

it('tries a message on oneself first, and says how to become able to', async () => {
  const phone = await open('周管家', composePage('林夏'))
  await fillInPatrol(phone)
  await phone.tap('发给自己试试')
  await phone.see('已发给你自己')
  expect(await sent('周管家')).toBe(1)
  await phone.page.getByRole('button', { name: '知道了' }).tap()
  await phone.tap('发给自己试试')
  await phone.see('你自己还没有授权这类提醒')
})

it('keeps what was written when the admin goes back, and forgets it on demand', async () => {
  await product().agree('林夏')
  const phone = await open('周管家', 'admin/recipients/recipients')
  await phone.row('林夏').tap()
  await phone.waitForPage('admin/compose/compose')
  await phone.type('巡查地点', PATROL_DATA.thing1)
  await phone.goBack()
  await phone.row('林夏').tap()
  await phone.see('已填好上次的内容')
  await phone.see(PATROL_DATA.thing1)
  await phone.tap('重新写')
  await phone.page.getByText(PATROL_DATA.thing1).waitFor({ state: 'hidden' })
})

it('tells a viewer that pushing is not for her before she has filled in anything', async () => {
  const phone = await open('吴会计', composePage('林夏'))
  await phone.see('你是查看者，不能推送')
  expect(await phone.page.getByRole('textbox').count()).toBe(0)
  await phone.tap('回到推送管理')
  await phone.waitForPage('admin/overview/overview')
  const list = await open('吴会计', 'admin/recipients/recipients')
  await list.see('可以看谁能接收，不能推送')
  await list.page.getByRole('group', { name: /^林夏/ }).waitFor()
  expect(await list.page.getByRole('link').count()).toBe(0)
})

it('stays on what came of it as long as one reads, and goes back on demand', async () => {
  await product().agree('林夏')
  const phone = await open('周管家', 'admin/recipients/recipients')
  await chooseAndFillIn(phone, '林夏')
  await phone.tap('发送')
  await phone.tap('确认推送')
  await phone.see(/[1-8] 秒后回到选人/)
  await phone.tap('先不返回')
  await phone.page.getByText('秒后回到选人').waitFor({ state: 'hidden' })
  await phone.tap('完成')
  await phone.waitForPage('admin/recipients/recipients')
})

it('says the rule of a field also where something is wrong with it, and keeps the card in sight', async () => {
  const phone = await open('周管家', composePage('林夏'), { width: 320, height: 568 })
  await phone.type('任务编号', '编号')
  await phone.see('「任务编号」的格式不对')
  // The hint stands above what is wrong.
  await phone.see(/^最多 32 个字母/)
  await phone.page.getByRole('textbox', { name: '任务编号' }).focus()
  const card = await phone.page.getByRole('group', { name: '巡检任务提醒' }).boundingBox()
  const input = await phone.page.getByRole('textbox', { name: '任务编号' }).boundingBox()
  expect(card && input && card.y >= 0 && card.y + card.height <= input.y).toBe(true)
})

it('shuts the admin pages to those without a role, in words', async () => {
  for (const path of ['admin/overview/overview', 'admin/recipients/recipients', 'admin/history/history', 'admin/settings/settings', composePage('张伟')]) {
    const phone = await open('林夏', path)
    await phone.see('你不是管理成员')
  }
  const phone = await open('林夏', 'pages/profile/profile')
  await phone.see('我的数据')
  expect(await phone.page.getByText('推送管理').count()).toBe(0)
})

it('finds people by a part of the name or the end of the openid, and by what they can receive', async () => {
  const phone = await open('周管家', 'admin/recipients/recipients')
  await phone.page.getByRole('textbox', { name: '搜索用户' }).fill('欧阳')
  await phone.see('共 1 人')
  await phone.page.getByRole('textbox', { name: '搜索用户' }).fill('000C')
  await phone.row('林夏').waitFor()
  await phone.page.getByRole('textbox', { name: '搜索用户' }).fill('没有这个人')
  await phone.see('没有找到「没有这个人」')
  await phone.tap('看全部')
  await phone.page.getByRole('radio', { name: '可接收', exact: true }).tap()
  await phone.see('共 3 人')
})

it('loads a long list of people as it is scrolled', async () => {
  for (let index = 0; index < 30; index += 1) {
    const nickname = `住户 ${index} 号楼一位名字特别长的业主`.slice(0, 20)
    await product().client.asUser({ openid: `oLongListUser_${String(index).padStart(13, '0')}`, nickname }, 'subscribe', { action: 'profile', nickname })
  }
  const phone = await open('周管家', 'admin/recipients/recipients')
  await phone.see('上滑看更多')
  while (!(await phone.text('共 42 人').isVisible())) {
    await phone.page.mouse.move(180, 500)
    await phone.page.mouse.wheel(0, 900)
    await phone.settled()
  }
})
