import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser } from 'playwright-core'
import { run } from '../../../deploy/add/add'
import { LocalCloudClient } from '../../../demo/client'
import { type Emulator, startEmulator } from '../../../emulator/emulator'
import { launchBrowser, Pages } from '../../support/browser'
import { makePayload } from './installed'
import { PhoneDriver } from './phone-driver'

/** Whom the seed that is put in makes. */
const READER = 'oLocal_user_000000000000000B'
const OWNER = 'oLocal_owner_00000000000000A'
const PHONE = { viewport: { width: 375, height: 812 }, hasTouch: true, isMobile: true, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' }

let made: ReturnType<typeof makePayload>
let dir: string
let emulator: Emulator
let browser: Browser
let pages: Pages
const complaints: string[] = []
beforeAll(async () => {
  made = makePayload()
  dir = mkdtempSync(join(tmpdir(), 'added-'))
  cpSync(join(__dirname, 'fixtures/foreign'), dir, { recursive: true })
  const code = await run(['add', dir, '--yes', '--function-prefix', 'sm-', '--collection-prefix', 'xx_'], { payload: made.dir, cwd: '/', say: () => undefined, complain: (line) => complaints.push(line) })
  expect({ code, complaints }).toEqual({ code: 0, complaints: [] })
  emulator = await startEmulator({ projectDir: dir, complain: () => undefined })
  browser = await launchBrowser()
  pages = new Pages(browser, emulator.url, PHONE)
})
afterAll(async () => {
  await browser?.close()
  await emulator?.close()
  for (const folder of [made?.dir, dir]) if (folder) rmSync(folder, { recursive: true, force: true })
})

async function phoneOf(openid: string, path: string): Promise<PhoneDriver> {
  const page = await pages.take()
  page.setDefaultTimeout(45_000)
  const query = new URLSearchParams({ openid, path, theme: 'light' })
  return PhoneDriver.open(page, `${emulator.url}/miniprogram/?${query.toString()}`, (done) => pages.giveBack(done))
}

test('in a mini-program to which it was added under other names, the page asks and the card of a push lands', async () => {
  const phone = await phoneOf(READER, 'subscribe-message/pages/subscribe/subscribe')
  await phone.text('有事提醒你').waitFor()
  await phone.idle()
  await phone.button('开启提醒（').first().tap()
  await phone.dialog('订阅消息').getByRole('button', { name: '允许' }).tap()
  await phone.text('还可接收 1 条').first().waitFor()
  expect(phone.errors()).toEqual([])
  await phone.close()

  const client = new LocalCloudClient(emulator.url)
  const [ledger] = await client.get<{ templateId: string }[]>('/emulator/db/xx_authorizations')
  const { templates } = await client.get<{ templates: { key: string; templateId: string }[] }>('/emulator/config')
  const key = templates.find(({ templateId }) => templateId === ledger?.templateId)?.key ?? ''
  const { sample } = (await import('../../../deploy/templates.json')).default.find((template) => template.key === key) ?? {}
  expect(await client.invoke('sm-push', { action: 'create', template: key, to: [READER], data: sample }, { kind: 'client', openid: OWNER })).toMatchObject({ ok: true, counts: { sent: 1 } })
  const [card] = await client.get<{ page: string }[]>(`/emulator/inbox?openid=${READER}`)
  const landed = await phoneOf(READER, card?.page ?? '')
  await landed.button('继续提醒我').waitFor()
  await landed.idle()
  expect(await landed.hook((cloud) => cloud.pages)).toEqual(['subscribe-message/pages/message/message'])
  expect(landed.errors()).toEqual([])
  await landed.close()
})
