import app from '../../../miniprogram/app.json'
import { PEOPLE } from '../../../demo/people'
import { type Phone } from './phone'
import { openidOf } from './product'
import { withPhones } from './with-phones'

const { product, open } = withPhones()

const ADMIN_PAGES = app.subPackages.flatMap(({ root, pages }) => pages.map((page) => `${root}/${page}`))

/** Addresses with something real in them, where a page needs it to show anything. */
async function addresses(): Promise<string[]> {
  const { pushId, messages } = await product().push('张伟')
  const queries: Record<string, string> = {
    'admin/push/push': `?id=${pushId}`,
    'admin/result/result': `?pushId=${pushId}`,
    'admin/detail/detail': `?id=${encodeURIComponent(messages[0]?.id ?? '')}`,
    'admin/compose/compose': `?openid=${openidOf('张伟')}&template=patrol-assigned`,
    'admin/kind/kind': '?key=patrol-assigned',
  }
  return ADMIN_PAGES.map((page) => `${page}${queries[page] ?? ''}`)
}

/** The names of others that the page shows. */
async function namesOn(phone: Phone, own: string): Promise<string[]> {
  const words = (await phone.page.locator('.mp-view').last().textContent()) ?? ''
  return PEOPLE.map(({ nickname }) => nickname).filter((nickname) => nickname !== own && words.includes(nickname))
}

it.each(['林夏', '吴会计'])('%s, who is no member or none any more, types the address of every admin page and sees nobody', async (nickname) => {
  const paths = await addresses()
  if (nickname === '吴会计') await product().client.asUser({ openid: openidOf('陈经理'), nickname: '' }, 'push', { action: 'revoke', openid: openidOf(nickname) })
  const phone = await open(nickname, 'pages/profile/profile')
  expect(await phone.page.getByText('推送管理').count()).toBe(0)
  const seen: [string, string[]][] = []
  for (const path of paths) {
    await phone.launch(path)
    await phone.settled()
    seen.push([path, await namesOn(phone, nickname)])
  }
  expect(seen.filter(([, names]) => names.length > 0)).toEqual([])
})

it.each<[string, string, RegExp]>([
  ['吴会计', 'viewer', /^(全部停止|解除|选人推送|发送|取消推送|暂停|批准|邀请成员|添加成员|从微信同步|保存)$/],
  ['周管家', 'sender', /^(全部停止|解除|邀请成员|添加成员|从微信同步|保存)$/],
])('%s, a %s, opens every admin page and is offered nothing that is not hers to do', async (nickname, _role, forbidden) => {
  const paths = (await addresses()).filter((path) => !/compose|paste|recipients|invite|add-member/.test(path))
  const phone = await open(nickname, 'pages/profile/profile')
  const offered: [string, number][] = []
  for (const path of paths) {
    await phone.launch(path)
    await phone.settled()
    offered.push([path, await phone.page.getByRole('button', { name: forbidden }).filter({ visible: true }).count()])
  }
  expect(offered.filter(([, count]) => count > 0)).toEqual([])
})

it('陈经理, an owner, opens every page of the mini-program and is refused on none', async () => {
  const paths = [...app.pages, ...(await addresses())]
  const phone = await open('陈经理', 'pages/profile/profile')
  const refused: [string, string][] = []
  for (const path of paths) {
    await phone.launch(path)
    await phone.settled()
    const words = (await phone.page.locator('.mp-view').last().textContent()) ?? ''
    const [refusal] = /不是管理成员|你的角色|只有.{1,6}可以|没有权限|网络繁忙|出了意料之外/.exec(words) ?? []
    if (refusal !== undefined || words.trim() === '') refused.push([path, refusal ?? 'empty'])
  }
  expect(refused).toEqual([])
})
