import { openidOf, PATROL } from './product'
import { withPhones } from './with-phones'

const { product, open } = withPhones()

it('an owner gives somebody a role and takes it away', async () => {
  const phone = await open('陈经理', 'admin/settings/settings')
  await phone.tap('添加成员')
  await phone.waitForPage('admin/add-member/add-member')
  await phone.row('孙丽').tap()
  await phone.page.getByRole('button', { name: /^推送者/ }).tap()
  await phone.waitForPage('admin/settings/settings')
  await phone.tap('孙丽，推送者')
  await phone.page.getByRole('button', { name: '移除' }).tap()
  await phone.see('已移除')
  expect(await product().client.documents('members', { _id: openidOf('孙丽') })).toEqual([])
})

it('an owner sees a member’s openid in full on demand, and that she looked stands in the audit', async () => {
  const phone = await open('陈经理', 'admin/settings/settings')
  await phone.see('周管家')
  expect(await phone.page.getByText(openidOf('周管家')).count()).toBe(0)
  await phone.tap('周管家，推送者')
  await phone.page.getByRole('button', { name: '显示完整 openid' }).tap()
  await phone.see(new RegExp(openidOf('周管家')))
  expect(await product().client.documents('audit', { action: 'showOpenid' })).toHaveLength(1)
})

it('the last owner stays', async () => {
  const phone = await open('陈经理', 'admin/settings/settings')
  await phone.tap('陈经理，所有者')
  await phone.page.getByRole('button', { name: '移除' }).tap()
  await phone.see('这是最后一位所有者')
})

it('an owner switches a kind off, and users are not asked for it any more', async () => {
  const phone = await open('陈经理', 'admin/settings/settings')
  await phone.page.getByRole('switch', { name: '启用室内环境提醒' }).tap()
  await phone.settled()
  const hers = await open('林夏')
  await hers.see('巡检任务提醒')
  expect(await hers.page.getByText('室内环境提醒').count()).toBe(0)
})

it('an owner pulls the templates from WeChat', async () => {
  const phone = await open('陈经理', 'admin/settings/settings')
  await phone.tap('从微信同步')
  await phone.see('都是最新的')
})

it('an owner reads what a sync would change before she agrees, and tries a kind out with its sample', async () => {
  const { title } = await product().client.post<{ title: string }>('/emulator/templates', { title: '停水通知', content: '地点:{{thing1.DATA}}\n时间:{{time2.DATA}}' })
  const phone = await open('陈经理', 'admin/settings/settings')
  await phone.tap('从微信同步')
  const sheet = phone.page.getByRole('dialog', { name: '同步会改这些' })
  await sheet.waitFor()
  expect(await sheet.textContent()).toMatch(/停水通知.*新增.*地点、时间.*正在发的推送不受影响/s)
  expect(await product().client.documents('templates', { title })).toEqual([])
  await phone.page.getByRole('button', { name: '同步', exact: true }).tap()
  await phone.see('新增 1 个，启用后才能用')
  await phone.page.getByRole('link', { name: '停水通知的设置' }).tap()
  await phone.waitForPage('admin/kind/kind')
  await phone.see('示例内容')
  await phone.page.getByRole('switch', { name: '启用停水通知' }).tap()
  await phone.tap('用样例发给自己试试')
  await phone.see('你自己还没有授权这类提醒')
})

it('a template without its id is marked, and mended by pasting one', async () => {
  const id = await product().templateId(PATROL)
  await product().client.asUser({ openid: openidOf('陈经理'), nickname: '' }, 'push', { action: 'saveTemplate', key: PATROL, templateId: '' })
  const phone = await open('陈经理', 'admin/settings/settings')
  await phone.see('待填 ID')
  await phone.page.getByRole('link', { name: '巡检任务提醒的设置' }).tap()
  await phone.waitForPage('admin/kind/kind')
  await phone.type('模板 ID', id)
  await phone.tap('保存')
  await phone.see('已保存')
})

it('a viewer sees the settings and changes nothing', async () => {
  const phone = await open('吴会计', 'admin/settings/settings')
  await phone.see('关于这个环境')
  expect(await phone.page.getByRole('switch').count()).toBe(0)
  expect(await phone.page.getByText('添加成员').count()).toBe(0)
})
