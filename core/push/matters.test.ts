import fc from 'fast-check'
import { Crash, MortalPorts } from '../../tests/support/crashing'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, agree, fresh, freshOpenid, imbalance, ledgerOf } from '../../tests/support/product'
import { LEASE_MS } from '../delivery/limits'
import { AppError } from '../error/app-error'
import { dedupeId, type Dedupe } from '../outbox/dedupe'
import { type Message } from '../outbox/message'
import { type Ports } from '../ports'
import { type Template } from '../templates/template'
import { eraseOwnData } from '../users/erase'
import { removeOld } from '../users/retention'
import { advanceAll } from './advance'
import { cancelPush, resolveMessage, resumePush } from './control'
import { createPush, type Created } from './create'
import { type DryRun } from './dry-run'
import { type CreateRequest } from './request'
import { retryPush } from './retry'

const OPERATOR = { kind: 'operator' } as const

let local: LocalCloud
let template: Template
beforeAll(async () => {
  local = await startLocalCloud()
  template = await addTemplate(local)
})
afterAll(() => local.close())

function failing(errCode: number): Partial<Ports> {
  const error = Object.assign(new Error(''), { errCode, errMsg: 'openapi.subscribeMessage.send:fail' })
  return { openapi: { ...local.openapi, subscribeMessage: { ...local.openapi.subscribeMessage, send: () => Promise.reject(error) } } }
}

async function reader(times = 1): Promise<string> {
  const openid = freshOpenid()
  local.emulator.wechat.addUser({ openid })
  await agree(local, template, openid, times)
  return openid
}

async function tell(people: readonly string[], dedupe: string, more: Partial<CreateRequest> = {}, ports: Partial<Ports> = {}): Promise<Created> {
  const request = { template: template._id, data: { thing1: '账单' }, items: people.map((openid) => ({ openid, dedupe })), ...more }
  return (await createPush(local.ports(ports), request, OPERATOR)) as Created
}

const cards = (openid: string): number => local.emulator.wechat.inbox(openid).length
const rows = (openid: string): Message[] => local.emulator.database.find('messages', { openid }, { limit: 1000 }) as unknown as Message[]
const DUPLICATE = { state: 'skipped', reason: 'duplicate', message: '同一件事（业务编号相同）已经推送过，这条没有发。' }

async function settleDown(): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    local.emulator.clock.advance(LEASE_MS * 10)
    await advanceAll(local.ports())
  }
}

describe('of one matter somebody gets one message, whatever push it is of', () => {
  it('the later one says so, spends nothing, and cannot be tried again', async () => {
    const [a, b] = [await reader(2), await reader(2)]
    const matter = fresh('bill')
    expect(await tell([a], matter)).toMatchObject({ counts: { sent: 1 } })
    const second = await tell([a, b], matter)
    expect(second.counts).toMatchObject({ sent: 1, skipped: 1 })
    expect(second.messages.find(({ openid }) => openid === a)).toMatchObject(DUPLICATE)
    expect(second.reasons).toMatchObject([{ reason: 'duplicate', retryable: false }])
    expect([cards(a), cards(b)]).toEqual([1, 1])
    expect(await ledgerOf(local, template, a)).toMatchObject({ credits: 1, reservations: [] })
  })

  it('another matter, another template and another person are none of it', async () => {
    const [a, b] = [await reader(3), await reader()]
    const other = await addTemplate(local)
    await agree(local, other, a)
    const matter = fresh('bill')
    await tell([a], matter)
    await tell([a], `${matter}'`)
    await tell([b], matter)
    await tell([a], matter, { template: other._id })
    expect([cards(a), cards(b)]).toEqual([3, 1])
  })

  it('what waits for its time, for the timer or for a person holds it as well', async () => {
    const a = await reader(2)
    const matter = fresh('bill')
    const first = await tell([a, await reader()], matter, {}, failing(-604101))
    expect(first.state).toBe('halted')
    expect(await tell([a], matter)).toMatchObject({ counts: { sent: 1 } })
    await resumePush(local.ports(), OPERATOR, first.pushId)
    await settleDown()
    expect(cards(a)).toBe(1)
  })

  it('one of which nobody knows holds it, until a person says that it did not arrive', async () => {
    const a = await reader(2)
    const matter = fresh('bill')
    const first = await tell([a], matter, {}, failing(-501002))
    expect(first.counts).toMatchObject({ unknown: 1 })
    expect((await tell([a], matter)).messages).toMatchObject([DUPLICATE])
    await resolveMessage(local.ports(), OPERATOR, first.messages[0]?.id ?? '', 'not-sent')
    expect(await tell([a], matter)).toMatchObject({ counts: { sent: 1 } })
  })

  it.each([
    ['skipped, for want of an authorization', async (openid: string, matter: string) => void (await tell([openid], matter)), 0],
    ['refused by WeChat', async (openid: string, matter: string) => void (await tell([openid], matter, {}, failing(40003))), 1],
    [
      'cancelled before its time',
      async (openid: string, matter: string) => {
        const { pushId } = await tell([openid], matter, { sendAt: local.emulator.clock.now() + 60_000 })
        await cancelPush(local.ports(), OPERATOR, pushId)
      },
      1,
    ],
  ])('%s: it is free for another', async (_what, begin, times) => {
    const a = await reader(times)
    const matter = fresh('bill')
    await begin(a, matter)
    expect(cards(a)).toBe(0)
    await agree(local, template, a)
    expect(await tell([a], matter)).toMatchObject({ counts: { sent: 1 } })
    expect(await tell([a], matter)).toMatchObject({ messages: [DUPLICATE] })
  })

  it('one that was free and is tried again takes it back, unless another has it by then', async () => {
    const [a, b] = [await reader(0), await reader(0)]
    const matter = fresh('bill')
    const first = await tell([a, b], matter)
    for (const openid of [a, b]) await agree(local, template, openid, 2)
    expect(await tell([a], matter)).toMatchObject({ counts: { sent: 1 } })
    expect(await retryPush(local.ports(), OPERATOR, first.pushId)).toMatchObject({ counts: { queued: 1, skipped: 1 } })
    await settleDown()
    expect(await tell([a, b], matter)).toMatchObject({ counts: { skipped: 2 } })
    expect([cards(a), cards(b)]).toEqual([1, 1])
  })

  it('a dry run counts them', async () => {
    const [a, b] = [await reader(2), await reader(2)]
    const matter = fresh('bill')
    await tell([a], matter)
    const run = (await tell([a, b], matter, { dryRun: true })) as unknown as DryRun
    expect(run).toMatchObject({ total: 2, canReceive: 1, alreadyPushed: 1, message: expect.stringMatching(/1 人的同一件事已经推送过，不再发/) })
  })
})

describe('what is kept of a matter', () => {
  const kept = (openid: string): Dedupe[] => local.emulator.database.find('dedupes', { openid }) as unknown as Dedupe[]

  it('does not say what it was, and goes with her data', async () => {
    const a = await reader()
    await tell([a], '张三的欠费单')
    expect(kept(a)).toMatchObject([{ _id: dedupeId(template._id, a, '张三的欠费单') }])
    expect(JSON.stringify([kept(a), rows(a), local.emulator.database.find('pushes', { 'audience.openids': a })])).not.toContain('张三')
    await eraseOwnData(local.ports(), a)
    expect(kept(a)).toEqual([])
  })

  it('is kept for ninety days', async () => {
    const a = await reader(2)
    const matter = fresh('bill')
    await tell([a], matter)
    const { settings, clock } = local.ports()
    const day = 86_400_000
    const remove = async (days: number): Promise<void> => {
      const at = Math.ceil((clock.now() + days * day) / 3_600_000) * 3_600_000 + 41 * 60_000
      await removeOld(local.ports({ settings: { ...settings, keepDays: { texts: 0, receipts: 0, answers: 0, users: 0, messages: 0 } }, clock: { ...clock, now: () => at } }))
    }
    await remove(89)
    expect(kept(a)).toHaveLength(1)
    await remove(91)
    expect(kept(a)).toEqual([])
  })
})

function onlyCrash(error: unknown): void {
  const cause = error instanceof AppError ? error.cause : error
  if (!(cause instanceof Crash) && !/crash/i.test(String(error))) throw error
}

/** Each got it once at most; nothing is left open; the books agree. */
async function expectOnce(openids: readonly string[]): Promise<void> {
  for (const openid of openids) {
    expect([openid, cards(openid)]).toEqual([openid, expect.any(Number)])
    expect(cards(openid)).toBeLessThanOrEqual(1)
    const messages = rows(openid)
    expect(messages.filter(({ state }) => ['queued', 'sending', 'cancelling'].includes(state))).toEqual([])
    // Of one that may have gone out there is no second.
    expect(messages.filter(({ state }) => ['sent', 'delivered', 'unknown'].includes(state)).length).toBeLessThanOrEqual(1)
    expect(imbalance((await ledgerOf(local, template, openid))!)).toBe(0)
  }
}

it('wherever workers die and whoever comes between them, nobody gets it twice, and where none died one arrives', async () => {
  const point = fc.record({ at: fc.integer({ min: 1, max: 24 }), moment: fc.constantFrom('before' as const, 'after' as const) })
  const step = fc.oneof(
    fc.record({ what: fc.constant('tell' as const), crash: fc.option(point), fails: fc.constantFrom(0, 0, 0, 40003) }),
    fc.record({ what: fc.constant('retry' as const), crash: fc.option(point), fails: fc.constantFrom(0, 0, 40003) }),
    fc.record({ what: fc.constant('round' as const), crash: fc.option(point), fails: fc.constant(0) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(step, step), { minLength: 2, maxLength: 4 }), async (steps) => {
      const people = [await reader(0), await reader(8)]
      const matter = fresh('bill')
      const keys: string[] = []
      const run = async ({ what, crash, fails }: (typeof steps)[number][number]): Promise<void> => {
        const worker = new MortalPorts(local.ports(fails === 0 ? {} : failing(fails)), crash ?? undefined)
        const known = keys[0]
        const work = async (): Promise<unknown> => {
          if (what === 'round') return advanceAll(worker.ports)
          if (what === 'retry') return known === undefined ? undefined : retryPush(worker.ports, OPERATOR, known)
          const key = fresh('matter-push')
          keys.push(key)
          return createPush(worker.ports, { template: template._id, data: { thing1: '账单' }, items: people.map((openid) => ({ openid, dedupe: matter })), key }, OPERATOR)
        }
        await work().catch((error: unknown) => {
          if (error instanceof AppError && ['wrong-state', 'not-found'].includes(error.code)) return
          onlyCrash(error)
        })
        await worker.idle()
      }
      for (const [one, two] of steps) {
        await Promise.all([run(one), run(two)])
        // By now the first may receive: what was skipped for her is free.
        await agree(local, template, people[0] ?? '')
      }
      await settleDown()
      await expectOnce(people)
      const isCalm = steps.flat().every(({ crash, fails }) => crash === null && fails === 0)
      if (isCalm && keys.length > 0) expect(cards(people[1] ?? '')).toBe(1)
    }),
    { numRuns: 25 },
  )
}, 240_000)

it('whatever moment of another try a further push about the matter comes at, one of the two goes out', async () => {
  for (let at = 1, calls = Infinity; at <= calls; at += 1) {
    const a = await reader(0)
    const matter = fresh('bill')
    const { pushId } = await tell([a, await reader(0)], matter)
    await agree(local, template, a, 3)
    const worker = new MortalPorts(local.ports(), undefined, async (call) => {
      if (call === at) await tell([a], matter)
    })
    await retryPush(worker.ports, OPERATOR, pushId)
    await settleDown()
    expect([at, cards(a)]).toEqual([at, 1])
    calls = worker.calls
  }
}, 120_000)

it('a push dies at any call while it is written out: whoever goes on writes each her own text, once', async () => {
  for (let at = 1; ; at += 1) {
    const people = [await reader(), await reader(), await reader()]
    const request = { template: template._id, data: {}, key: fresh('death'), items: people.map((openid, n) => ({ openid, data: { thing1: `第${n}位` }, dedupe: fresh('m') })) }
    const worker = new MortalPorts(local.ports(), { at, moment: at % 2 === 0 ? 'after' : 'before' })
    await createPush(worker.ports, request, OPERATOR).catch(onlyCrash)
    await worker.idle()
    await createPush(local.ports(), request, OPERATOR)
    await settleDown()
    for (const [n, openid] of people.entries()) {
      const [message] = rows(openid)
      expect(message).toMatchObject({ data: { thing1: `第${n}位` } })
      if (message?.state === 'sent') expect(local.emulator.wechat.inbox(openid)).toMatchObject([{ lines: [{ value: `第${n}位` }] }])
      else expect(message?.state).toBe('unknown')
    }
    expect(local.emulator.database.find('pushes', { _id: request.key })[0]).not.toHaveProperty('texts')
    if (worker.calls < at) break
  }
}, 240_000)
