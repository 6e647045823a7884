import { type Phone } from './phone'
import { openidOf } from './product'
import { withPhones } from './with-phones'

const { product, open } = withPhones()

async function invite(owner: Phone, role: string): Promise<string> {
  await owner.page.getByRole('radio', { name: new RegExp(`^${role}`) }).filter({ visible: true }).tap()
  await owner.tap('生成邀请码')
  const code = owner.page.getByLabel(/^邀请码 /)
  return (await code.innerText()).trim()
}

async function enter(phone: Phone, code: string): Promise<void> {
  await phone.type('邀请码', code)
  await phone.tap('接受邀请')
}

it('an owner invites by a code; a newcomer types it and finds the door to the admin pages', async () => {
  const owner = await open('陈经理', 'admin/settings/settings')
  await owner.tap('邀请成员')
  await owner.waitForPage('admin/invite/invite')
  await owner.see('没有。用掉、撤回和过期的不在这里')
  const code = await invite(owner, '推送者')
  await owner.see('推送者邀请')
  await owner.tap('分享给对方')
  await owner.page.getByRole('dialog', { name: '转发' }).getByRole('button', { name: '取消' }).tap()

  const newcomer = await open('孙丽', 'pages/profile/profile')
  await newcomer.see('我的数据')
  expect(await newcomer.page.getByText('推送管理').count()).toBe(0)
  await newcomer.page.getByText('收到了邀请码？').tap()
  await newcomer.waitForPage('pages/invitation/invitation')
  await enter(newcomer, 'AAAA-BBBB-CCCC-DDDD')
  await newcomer.see('邀请码不对')
  await enter(newcomer, code.toLowerCase())
  await newcomer.see('你现在是推送者')
  await newcomer.tap('以后再去')
  await newcomer.waitForPage('pages/profile/profile')
  await newcomer.see('推送者 · 推送消息')
  await newcomer.page.getByText('推送管理').tap()
  await newcomer.waitForPage('admin/overview/overview')
  expect(await product().client.documents('members', { _id: openidOf('孙丽') })).toMatchObject([{ role: 'sender', grantedBy: openidOf('陈经理') }])
})

it('a card brings its code along; used or withdrawn it is refused in words', async () => {
  const owner = await open('陈经理', 'admin/invite/invite')
  const used = await invite(owner, '查看者')
  const first = await open('孙丽', `pages/invitation/invitation?code=${used}`)
  await first.see('有人邀请你一起管理推送')
  await first.see(used)
  await first.tap('接受邀请')
  await first.see('你现在是查看者')
  const second = await open('赵磊', `pages/invitation/invitation?code=${used}`)
  await second.tap('接受邀请')
  await second.see('已经用过了')

  await owner.launch('admin/invite/invite')
  const withdrawn = await invite(owner, '查看者')
  await owner.tap('撤回查看者邀请')
  await owner.page.getByRole('button', { name: '撤回', exact: true }).tap()
  await owner.see('已撤回')
  await enter(second, withdrawn)
  await second.see('已经被撤回')
  expect(await product().client.documents('members', { _id: openidOf('赵磊') })).toEqual([])
})

it('who is a member of that rank already is told so, and the code stays good', async () => {
  const owner = await open('陈经理', 'admin/invite/invite')
  const code = await invite(owner, '查看者')
  await owner.launch(`pages/invitation/invitation?code=${code}`)
  await owner.tap('接受邀请')
  await owner.see('你已经是所有者')
  expect(await product().client.documents('invitations', { usedBy: openidOf('陈经理') })).toEqual([])
})
