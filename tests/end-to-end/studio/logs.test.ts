import { GUEST, startStudio, type StudioTest } from './studio-page'

let studio: StudioTest
beforeAll(async () => {
  studio = await startStudio()
  const { wechat } = studio.emulator
  const { templateId } = wechat.addTemplate({ title: '到货通知', content: '商品:{{thing1.DATA}}' })
  await wechat.consent({ openid: GUEST, templateIds: [templateId] })
})
afterAll(() => studio?.close())

const runs = () => studio.panel().getByRole('list', { name: '调用记录' }).locator(':scope > li')

test('a tap is followed from the phone to the run of the function, and on to the card in the inbox', async () => {
  const { tab, panel, phone, goTo } = studio
  await goTo('order')
  await phone().getByRole('button', { name: '到货叫我' }).click()
  await phone().getByText('已经通知').waitFor()
  await tab('Network').click()
  const call = panel().getByRole('list', { name: '请求' }).getByRole('listitem').filter({ hasText: 'notify' })
  await call.getByText('云函数').click()
  await call.getByText(/^点了「到货叫我」之后 \d+ ms$/).waitFor()
  await call.getByRole('button', { name: '看这次运行的日志' }).click()
  const steps = panel().getByRole('list', { name: '经过' })
  await steps.getByText('orders insertDocument').waitFor()
  await steps.getByRole('button', { name: '客人收到「到货通知」' }).click()
  await panel().getByRole('article', { name: '到货通知，未读' }).waitFor()
})

test('Logs: a notice that never came is found in a run that says it went well on the phone', async () => {
  const { tab, panel, phone, goTo, emulator } = studio
  await goTo('order')
  await phone().getByRole('button', { name: '到货叫我' }).click()
  await phone().getByText('已经通知').waitFor()
  await emulator.functions.invoke('order', { action: 'list' }, { kind: 'console' })
  await tab('日志').click()
  await runs().filter({ hasText: 'order' }).getByText('list', { exact: true }).waitFor()
  await panel().getByRole('checkbox', { name: '只看失败' }).check()
  const failed = runs().filter({ hasText: '43101' })
  await failed.getByText('notify').click()
  await failed.getByRole('tree', { name: '参数' }).getByText('"龙井"').waitFor()
  await failed.getByRole('tree', { name: '返回' }).getByText('false').waitFor()
  await failed.getByRole('list', { name: '经过' }).getByRole('listitem').filter({ hasText: 'subscribeMessage.send' }).getByText('43101').waitFor()
  expect(await failed.locator('.run-outcome').getAttribute('class')).not.toContain('good')
})

test('logs are searched, and narrowed to a person', async () => {
  const { tab, panel, emulator } = studio
  const openid = 'oPlanted_other_0000000000001'
  await fetch(`${emulator.url}/emulator/users`, { method: 'POST', body: JSON.stringify({ openid, nickname: '别人' }) })
  await emulator.functions.invoke('order', { action: 'create', tea: '碧螺春' }, { kind: 'client', openid })
  await tab('服务通知').click()
  await tab('日志').click()
  await panel().getByRole('searchbox', { name: '搜索日志' }).fill('碧螺')
  await panel().getByText('1 次调用，新的在前').waitFor()
  await runs().filter({ hasText: '别人' }).waitFor()
  await panel().getByRole('combobox', { name: '按用户筛选' }).selectOption({ label: '客人' })
  await panel().getByText('换个条件试试。只留最近 1,000 次。').waitFor()
})
