import { spawnSync } from 'node:child_process'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser } from 'playwright-core'
import { launchBrowser, Pages } from '../../support/browser'
import { Adopter, READER } from './adopter'

const ROOT = join(__dirname, '../../..')

let browser: Browser
beforeAll(async () => {
  const { status, stderr } = spawnSync(process.execPath, ['deploy/payload/build.mjs'], { cwd: ROOT, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

let adopter: Adopter
afterEach(() => adopter?.close())

const pagesOf = (): Pages => new Pages(browser, adopter.emulator.url, { viewport: { width: 375, height: 812 }, hasTouch: true, isMobile: true, locale: 'zh-CN' })

describe('examples/order-notice', () => {
  it('asks while ordering, tells the buyer when the order ships, and lands on the order', async () => {
    adopter = new Adopter('examples/order-notice')
    adopter.add()
    adopter.fillIn({
      notifier: 'orders',
      collections: ['orders'],
      template: {
        key: 'order-shipped', templateId: '', title: '订单发货提醒', type: 'one-time', about: '你的订单发货时', content: '商品:{{thing1.DATA}}\n快递单号:{{character_string2.DATA}}',
        page: 'pages/order/order?id={{orderId}}&message={{id}}', sample: { thing1: '青岛啤酒 6 听', character_string2: 'SF1234567890' },
      },
    })
    const emulator = await adopter.start()
    await adopter.giveKey('push', 'order-shipped')
    const pages = pagesOf()
    const phone = await adopter.open(pages)
    await phone.button('下单，发货时告诉我').tap()
    await phone.dialog('订阅消息').getByRole('button', { name: '允许' }).click()
    await phone.text('待发货').waitFor()
    const [order] = emulator.database.find('orders', {}, {}) as { _id: string }[]
    const ship = { action: 'ship', orderId: order?._id, express: 'SF1234567890' }

    // Only those behind the counter ship.
    expect(await adopter.invoke('orders', ship, READER)).toMatchObject({ ok: false })
    expect(await adopter.invoke('orders', ship)).toMatchObject({ ok: true, notice: { ok: true, outcome: 'queued' } })
    await emulator.timers.fire('dispatch')
    expect(emulator.wechat.inbox(READER)).toMatchObject([{ lines: [{ value: '青岛啤酒 6 听' }, { value: 'SF1234567890' }] }])

    const landing = await adopter.open(pages, emulator.wechat.inbox(READER)[0]?.page ?? '')
    await landing.text('已发货 SF1234567890').waitFor()
    await landing.top.getByText('下次还提醒我吗').waitFor()
    // Shipped twice by mistake: the buyer is told once.
    await adopter.invoke('orders', ship)
    await emulator.timers.fire('dispatch')
    expect(emulator.wechat.inbox(READER)).toHaveLength(1)
  })

  it('sells also to a buyer who refuses, and the shop is told that nothing goes out', async () => {
    adopter = new Adopter('examples/order-notice')
    adopter.add('--only', 'button')
    adopter.fillIn({
      notifier: 'orders',
      collections: ['orders'],
      template: { key: 'order-shipped', templateId: '', title: '订单发货提醒', type: 'one-time', about: '发货时', content: '商品:{{thing1.DATA}}\n快递单号:{{character_string2.DATA}}', page: 'pages/order/order?id={{orderId}}', sample: { thing1: '啤酒', character_string2: 'SF1' } },
    })
    await adopter.start()
    await adopter.giveKey('push', 'order-shipped')
    const phone = await adopter.open(pagesOf())
    await phone.button('下单，发货时告诉我').tap()
    await phone.dialog('订阅消息').getByRole('button', { name: '取消' }).click()
    await phone.text('待发货').waitFor()
    const [order] = adopter.emulator.database.find('orders', {}, {}) as { _id: string }[]
    const { notice } = await adopter.invoke('orders', { action: 'ship', orderId: order?._id, express: 'SF2' })
    expect(notice).toMatchObject({ ok: true, outcome: 'skipped', message: expect.stringContaining('授权') as string })
  })
})

describe('examples/booking-reminder', () => {
  it('reminds by its own timer everybody of tomorrow, each with a text of her own, and nobody twice', async () => {
    adopter = new Adopter('examples/booking-reminder')
    adopter.add()
    adopter.fillIn({
      notifier: 'remind',
      collections: ['bookings'],
      template: {
        key: 'class-tomorrow', templateId: '', title: '上课提醒', type: 'one-time', about: '上课前一天', content: '课程:{{thing1.DATA}}\n时间:{{time2.DATA}}\n教室:{{thing3.DATA}}',
        page: 'pages/booking/booking?id={{bookingId}}&message={{id}}', sample: { thing1: '流瑜伽', time2: '2026-12-05 09:30', thing3: '2 号教室' },
      },
    })
    const emulator = await adopter.start()
    await adopter.giveKey('push', 'class-tomorrow')
    const pages = pagesOf()
    const phone = await adopter.open(pages)
    await phone.button('约这节课').tap()
    await phone.dialog('订阅消息').getByRole('button', { name: '允许' }).click()
    await phone.text('约好了，前一天提醒你').waitFor()
    // One who never agreed has booked as well.
    await adopter.invoke('bookings', { course: '阴瑜伽', at: '2026-12-05 18:00', room: '1 号教室' }, 'oSomebody_else_0000000000')

    const { answers } = await adopter.invoke<{ answers: unknown[] }>('remind', { day: '2026-12-05' })
    expect(answers).toMatchObject([{ queued: 1, skipped: 1, refused: 0 }])
    await emulator.timers.fire('dispatch')
    expect(emulator.wechat.inbox(READER)).toMatchObject([{ lines: [{ value: '流瑜伽' }, { value: '2026-12-05 09:30' }, { value: '2 号教室' }] }])
    await adopter.invoke('remind', { day: '2026-12-05' })
    await emulator.timers.fire('dispatch')
    expect(emulator.wechat.inbox(READER)).toHaveLength(1)

    const landing = await adopter.open(pages, emulator.wechat.inbox(READER)[0]?.page ?? '')
    await landing.part('booking').waitFor()
    expect(await landing.part('booking').innerText()).toMatch(/^约课 [0-9a-f]{32}$/)
  })
})

describe('examples/consent-button', () => {
  it('asks in a TypeScript page and sends at once from the function that was tapped', async () => {
    adopter = new Adopter('examples/consent-button')
    adopter.add('--notify-in', 'tickets')
    adopter.fillIn({
      notifier: 'tickets',
      timeout: 20,
      template: {
        key: 'event-joined', templateId: '', title: '报名成功通知', type: 'one-time', about: '报名成功时', content: '活动:{{thing1.DATA}}\n时间:{{time2.DATA}}',
        page: 'pages/ticket/ticket?event={{event}}&message={{id}}', sample: { thing1: '共读', time2: '2026-12-02 19:30' },
      },
    })
    const emulator = await adopter.start()
    await adopter.giveKey('push', 'event-joined')
    // The timer has been there once: the settings of the environment are known.
    await emulator.timers.fire('dispatch')
    const pages = pagesOf()
    const phone = await adopter.open(pages)
    await phone.button('我要参加').tap()
    await phone.dialog('订阅消息').getByRole('button', { name: '允许' }).click()
    await phone.text('报上了，入场券发到服务通知了').waitFor()
    expect(phone.errors()).toEqual([])
    expect(emulator.wechat.inbox(READER)).toMatchObject([{ title: '报名成功通知', lines: [{ value: '《项链》共读' }, { value: '2026-12-02 19:30' }] }])

    const landing = await adopter.open(pages, emulator.wechat.inbox(READER)[0]?.page ?? '')
    await landing.part('ticket').waitFor()
    // The same person again: told once.
    expect(await adopter.invoke('tickets', { event: '《项链》共读' }, READER)).toMatchObject({ ok: true, outcome: 'sent', replayed: true })
    expect(emulator.wechat.inbox(READER)).toHaveLength(1)
  })

  it('is checked by the compiler as it stands, with the parts in it', () => {
    adopter = new Adopter('examples/consent-button')
    adopter.add('--notify-in', 'tickets')
    symlinkSync(join(ROOT, 'node_modules'), join(adopter.dir, 'node_modules'))
    // What the module for functions declares holds for one notice and for many.
    adopter.write('miniprogram/told.ts', `import { type SubscribeMessages } from '../cloudfunctions/tickets/subscribe-messages'

export async function told(messages: SubscribeMessages): Promise<string | number> {
  const many = await messages.notify({ template: 'event-joined', items: [{ to: 'oA', data: { thing1: '共读' }, dedupe: 'a' }] })
  if (many.ok && many.counts.sent > 0) return many.counts.sent
  const one = await messages.notify({ template: 'event-joined', to: 'oA', data: { thing1: '共读' }, dedupe: 'a' })
  return one.ok ? one.outcome : one.error.message
}
`)
    const { status, stdout } = spawnSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '--noEmit', '-p', adopter.dir], { encoding: 'utf8' })
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' })
  })
})
