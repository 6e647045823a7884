import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { OWNER } from '../../../demo/people'
import { barriersOn } from './accessibility'
import { composePage, fillInPatrol } from './compose'
import { type Phone } from './phone'
import { openidOf, PATROL, PATROL_DATA } from './product'
import { withPhones } from './with-phones'

const DIR = join(__dirname, '../../screenshots')

const { product, open } = withPhones()

/** With `SCREENSHOTS=1`, to be looked at. */
async function look(phone: Phone, name: string, height = 1400): Promise<void> {
  await phone.showAs({ height })
  expect(await barriersOn(phone)).toEqual([])
  await phone.showAs({})
  if (process.env.SCREENSHOTS === undefined) return
  mkdirSync(DIR, { recursive: true })
  await phone.page.bringToFront()
  for (const theme of ['light', 'dark'] as const)
    for (const width of [320, 375, 430]) {
      await phone.showAs({ width, height, theme })
      await phone.page.screenshot({ path: join(DIR, `waiting-${name}-${width}-${theme}.png`) })
    }
  await phone.showAs({})
}

const asSender = <T>(data: object): Promise<T> => product().client.asUser({ openid: openidOf('周管家'), nickname: '' }, 'push', data)

/** Through the page of the template: wait for an authorization, and make one of several. */
async function waitAndGather(): Promise<Phone> {
  const phone = await open(OWNER.nickname, `admin/kind/kind?key=${PATROL}`)
  await phone.page.getByRole('switch', { name: '没有授权就等' }).tap()
  await phone.page.getByRole('switch', { name: '合并通知' }).tap()
  await phone.type('几条时的巡查地点', '{{count}} 条：{{last.thing1}}')
  await look(phone, 'kind', 2600)
  await phone.tap('保存')
  await phone.see('已保存')
  return phone
}

it('three notices wait for somebody who has no authorization; she taps once; one card says «3 条…», its page lists three, and the ledger spent one', async () => {
  await waitAndGather()
  const pushes: string[] = []
  for (const place of ['东门', '西门', '北门']) {
    const { pushId, messages } = await asSender<{ pushId: string; messages: { state: string }[] }>({ action: 'create', template: PATROL, data: { ...PATROL_DATA, thing1: place }, to: [openidOf('林夏')] })
    expect(messages).toMatchObject([{ state: 'waiting' }])
    pushes.push(pushId)
    await product().client.post('/emulator/clock', { advanceMs: 1000 })
  }
  const admin = await open('周管家', `admin/push/push?id=${pushes[0]}`)
  await admin.see('等待授权')
  await look(admin, 'push')

  const hers = await open('林夏', 'pages/messages/messages')
  await hers.see('没有推送到微信，只在这里')
  await look(hers, 'messages')
  expect(await product().inbox('林夏')).toEqual([])
  await hers.launch(`pages/subscribe/subscribe?kinds=${PATROL}`)
  await hers.tap('开启提醒')
  await hers.allow()
  await hers.settled()

  const [card, ...others] = await product().inbox('林夏')
  expect(others).toEqual([])
  expect(card?.lines[0]).toMatchObject({ label: '巡查地点', value: '3 条：北门' })
  await hers.launch(card?.page ?? '')
  await hers.see('这一条里的 3 条通知')
  for (const place of ['东门', '西门', '北门']) await hers.page.getByText(place, { exact: true }).filter({ visible: true }).waitFor()
  await look(hers, 'message')
  const [row] = await product().client.documents<{ credits: number; used: number; granted: number }>('authorizations', { openid: openidOf('林夏'), templateId: await product().templateId(PATROL) })
  expect(row).toMatchObject({ credits: 0, used: 1, granted: 1 })

  await admin.launch(`admin/push/push?id=${pushes[0]}`)
  await admin.see('已合并')
  await hers.launch('pages/messages/messages')
  await hers.see('合成一条的 3 条通知')
})

it('what waits is called off by whoever sent it', async () => {
  const { pushId } = await asSender<{ pushId: string }>({ action: 'create', template: PATROL, data: PATROL_DATA, to: [openidOf('林夏')], ifNone: 'wait' })
  const phone = await open('周管家', `admin/push/push?id=${pushId}`)
  await phone.see('还在等，条件一到自动发出')
  await phone.tap('取消推送')
  await phone.page.getByRole('dialog').getByRole('button', { name: '取消推送' }).tap()
  await phone.see('没发的都不会再发')
  await product().agree('林夏')
  expect(await product().inbox('林夏')).toEqual([])
})

it('a member chooses for one push that it waits, is told so before it goes out, and after', async () => {
  const phone = await open('周管家', composePage('林夏'))
  await fillInPatrol(phone)
  await phone.tap('高级设置')
  await phone.see('跟随模板：不发')
  await look(phone, 'compose', 2600)
  await phone.page.getByLabel('没有授权的人').filter({ visible: true }).tap()
  const wheel = phone.page.getByRole('dialog')
  await wheel.getByText('等到再次同意').tap()
  await wheel.getByRole('button', { name: '确定' }).tap()
  await phone.tap('发送')
  await phone.see('对方没有剩余授权，等再次同意时自动发出')
  await phone.tap('确认推送')
  await phone.see('会自动发出')
  await product().agree('林夏')
  expect(await product().inbox('林夏')).toHaveLength(1)
})
