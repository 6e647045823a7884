import { withPhones } from './with-phones'

const { product, open } = withPhones()

it('says why somebody would get nothing, and what to do, before anything is written', async () => {
  const phone = await open('周管家', 'admin/recipients/recipients')
  await phone.row('刘洋').tap()
  await phone.see('刘洋还收不到')
  await phone.see('对方还没有同意过这类提醒')
  await phone.button('转发给对方，请他/她开启').waitFor()
  await phone.tap('仍要写消息')
  await phone.waitForPage('admin/compose/compose')
  await phone.see('刘洋')
})

it('takes all of a search at once, also those that were not scrolled to', async () => {
  const nickname = (index: number): string => `业主 ${String(index).padStart(3, '0')}`
  for (let index = 0; index < 24; index += 1) await product().client.asUser({ openid: `oOwner_${String(index).padStart(20, '0')}`, nickname: nickname(index) }, 'subscribe', { action: 'profile', nickname: nickname(index) })
  const phone = await open('周管家', 'admin/recipients/recipients')
  await phone.page.getByRole('textbox', { name: '搜索用户' }).fill('业主')
  await phone.see('上滑看更多')
  await phone.page.getByText('林夏').waitFor({ state: 'hidden' })
  await phone.tap('多选')
  await phone.tap('全选')
  await phone.see('已选 24 人')
  await phone.tap('看看已选的 24 人')
  await phone.tap('去掉业主 007')
  await phone.see('已选 23 人')
  await phone.tap('好了')
  await phone.tap('下一步')
  await phone.waitForPage('admin/compose/compose')
  await phone.see('已选 23 人')
})

it('takes all between two taps', async () => {
  const phone = await open('周管家', 'admin/recipients/recipients')
  await phone.tap('多选')
  const rows = phone.page.getByRole('checkbox')
  const names = (await rows.evaluateAll((all) => all.map((row) => (row as unknown as { getAttribute(name: string): string }).getAttribute('aria-label')))).slice(1, 5)
  await phone.tap('连选')
  await phone.see('先点第一位')
  await rows.nth(4).tap()
  await phone.see('再点最后一位')
  await rows.nth(1).tap()
  await phone.see('已选 4 人')
  for (const name of names) expect(await phone.page.getByRole('checkbox', { name, exact: true }).getAttribute('aria-checked')).toBe('true')
})
