import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { cancelAs, makeBusiness, notifyAs, notifyMany, type Business } from '../../tests/support/callers'
import { addTemplate, agree, fresh, freshOpenid, ledgerOf } from '../../tests/support/product'
import { usedToday } from '../access/caller-limits'
import { releaseAll, stopAll } from '../delivery/standstill'
import { type AppError } from '../error/app-error'
import { type Push } from '../outbox/push'
import { tick } from '../push/tick'
import { saveTemplate } from '../templates/save'
import { type Template } from '../templates/template'
import { decideNotices } from './decide'
import { noticeId } from './notice'

const MINUTE = 60_000

let local: LocalCloud
let template: Template
let shop: Business
beforeAll(async () => {
  local = await startLocalCloud()
  template = await addTemplate(local)
  shop = await makeBusiness(local)
  await tick(local.ports())
})
afterAll(() => local.close())

async function buyer(times = 1): Promise<string> {
  const openid = freshOpenid()
  local.emulator.wechat.addUser({ openid })
  await agree(local, template, openid, times)
  return openid
}

const about = (to: string, more: object = {}): { template: string; to: string; data: { thing1: string }; dedupe: string } => ({ template: template._id, to, data: { thing1: '包裹已发出' }, dedupe: fresh('shipped'), ...more })
const cards = (openid: string): number => local.emulator.wechat.inbox(openid).length
const pushOf = (pushId: string): Push => local.emulator.database.find('pushes', { _id: pushId })[0] as unknown as Push

async function next(minutes = 1): Promise<void> {
  local.emulator.clock.advance(minutes * MINUTE)
  await tick(local.ports())
}

async function errorOf(work: Promise<unknown>): Promise<AppError> {
  return work.then(
    () => Promise.reject(new Error('expected a refusal')),
    (error: AppError) => error,
  )
}

describe('one notice', () => {
  it('is queued, told as sent by the timer within a minute, and sent then; asked again it is told as it stands, and not sent again', async () => {
    const to = await buyer(2)
    const asked = about(to)
    const told = await notifyAs(local.ports(), shop, asked)
    expect(told).toEqual({ outcome: 'queued', pushId: noticeId(shop.name, asked.dedupe), reason: 'no-call-token', message: '已排队，定时器会在一分钟内发出。', replayed: false })
    expect(pushOf(told.pushId)).toMatchObject({ by: { kind: 'caller', key: shop.name }, notice: true, total: 1 })
    expect(await notifyAs(local.ports(), shop, asked)).toMatchObject({ outcome: 'queued', replayed: true })
    await next()
    expect(cards(to)).toBe(1)
    expect(await notifyAs(local.ports(), shop, asked)).toEqual({ outcome: 'sent', pushId: told.pushId, replayed: true })
    await next()
    expect(cards(to)).toBe(1)
    expect(pushOf(told.pushId).state).toBe('finished')
  })

  it('to somebody who has no authorization left is skipped in words, at once, and written down', async () => {
    const to = freshOpenid()
    const asked = about(to)
    const told = await notifyAs(local.ports(), shop, asked)
    expect(told).toMatchObject({ outcome: 'skipped', reason: 'no-credit', message: expect.stringContaining('没有剩余的授权次数') as string, replayed: false })
    expect(pushOf(told.pushId)).toMatchObject({ state: 'finished' })
    expect(local.emulator.database.find('messages', { pushId: told.pushId })).toMatchObject([{ openid: to, state: 'skipped', reason: 'no-credit' }])
    await next()
    expect(await notifyAs(local.ports(), shop, asked)).toMatchObject({ outcome: 'skipped', replayed: true })
  })

  it('at its time is arranged, and called off takes nothing from her; what has gone out is not called off', async () => {
    const to = await buyer(2)
    const [soon, later] = [about(to, { sendAt: local.emulator.clock.now() + 2 * MINUTE }), about(to, { sendAt: local.emulator.clock.now() + 10 * MINUTE })]
    expect(await notifyAs(local.ports(), shop, soon)).toMatchObject({ outcome: 'queued', reason: 'scheduled', message: expect.stringContaining('北京时间') as string })
    await notifyAs(local.ports(), shop, later)
    await next(3)
    expect(cards(to)).toBe(1)
    expect(await cancelAs(local.ports(), shop, soon.dedupe)).toMatchObject({ cancelled: false, outcome: 'sent', message: '已经发出，收不回来了。' })
    expect(await cancelAs(local.ports(), shop, later.dedupe)).toMatchObject({ cancelled: true, outcome: 'skipped', reason: 'cancelled' })
    expect(await cancelAs(local.ports(), shop, later.dedupe)).toMatchObject({ cancelled: true })
    await next(20)
    expect(cards(to)).toBe(1)
    expect((await ledgerOf(local, template, to))?.credits).toBe(1)
    // Its time is over: asked again, it is the same.
    expect(await notifyAs(local.ports(), shop, later)).toMatchObject({ outcome: 'skipped', reason: 'cancelled', replayed: true })
  })

  it('that waits for the timer is called off before it comes', async () => {
    const to = await buyer()
    const asked = about(to)
    await notifyAs(local.ports(), shop, asked)
    expect(await cancelAs(local.ports(), shop, asked.dedupe)).toMatchObject({ cancelled: true })
    await next()
    expect(cards(to)).toBe(0)
    expect((await ledgerOf(local, template, to))?.credits).toBe(1)
  })

  it('in quiet hours waits for their end, and says until when', async () => {
    const to = await buyer()
    const ports = local.ports({ settings: { ...local.ports().settings, quietHours: { from: 0, until: 23 * 60 + 59 } } })
    expect(await notifyAs(ports, shop, about(to))).toMatchObject({ outcome: 'queued', reason: 'quiet-hours', message: expect.stringContaining('免打扰') as string })
    expect(await notifyAs(ports, shop, about(await buyer(), { urgent: true }))).toMatchObject({ outcome: 'queued', reason: 'no-call-token' })
    await next()
    expect(cards(to)).toBe(1)
  })

  it('is refused in words, and nothing is written down', async () => {
    const to = await buyer()
    const own = await addTemplate(local)
    const scoped = await makeBusiness(local, { templates: [own._id] })
    const off = await addTemplate(local)
    await saveTemplate(local.ports(), { kind: 'operator' }, { key: off._id, enabled: false })
    const before = local.emulator.database.find('pushes', {}).length
    const faults: [Business, object, string, RegExp][] = [
      [scoped, about(to), 'forbidden', new RegExp(`不能用模板「${template._id}」，只能用：${own._id}`)],
      [shop, about(to, { template: 'nothing' }), 'not-found', /没有名为「nothing」的模板。现有模板：/],
      [shop, about(to, { template: off._id }), 'not-ready', /已停用/],
      [shop, about(to, { data: { thing2: '包裹' } }), 'invalid-argument', /thing1/],
      [shop, about(to, { data: { thing1: '字'.repeat(21) } }), 'invalid-argument', /thing1|地点/],
      [shop, about(to, { sendAt: '昨天' }), 'invalid-argument', /看不懂发送时间/],
      [shop, about(to, { dedupe: undefined }), 'invalid-argument', /缺少参数 dedupe/],
      [shop, about(to, { to: ['a', 'b'] }), 'invalid-argument', /to/],
      [shop, about(to, { key: 'x' }), 'invalid-argument', /不认识参数 key/],
    ]
    for (const [who, request, code, words] of faults) {
      const { code: told, message } = await errorOf(notifyAs(local.ports(), who, request))
      expect([told, message]).toEqual([code, expect.stringMatching(words)])
    }
    expect(local.emulator.database.find('pushes', {})).toHaveLength(before)
    expect(cards(to)).toBe(0)
  })

  it('with the same dedupe and other content is refused, also when it is over; another key has dedupes of its own', async () => {
    const to = await buyer(2)
    const asked = about(to)
    await notifyAs(local.ports(), shop, asked)
    const other = { ...asked, data: { thing1: '包裹已签收' } }
    expect((await errorOf(notifyAs(local.ports(), shop, other))).code).toBe('idempotency-conflict')
    await next()
    expect((await errorOf(notifyAs(local.ports(), shop, other))).code).toBe('idempotency-conflict')
    expect(await notifyAs(local.ports(), await makeBusiness(local), other)).toMatchObject({ replayed: false })
    await next()
    expect(cards(to)).toBe(2)
  })

  it('while everything is stopped is refused, but one of before is told', async () => {
    const [to, asked] = [await buyer(), about(await buyer())]
    await notifyAs(local.ports(), shop, asked)
    await stopAll(local.ports(), { kind: 'operator' }, '')
    expect((await errorOf(notifyAs(local.ports(), shop, about(to)))).code).toBe('stopped')
    expect(await notifyAs(local.ports(), shop, asked)).toMatchObject({ replayed: true, outcome: 'queued' })
    await releaseAll(local.ports(), { kind: 'operator' })
  })
})

describe('the limit of a day', () => {
  it('ends with it, in words, and begins anew in Beijing', async () => {
    const own = await makeBusiness(local, { perDay: 2 })
    const [one, two, three] = [about(await buyer()), about(freshOpenid()), about(await buyer())]
    await notifyAs(local.ports(), own, one)
    await notifyAs(local.ports(), own, one)
    await notifyAs(local.ports(), own, two)
    const { code, message } = await errorOf(notifyAs(local.ports(), own, three))
    expect([code, message]).toEqual(['over-limit', expect.stringContaining('每天最多发 2 条')])
    // What was taken down before is told all the same.
    expect(await notifyAs(local.ports(), own, one)).toMatchObject({ replayed: true })
    local.emulator.clock.advance(24 * 60 * MINUTE)
    expect(await notifyAs(local.ports(), own, three)).toMatchObject({ outcome: 'queued' })
  })

  it('is not exceeded by many at once, of single ones and of lists', async () => {
    const own = await makeBusiness(local, { perDay: 10 })
    const single = Array.from({ length: 8 }, () => notifyAs(local.ports(), own, about(freshOpenid())).then(() => 1, () => 0))
    const lists = Array.from({ length: 3 }, async () => {
      const { counts } = await notifyMany(local.ports(), own, { template: template._id, items: Array.from({ length: 5 }, () => about(freshOpenid())) })
      return 5 - counts.refused
    })
    const taken = (await Promise.all([...single, ...lists])).reduce<number>((sum, count) => sum + count, 0)
    expect(taken).toBe(10)
    expect(await usedToday(local.ports(), [own.name])).toEqual(new Map([[own.name, 10]]))
  })
})

describe('many notices', () => {
  it('are answered each by itself: what is wrong with one keeps no other back', async () => {
    const [one, two, broke] = [await buyer(), await buyer(), freshOpenid()]
    const again = about(one)
    const items = [
      again, about(two, { template: undefined }), about(broke), about(two, { data: { thing9: '?' } }), about(two, { template: 'nothing' }), 'what', { ...again }, { ...again, data: { thing1: '别的' } },
      about(two, { sendAt: local.emulator.clock.now() + 60 * MINUTE }), about(two, { dedupe: '' }), about(two, { nonsense: 1 }),
    ]
    const { counts, results } = await notifyMany(local.ports(), shop, { template: template._id, items })
    expect(results.map((result) => (result.ok ? result.outcome : result.error.code))).toEqual([
      'queued', 'queued', 'skipped', 'invalid-argument', 'not-found', 'invalid-argument', 'queued', 'idempotency-conflict', 'queued', 'invalid-argument', 'invalid-argument',
    ])
    expect(counts).toEqual({ queued: 4, sent: 0, skipped: 1, failed: 0, unknown: 0, refused: 6 })
    expect(results[0]).toMatchObject({ ok: true, dedupe: again.dedupe, replayed: false })
    expect(results[6]).toMatchObject({ ok: true, replayed: true })
    await next()
    expect([one, two, broke].map(cards)).toEqual([1, 1, 0])
    await next(61)
    expect(cards(two)).toBe(1)
    const replayed = await notifyMany(local.ports(), shop, { template: template._id, items })
    expect(replayed.counts).toMatchObject({ sent: 3, skipped: 2 })
    await next()
    expect([one, two, broke].map(cards)).toEqual([1, 1, 0])
  })

  it('that go past the limit of the day are taken up to it, in their order', async () => {
    const own = await makeBusiness(local, { perDay: 3 })
    const { results } = await notifyMany(local.ports(), own, { template: template._id, items: Array.from({ length: 5 }, () => about(freshOpenid())) })
    expect(results.map(({ ok }) => ok)).toEqual([true, true, true, false, false])
  })

  it('with a template that WeChat does not know are stopped together after the first, and none is lost', async () => {
    const own = await addTemplate(local)
    const people = await Promise.all(Array.from({ length: 12 }, async () => {
      const openid = freshOpenid()
      local.emulator.wechat.addUser({ openid })
      await agree(local, own, openid)
      return openid
    }))
    await notifyMany(local.ports(), shop, { template: own._id, items: people.map((to) => ({ ...about(to), template: undefined })) })
    let tried = 0
    const send = (): Promise<never> => {
      tried += 1
      return Promise.reject(Object.assign(new Error('invalid template_id'), { errCode: 40037, errMsg: 'openapi.subscribeMessage.send:fail invalid template_id' }))
    }
    const { openapi } = local
    local.emulator.clock.advance(MINUTE)
    await tick(local.ports({ openapi: { ...openapi, subscribeMessage: { ...openapi.subscribeMessage, send } } }))
    expect(tried).toBe(1)
    expect(local.emulator.database.find('pushes', { template: own._id }).map(({ state }) => state)).toEqual(people.map(() => 'halted'))
    // An owner has put it right, and lets all of them go on at once.
    expect(await decideNotices(local.ports(), { kind: 'operator' }, { name: shop.name, decision: 'resume' })).toEqual({ notices: 12, left: 0 })
    await next()
    expect(people.map(cards)).toEqual(people.map(() => 1))
  })
})
