import fc from 'fast-check'
import { Crash, MortalPorts } from '../../tests/support/crashing'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { cancelAs, makeBusiness, notifyAs, notifyMany, type Business } from '../../tests/support/callers'
import { addTemplate, agree, fresh, freshOpenid, imbalance, ledgerOf } from '../../tests/support/product'
import { usedToday } from '../access/caller-limits'
import { AppError } from '../error/app-error'
import { type Message } from '../outbox/message'
import { type Push } from '../outbox/push'
import { type Ports } from '../ports'
import { advanceAll } from '../push/advance'
import { tick } from '../push/tick'
import { type Template } from '../templates/template'

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

async function buyers(count: number, times = 1): Promise<string[]> {
  const openids = Array.from({ length: count }, freshOpenid)
  for (const openid of openids) {
    local.emulator.wechat.addUser({ openid })
    await agree(local, template, openid, times)
  }
  return openids
}

const about = (to: string): { to: string; data: { thing1: string }; dedupe: string } => ({ to, data: { thing1: '包裹已发出' }, dedupe: fresh('shipped') })
const cards = (openid: string): number => local.emulator.wechat.inbox(openid).length

function onlyCrash(error: unknown): void {
  const cause = error instanceof AppError ? error.cause : error
  if (!(cause instanceof Crash) && !/crash/i.test(String(error))) throw error
}

/** Long enough for every lease and what nobody called for. */
async function settleDown(): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    local.emulator.clock.advance(6 * MINUTE)
    await tick(local.ports())
  }
}

/** Each was sent once, of what is over, and the books are in order. */
async function expectOnce(openids: readonly string[], least = 1): Promise<void> {
  for (const openid of openids) {
    expect([openid, cards(openid)]).toEqual([openid, expect.any(Number)])
    expect(cards(openid)).toBeLessThanOrEqual(1)
    expect(cards(openid)).toBeGreaterThanOrEqual(least)
    const row = await ledgerOf(local, template, openid)
    if (row) expect(imbalance(row)).toBe(0)
  }
  const messages = local.emulator.database.find('messages', { openid: { $in: [...openids] } }, { limit: 5000 }) as unknown as Message[]
  expect(messages).toHaveLength(openids.length)
  const pushes = local.emulator.database.find('pushes', { _id: { $in: messages.map(({ pushId }) => pushId) } }, { limit: 5000 }) as unknown as Push[]
  expect(new Set(pushes.map(({ state }) => state))).toEqual(new Set(['finished']))
}

/** Dying one call later each time, before the call or after it, until it gets through. */
async function dying(work: (ports: Ports, at: number) => Promise<unknown>): Promise<number> {
  for (let at = 1; ; at += 1) {
    const worker = new MortalPorts(local.ports(), { at, moment: at % 2 === 0 ? 'after' : 'before' })
    await work(worker.ports, at).catch(onlyCrash)
    await worker.idle()
    if (worker.calls < at) return at
  }
}

describe('one notice, asked for until it is answered, goes out once', () => {
  it('wherever the call dies', async () => {
    const people: string[] = []
    const deaths = await dying(async (ports) => {
      const [to = ''] = await buyers(1, 2)
      people.push(to)
      const asked = { template: template._id, ...about(to) }
      await notifyAs(ports, shop, asked).catch(onlyCrash)
      expect(await notifyAs(local.ports(), shop, asked)).toMatchObject({ outcome: 'queued' })
      return notifyAs(ports, shop, asked)
    })
    expect(deaths).toBeGreaterThan(5)
    await settleDown()
    await expectOnce(people)
  })

  it('by two at the same moment, and counts once against the limit of the day', async () => {
    const own = await makeBusiness(local, { perDay: 5 })
    const [to = ''] = await buyers(1, 3)
    const asked = { template: template._id, ...about(to) }
    const told = await Promise.all(Array.from({ length: 4 }, () => notifyAs(local.ports(), own, asked)))
    expect(told.map(({ replayed }) => replayed).sort()).toEqual([false, true, true, true])
    expect((await usedToday(local.ports(), [own.name])).get(own.name)).toBe(1)
    await settleDown()
    await expectOnce([to])
  })

  it('and called off wherever that dies, never after it was told that it was', async () => {
    await dying(async (ports) => {
      const [to = ''] = await buyers(1)
      const asked = { template: template._id, ...about(to) }
      await notifyAs(local.ports(), shop, asked)
      await cancelAs(ports, shop, asked.dedupe).catch(onlyCrash)
      expect(await cancelAs(local.ports(), shop, asked.dedupe)).toMatchObject({ cancelled: true })
      await tick(local.ports())
      expect(cards(to)).toBe(0)
      return cancelAs(ports, shop, asked.dedupe)
    })
  })
})

describe('many notices, asked for until they are answered, go out once each', () => {
  it('wherever the call dies', async () => {
    const people: string[] = []
    const deaths = await dying(async (ports) => {
      const some = await buyers(4)
      people.push(...some)
      const asked = { template: template._id, items: some.map(about) }
      await notifyMany(ports, shop, asked).catch(onlyCrash)
      expect((await notifyMany(local.ports(), shop, asked)).counts).toMatchObject({ queued: 4, refused: 0 })
      return notifyMany(ports, shop, asked)
    })
    expect(deaths).toBeGreaterThan(8)
    await settleDown()
    await expectOnce(people)
  })

  it('wherever the call dies, and nobody asks again: each that was written down, once', async () => {
    const people: string[] = []
    await dying(async (ports) => {
      const some = await buyers(4)
      people.push(...some)
      return notifyMany(ports, shop, { template: template._id, items: some.map(about) })
    })
    await settleDown()
    const written = new Set((local.emulator.database.find('pushes', { 'audience.openids': { $in: people } }, { limit: 1000 }) as unknown as Push[]).flatMap(({ audience }) => (audience.kind === 'openids' ? audience.openids : [])))
    expect(people.map((openid) => [openid, cards(openid)])).toEqual(people.map((openid) => [openid, written.has(openid) ? 1 : 0]))
  })

  it('wherever the timer dies that sends them, never twice', async () => {
    const people: string[] = []
    await dying(async (ports) => {
      const some = await buyers(3)
      people.push(...some)
      await notifyMany(local.ports(), shop, { template: template._id, items: some.map(about) })
      local.emulator.clock.advance(MINUTE)
      return advanceAll(ports)
    })
    await settleDown()
    for (const openid of people) expect(cards(openid)).toBeLessThanOrEqual(1)
    const states = (local.emulator.database.find('messages', { openid: { $in: people } }, { limit: 1000 }) as unknown as Message[]).map(({ state }) => state)
    expect(states.filter((state) => !['sent', 'unknown'].includes(state))).toEqual([])
  })

  it('by two at the same moment with some in common, and each call tells truly which it made', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat(9), { minLength: 1 }), fc.uniqueArray(fc.nat(9), { minLength: 1 }), async (one, two) => {
        const people = await buyers(10)
        const items = people.map(about)
        const own = await makeBusiness(local)
        const told = await Promise.all([one, two].map((which) => notifyMany(local.ports(), own, { template: template._id, items: which.map((index) => items[index]) })))
        const made = told.flatMap(({ results }) => results.filter((result) => result.ok && !result.replayed))
        const distinct = new Set([...one, ...two]).size
        expect(made).toHaveLength(distinct)
        expect((await usedToday(local.ports(), [own.name])).get(own.name)).toBe(distinct)
        local.emulator.clock.advance(MINUTE)
        await tick(local.ports())
        expect(people.map(cards).reduce((sum, count) => sum + count, 0)).toBe(distinct)
      }),
      { numRuns: 12 },
    )
  })

  it('a thousand, with a death in the middle and called again', async () => {
    const people = await buyers(1000)
    const asked = { template: template._id, items: people.map(about) }
    const worker = new MortalPorts(local.ports(), { at: 7, moment: 'after' })
    await notifyMany(worker.ports, shop, asked).catch(onlyCrash)
    await worker.idle()
    expect((await notifyMany(local.ports(), shop, asked)).counts).toMatchObject({ queued: 1000 })
    local.emulator.clock.advance(MINUTE)
    await tick(local.ports())
    expect(people.filter((openid) => cards(openid) !== 1)).toEqual([])
    expect((await notifyMany(local.ports(), shop, asked)).counts).toMatchObject({ sent: 1000 })
  })
})

it('two to the same person in one call need an authorization each, and take one each', async () => {
  const [two = '', one = ''] = [...(await buyers(1, 2)), ...(await buyers(1, 1))]
  const { results } = await notifyMany(local.ports(), shop, { template: template._id, items: [two, two, one, one].map(about) })
  expect(results).toHaveLength(4)
  local.emulator.clock.advance(MINUTE)
  await tick(local.ports())
  expect([cards(two), cards(one)]).toEqual([2, 1])
  for (const openid of [two, one]) expect(imbalance((await ledgerOf(local, template, openid)) ?? (undefined as never))).toBe(0)
})
