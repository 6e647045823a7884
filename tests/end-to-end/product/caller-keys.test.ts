import { openidOf, PATROL, PATROL_DATA } from './product'
import { withPhones } from './with-phones'

const { product, open } = withPhones()

const PAGE = 'admin/caller-keys/caller-keys'
const notify = (callerKey: string, dedupe: string, more: object = {}): Promise<{ ok: boolean; outcome?: string; error?: { code: string } }> =>
  product().client.invoke('push', { action: 'notify', callerKey, template: PATROL, to: openidOf('张伟'), data: PATROL_DATA, dedupe, ...more }, { kind: 'console' })

it('an owner makes a key for a business function, which is shown once and works; withdrawn, what it set going waits for her word', async () => {
  const phone = await open('陈经理', 'admin/settings/settings')
  await phone.page.getByRole('link', { name: /业务密钥/ }).tap()
  await phone.waitForPage(PAGE)
  await phone.see('还没有。你们自己的云函数要发通知时，先在这里新建一把')
  await phone.tap('新建业务密钥')
  await phone.tap('生成密钥')
  await phone.see('先给它起个名字，例如「订单」')
  await phone.page.getByRole('textbox', { name: '名字' }).fill('订单')
  await phone.tap('生成密钥')
  await phone.see('「订单」的业务密钥')
  const [shown = ''] = (await phone.page.getByText(/^smk_/).first().textContent())?.match(/smk_\w+/) ?? []
  await phone.tap('复制密钥')
  expect(await notify(shown, 'one', { sendAt: Date.now() + 3_600_000 })).toMatchObject({ ok: true, outcome: 'queued' })

  await phone.launch(PAGE)
  await phone.see('今天 1 / 1000 条 · 全部模板')
  expect(await phone.page.getByText(/^smk_/).count()).toBe(0)
  await phone.tap('撤回订单的密钥')
  await phone.page.getByRole('button', { name: '撤回', exact: true }).last().tap()
  await phone.see('已撤回，1 条通知停下了')
  await phone.see('1 条通知停下了，等你决定')
  expect(await notify(shown, 'two')).toMatchObject({ ok: false, error: { code: 'forbidden' } })
  await phone.tap('取消')
  await phone.page.getByRole('button', { name: '取消它们' }).tap()
  await phone.see('已取消 1 条')
  expect(await product().client.documents('pushes', { notice: true })).toMatchObject([{ state: 'cancelled', by: { kind: 'caller', key: '订单' } }])
})

it('members find notices where they ask for them, and read who sent them', async () => {
  const { key } = await product().client.asUser<{ key: string }>({ openid: openidOf('陈经理'), nickname: '' }, 'push', { action: 'createCallerKey', name: '库存', perDay: 10 })
  await notify(key, 'three', { sendAt: Date.now() + 3_600_000 })
  const phone = await open('周管家', 'admin/history/history')
  await phone.settled()
  expect(await phone.page.getByText('业务函数 · 库存').count()).toBe(0)
  await phone.launch('admin/history/history?by=notices')
  await phone.see(/业务函数 · 库存/)
})
