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
