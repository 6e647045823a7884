import { openidOf } from './product'
import { withPhones } from './with-phones'

const { product, open } = withPhones()

const asOwner = (data: object): Promise<unknown> => product().client.asUser({ openid: openidOf('陈经理'), nickname: '' }, 'push', data)

it('an owner reads what was done and what was refused, filters it, and verifies that none of it was changed', async () => {
  await asOwner({ action: 'grant', openid: openidOf('孙丽'), role: 'viewer' })
  await product().client.asUser({ openid: openidOf('林夏'), nickname: '' }, 'push', { action: 'members' }).catch(() => undefined)
  const phone = await open('陈经理', 'admin/settings/settings')
  await phone.page.getByRole('link', { name: /操作记录/ }).tap()
  await phone.waitForPage('admin/audit/audit')
  await phone.see('孙丽 → 查看者')
  await phone.see('没有权限')
  await phone.page.getByRole('radio', { name: '没有成功' }).tap()
  await phone.settled()
  expect(await phone.page.getByText('孙丽 → 查看者').count()).toBe(0)
  await phone.see('查看成员')
  await phone.page.getByRole('button', { name: '校验' }).tap()
  await phone.see(/完整：\d+ 条，一环扣一环/)
  await phone.page.getByRole('button', { name: '复制导出' }).tap()
  await phone.see(/已复制 \d+ 条/)
})

it('an owner is told when the end that this phone saw is not in the records any more, until she says that it is all right', async () => {
  await asOwner({ action: 'grant', openid: openidOf('孙丽'), role: 'viewer' })
  const phone = await open('陈经理', 'admin/audit/audit')
  await phone.page.getByRole('button', { name: '校验' }).tap()
  await phone.see(/完整：\d+ 条/)
  await product().reset()
  await phone.page.getByRole('button', { name: '校验' }).tap()
  await phone.see(/不是原来的样子/)
  await phone.page.getByRole('button', { name: '以它为准' }).tap()
  await phone.page.getByRole('dialog').getByRole('button', { name: '以它为准' }).tap()
  await phone.see(/完整：\d+ 条/)
})

it('whoever is no owner is told so, by whatever way she comes', async () => {
  const sender = await open('周管家', 'admin/settings/settings')
  await sender.see('关于这个环境')
  expect(await sender.page.getByText('操作记录').count()).toBe(0)
  const typed = await open('周管家', 'admin/audit/audit')
  await typed.see('这一步需要所有者')
})
