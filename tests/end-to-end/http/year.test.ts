import { join } from 'node:path'
import { LocalCloudClient } from '../../../demo/client'
import { NEWCOMER, OWNER, SENDER } from '../../../demo/people'
import { seed } from '../../../demo/year/seed'
import { startEmulator, type Emulator, type SeedCloud } from '../../../emulator/emulator'

const ROOT = join(__dirname, '../../..')

let emulator: Emulator
let client: LocalCloudClient
beforeAll(async () => {
  // What takes a year takes long; demo/year has all of it.
  process.env['YEAR_DAYS'] = '50'
  emulator = await startEmulator({ projectDir: ROOT, seed: join(ROOT, 'demo/year/seed.ts'), complain: () => undefined })
  // Nothing moves while it is looked at.
  emulator.timers.stop()
  client = new LocalCloudClient(emulator.url)
})
afterAll(() => emulator?.close())

interface Ledger {
  granted: number
  credits: number
  used: number
  forfeited: number
  reservations: string[]
}

interface Listed {
  ok: boolean
  items: { state: string; pushId: string; openid: string }[]
  next?: string
}

it('the days are there, and the books of everybody balance, of the people of the demo too', () => {
  expect(emulator.database.count('messages')).toBeGreaterThan(4000)
  const rows = emulator.database.find('authorizations', {}) as unknown as Ledger[]
  expect(rows.length).toBeGreaterThan(1000)
  expect(rows.filter(({ granted, credits, used, forfeited, reservations }) => granted !== credits + used + forfeited + reservations.length)).toEqual([])
})

it.each(['overview', 'home', 'pushes', 'history', 'templates', 'members'])('the members’ action %s answers', async (action) => {
  expect(await client.asUser(OWNER, 'push', { action })).toMatchObject({ ok: true })
})

it('history goes on page after page, and finds what became of the newcomer’s message', async () => {
  const first = await client.asUser<Listed>(OWNER, 'push', { action: 'history' })
  const second = await client.asUser<Listed>(OWNER, 'push', { action: 'history', cursor: first.next })
  expect(second.items.length).toBeGreaterThan(0)
  const hers = await client.asUser<Listed>(OWNER, 'push', { action: 'history', openid: NEWCOMER.openid })
  expect(hers).toMatchObject({ ok: true, items: [{ state: 'skipped' }] })
})

it('notices wait for an authorization, three became one card, and each of a list got something of her own', async () => {
  expect(emulator.database.count('messages', { state: 'waiting' })).toBe(7)
  const cards = emulator.wechat.users().flatMap(({ openid }) => emulator.wechat.inbox(openid)).map(({ lines }) => lines.map(({ value }) => value))
  expect(cards.filter(([first]) => first === '3 件报修有进展')).toHaveLength(1)
  const amounts = cards.filter(([first]) => first === '2026 年第四季度停车费').map(([, amount]) => amount)
  expect(new Set(amounts).size).toBe(30)
})

it('a plan has runs and a date that was missed, and cards brought people', async () => {
  const { recurrences } = await client.asUser<{ recurrences: { id: string; runs: number; lastRuns: { pushId: string }[] }[] }>(OWNER, 'push', { action: 'recurrences' })
  const plan = recurrences.find(({ id }) => id === 'year-bill')
  expect(plan?.runs).toBe(plan?.lastRuns.length)
  for (const { pushId } of plan?.lastRuns ?? []) expect(await client.asUser(OWNER, 'push', { action: 'status', pushId })).toMatchObject({ ok: true, state: 'finished', recurrence: { id: 'year-bill' } })
  const { cards, opened, accepted } = await client.asUser<{ cards: object[]; opened: number; accepted: number }>(OWNER, 'push', { action: 'askCards' })
  expect(cards).toHaveLength(3)
  expect(opened).toBeGreaterThan(0)
  expect(accepted).toBeGreaterThan(0)
})

it.each([['YEAR_DAYS', '0'], ['YEAR_DAYS', '366'], ['YEAR_SEED', '-1'], ['YEAR_SEED', '七']])('%s=%s is refused in words, before anything is filled', async (variable, value) => {
  const before = process.env[variable]
  process.env[variable] = value
  try {
    await expect(seed({} as SeedCloud)).rejects.toThrow(`${variable} 要写成`)
  } finally {
    if (before === undefined) delete process.env[variable]
    else process.env[variable] = before
  }
})

it('a resident sees what she can receive and what came', async () => {
  const [message] = emulator.database.find('messages', { state: 'delivered' }, { limit: 1, newest: true }) as { openid: string }[]
  const resident = { openid: message?.openid ?? '', nickname: '' }
  expect(await client.asUser(resident, 'subscribe', { action: 'overview' })).toMatchObject({ ok: true })
  const { items } = await client.asUser<Listed>(resident, 'subscribe', { action: 'messages' })
  expect(items.length).toBeGreaterThan(0)
})

it('who has a credit in the ledger gets a push, because WeChat has it as well', async () => {
  const [template] = emulator.wechat.templates().filter(({ title }) => title === '报修进度通知')
  const [row] = emulator.database.find('authorizations', { templateId: template?.templateId, credits: { $gte: 1 }, standing: 'accept', openid: /^oYear/ }, { limit: 1 }) as { openid: string }[]
  const data = { thing1: '电梯年检', date2: '2026年12月2日', amount3: '￥0.00', phone_number4: '0571-88886666', const5: '一般' }
  const created = await client.asUser(SENDER, 'push', { action: 'create', template: 'repair-done', to: [row?.openid], data })
  expect(created).toMatchObject({ ok: true, messages: [{ state: 'sent' }] })
  expect(emulator.wechat.inbox(row?.openid ?? '').filter(({ title }) => title === '报修进度通知')).toHaveLength(1)
})
