import { chooseAndFillIn } from './compose'
import { openidOf, PATROL, PATROL_DATA } from './product'
import { withPhones } from './with-phones'

// For the project that is started below: two people are more than one member decides on alone.
process.env['APPROVAL_ABOVE'] = '1'
afterAll(() => {
  delete process.env['APPROVAL_ABOVE']
})

const { product, open } = withPhones()

const CHEN = { openid: openidOf('陈经理'), nickname: '' }
const ZHOU = { openid: openidOf('周管家'), nickname: '' }

interface Answer {
  ok: boolean
  pushId: string
  state: string
}

async function pushToTwo(): Promise<string> {
  const to = [openidOf('张伟'), openidOf('李静')]
  const { pushId, state } = (await product().client.asUser(ZHOU, 'push', { action: 'create', template: PATROL, data: PATROL_DATA, to })) as unknown as Answer
  expect(state).toBe('pending')
  return pushId
}

const cards = async (nickname: string): Promise<number> => (await product().inbox(nickname)).length

it('周管家 cannot send to many alone: 陈经理 sees what it says and to how many, and agrees', async () => {
  const pushId = await pushToTwo()
  const his = await open('周管家', `admin/push/push?id=${pushId}`)
  await his.see('等待批准')
  await his.see('另一位成员')
  expect(await his.page.getByRole('button', { name: '批准' }).count()).toBe(0)

  const boss = await open('陈经理', 'admin/overview/overview')
  await boss.text('等待批准').tap()
  await boss.waitForPage('admin/push/push')
  for (const words of [PATROL_DATA.thing1, '2 人', '名单里的人']) await boss.see(words)
  await boss.tap('批准')
  await boss.see('批准发给 2 人？')
  await boss.page.getByRole('dialog').getByRole('button', { name: '批准' }).tap()
  await boss.see('已完成')
  for (const nickname of ['张伟', '李静']) expect(await cards(nickname)).toBe(1)
})

it('陈经理 stops everything: every admin page says so, nothing goes out, until she lets it go on', async () => {
  const boss = await open('陈经理', 'admin/overview/overview')
  await boss.tap('全部停止')
  await boss.see('直到所有者解除')
  await boss.page.getByRole('dialog').getByRole('button', { name: '全部停止' }).tap()
  await boss.see('已全部停止')

  const his = await open('周管家', 'admin/recipients/recipients')
  await his.see('已全部停止，现在什么都不会发出')
  await his.see(/^陈经理 · 今天/)
  expect(await his.page.getByRole('button', { name: '解除' }).count()).toBe(0)
  await chooseAndFillIn(his, '张伟')
  await his.tap('发送')
  await his.tap('确认推送')
  await his.see('请等所有者解除后再推送')
  expect(await cards('张伟')).toBe(0)

  await boss.tap('解除')
  await boss.see('停下的推送会接着发')
  await boss.page.getByRole('dialog').getByRole('button', { name: '解除' }).tap()
  await boss.see('已解除')
  expect(await boss.page.getByText('已全部停止').count()).toBe(0)
  const { standstill } = (await product().client.asUser(CHEN, 'push', { action: 'standstill' })) as { standstill?: object }
  expect(standstill).toBeUndefined()
})
