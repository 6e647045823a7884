import { openidOf, PATROL, PATROL_DATA } from './product'
import { withPhones } from './with-phones'

const { product, open } = withPhones()

it('a user changes her name, which is how admins find her', async () => {
  const phone = await open('林夏', 'pages/profile/profile')
  await phone.page.getByRole('textbox', { name: '昵称' }).fill('林小夏')
  await phone.tap('保存')
  await phone.see('已保存')
  const [user] = await product().client.documents<{ nickname: string }>('users', { _id: openidOf('林夏') })
  expect(user?.nickname).toBe('林小夏')
})

it('shows the openid masked and copies it whole', async () => {
  const phone = await open('林夏', 'pages/profile/profile')
  await phone.see('openid oDem…000C')
  expect(await phone.page.getByText(openidOf('林夏')).count()).toBe(0)
  await phone.tap('复制我的 openid')
  await phone.see('内容已复制')
})

it('a user stops a kind, and it is not sent to her any more', async () => {
  const phone = await open('张伟', 'pages/profile/profile')
  await phone.tap('停止巡检任务提醒')
  await phone.page.getByRole('dialog').getByRole('button', { name: '停止' }).tap()
  await phone.see('已停止')
  const request = { action: 'create', template: PATROL, data: PATROL_DATA, to: [openidOf('张伟')] }
  const answer = await product().client.asUser({ openid: openidOf('周管家'), nickname: '' }, 'push', request)
  expect(answer).toMatchObject({ ok: true, messages: [{ state: 'skipped', reason: 'stopped' }] })
  expect(await product().inbox('张伟')).toEqual([])
})

it('a user takes a copy of her data', async () => {
  const phone = await open('张伟', 'pages/profile/profile')
  await phone.page.getByText('导出一份').tap()
  await phone.see('已复制你的数据')
  await phone.see(/授权 2 项、选择记录 \d+ 条、消息 0 条/)
})

it('a user erases her data, after typing that she means it', async () => {
  await product().push('张伟')
  const phone = await open('张伟', 'pages/profile/profile')
  await phone.page.getByText('全部删除').tap()
  const sheet = phone.page.getByRole('dialog', { name: '删除我的全部数据' })
  await sheet.getByRole('button', { name: '永久删除' }).tap()
  expect(await product().client.documents('authorizations', { openid: openidOf('张伟') })).not.toHaveLength(0)
  await sheet.getByRole('textbox').fill('删除')
  await sheet.getByRole('button', { name: '永久删除' }).tap()
  await phone.waitForPage('pages/subscribe/subscribe')
  await phone.see('你的数据已删除')
  for (const collection of ['authorizations', 'answers', 'messages'])
    expect([collection, await product().client.documents(collection, { openid: openidOf('张伟') })]).toEqual([collection, []])
})

it('a member is told that her role must go first', async () => {
  const phone = await open('周管家', 'pages/profile/profile')
  await phone.page.getByText('全部删除').tap()
  const sheet = phone.page.getByRole('dialog', { name: '删除我的全部数据' })
  await sheet.getByRole('textbox').fill('删除')
  await sheet.getByRole('button', { name: '永久删除' }).tap()
  await phone.see('你是管理成员，还不能删除数据')
})
