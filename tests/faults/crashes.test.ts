import fc from 'fast-check'
import { type Author } from '../../core/access/identify'
import { recordAnswers } from '../../core/ledger/record-answers'
import { LEASE_MS } from '../../core/delivery/limits'
import { type Message } from '../../core/outbox/message'
import { type Receipt } from '../../core/outbox/receipt'
import { advanceAll } from '../../core/push/advance'
import { createPush } from '../../core/push/create'
import { type Template } from '../../core/templates/template'
import { Crash, MortalPorts, type CrashPoint } from '../support/crashing'
import { startLocalCloud, type LocalCloud } from '../support/local-cloud'
import { addTemplate, agree, fresh, freshOpenid, imbalance, ledgerOf } from '../support/product'

const OPERATOR: Author = { kind: 'operator' }
const TERMINAL = ['sent', 'failed', 'unknown', 'skipped']

let local: LocalCloud
let template: Template
beforeAll(async () => {
  local = await startLocalCloud()
  template = await addTemplate(local)
})
afterAll(() => local.close())

interface Scene {
  key: string
  openids: string[]
  /** Accepts per user. */
  granted: number[]
}

async function setScene(granted: number[]): Promise<Scene> {
  const openids = granted.map(freshOpenid)
  for (const [index, openid] of openids.entries()) {
    local.emulator.wechat.addUser({ openid })
    await agree(local, template, openid, granted[index])
  }
  return { key: fresh('push'), openids, granted }
}

/** The admin's call, which may die; what it answered does not matter here. */
async function create(scene: Scene, crash?: CrashPoint, beforeCall?: (call: number) => Promise<void>): Promise<MortalPorts> {
  const worker = new MortalPorts(local.ports(), crash, beforeCall)
  const request = { template: template._id, data: { thing1: '车库' }, to: scene.openids, key: scene.key, anyway: false, dryRun: false }
  await createPush(worker.ports, request, OPERATOR).catch(onlyCrash)
  await worker.idle()
  return worker
}

async function dispatch(crash?: CrashPoint, beforeCall?: (call: number) => Promise<void>): Promise<void> {
  const worker = new MortalPorts(local.ports(), crash, beforeCall)
  await advanceAll(worker.ports).catch(onlyCrash)
  await worker.idle()
}

/** The worker stands still at that call for longer than its lease, while another one carries on. */
function stallAt(at: number | null): (call: number) => Promise<void> {
  return async (call) => {
    if (call !== at) return
    local.emulator.clock.advance(LEASE_MS * 2)
    await dispatch()
  }
}

function onlyCrash(error: unknown): void {
  const cause = error instanceof Error && error.cause instanceof Crash ? error.cause : error
  if (!(cause instanceof Crash)) throw error
}

/** Long enough for every lease and every retry to have run out, twice. */
async function settleDown(): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    local.emulator.clock.advance(LEASE_MS * 10)
    await dispatch()
  }
}

async function messagesOf({ key }: Scene): Promise<Message[]> {
  return (await local.db.collection<Message>('messages').where({ pushId: key }).limit(1000).get()).data
}

async function receiptsOf({ key }: Scene): Promise<string[]> {
  const { data } = await local.db.collection<Receipt>('receipts').where({ pushId: key }).limit(1000).get()
  return data.map((receipt) => receipt._id)
}

/** Invariants 1 to 5 of the design, for one push that has come to rest. */
async function expectBooksInOrder(scene: Scene, { outlived = false } = {}): Promise<void> {
  const messages = await messagesOf(scene)
  const receipts = await receiptsOf(scene)
  for (const [index, openid] of scene.openids.entries()) {
    const cards = local.emulator.wechat.inbox(openid).length
    const row = await ledgerOf(local, template, openid)
    const message = messages.find((each) => each.openid === openid)

    expect(cards).toBeLessThanOrEqual(Math.min(1, scene.granted[index] ?? 0))
    if (message) {
      expect(TERMINAL).toContain(message.state)
      if (message.state === 'sent') expect(cards).toBe(1)
      if (message.state === 'sent') expect(receipts).toContain(message._id)
      // Where WeChat's word was written down, the message is known to be sent, whoever died afterwards;
      // only a worker that outlived its lease and then died may leave its word to a row that was given up.
      else if (!outlived) expect(receipts).not.toContain(message._id)
      if (message.state === 'skipped' || message.state === 'failed') expect(cards).toBe(0)
    } else expect(cards).toBe(0)

    if (!row) continue
    expect(row.credits).toBeGreaterThanOrEqual(0)
    expect(imbalance(row)).toBe(0)
    expect(row.granted).toBe(scene.granted[index])
    if (message?.state === 'sent') expect(row).toMatchObject({ used: 1, reservations: [] })
    // Nobody knows: the credit is either still held, or the dead worker had already settled it.
    else if (message?.state !== 'unknown') expect(row).toMatchObject({ used: 0, reservations: [], credits: scene.granted[index] })
    // What our books call spent did go out.
    expect(row.used).toBeLessThanOrEqual(cards)
  }
  expect(messages.length === 0 || messages.length === scene.openids.length).toBe(true)
}

const AUDIENCE = [1, 2, 0]

describe('a worker that dies', () => {
  let calls = 0
  beforeAll(async () => {
    const scene = await setScene(AUDIENCE)
    calls = (await create(scene)).calls
    await expectBooksInOrder(scene)
  })

  it.each(['before', 'after'] as const)('at any call of a push, %s it is carried out, loses no message and sends none twice', async (moment) => {
    expect(calls).toBeGreaterThan(10)
    for (let at = 1; at <= calls; at += 1) {
      const scene = await setScene(AUDIENCE)
      await create(scene, { at, moment })
      await settleDown()
      await expectBooksInOrder(scene)
      // Whoever asked and got no answer asks again with the same key: now it is certainly taken down, and still nobody hears it twice.
      await create(scene)
      await settleDown()
      expect(await messagesOf(scene)).toHaveLength(scene.openids.length)
      await expectBooksInOrder(scene)
    }
  })

  it.each(['before', 'after'] as const)('at any call of the timer that carries on, %s it is carried out, leaves the books in order', async (moment) => {
    for (let at = 1; at <= calls; at += 1) {
      const scene = await setScene(AUDIENCE)
      await create(scene, { at: Math.ceil(calls / 2), moment: 'before' })
      local.emulator.clock.advance(LEASE_MS * 2)
      await dispatch({ at, moment })
      await settleDown()
      await expectBooksInOrder(scene)
    }
  })

  it('only in appearance, stalled at any call for longer than its lease, sends nothing that another has taken over', async () => {
    for (let at = 1; at <= calls; at += 1) {
      const scene = await setScene(AUDIENCE)
      await create(scene, undefined, stallAt(at))
      await settleDown()
      await expectBooksInOrder(scene)
    }
  })

  it('is only ever one of several: any number of workers, retries and deaths at any calls', async () => {
    const death = fc.option(fc.record({ at: fc.integer({ min: 1, max: 30 }), moment: fc.constantFrom('before' as const, 'after' as const) }))
    const worker = fc.record({
      who: fc.constantFrom('create' as const, 'dispatch' as const),
      death,
      stall: fc.option(fc.integer({ min: 1, max: 20 })),
      later: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 5 }),
        fc.array(worker, { minLength: 1, maxLength: 6 }),
        async (granted, workers) => {
          const scene = await setScene(granted)
          let together: Promise<unknown>[] = []
          for (const { who, death: crash, stall, later } of workers) {
            if (later) {
              await Promise.all(together)
              together = []
              local.emulator.clock.advance(LEASE_MS * 2)
            }
            const [point, pause] = [crash ?? undefined, stallAt(stall)] as const
            together.push(who === 'create' ? create(scene, point, pause) : dispatch(point, pause))
          }
          await Promise.all(together)
          await settleDown()
          await create(scene)
          await settleDown()
          await expectBooksInOrder(scene, { outlived: true })
        },
      ),
      { numRuns: 40 },
    )
  })
})

it('any order in which the calls of several workers reach the cloud leaves the books in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: 4 }), async (scheduler, workers) => {
      const scene = await setScene([1, 2])
      const inTurn = (): Promise<void> => scheduler.schedule(Promise.resolve())
      const all = Array.from({ length: workers }, (_, index) => (index % 2 === 0 ? create(scene, undefined, inTurn) : dispatch(undefined, inTurn)))
      await scheduler.waitFor(Promise.all(all))
      await settleDown()
      await expectBooksInOrder(scene)
    }),
    { numRuns: 20 },
  )
})

describe('a consent that is reported', () => {
  const report = (openid: string, promptId: string, crash?: CrashPoint): Promise<void> => {
    const answer = { openid, templateId: template.templateId, choice: 'accept', said: 'accept', source: 'page', counted: true, longTerm: false } as const
    const { ports } = new MortalPorts(local.ports(), crash)
    return recordAnswers(ports, [{ _id: `${openid}:${promptId}`, ...answer }]).then(() => undefined, onlyCrash)
  }

  it('again and again, by callers that die at any call, counts once', async () => {
    for (let at = 1; at <= 5; at += 1)
      for (const moment of ['before', 'after'] as const) {
        const openid = freshOpenid()
        await report(openid, 'p1', { at, moment })
        await report(openid, 'p1')
        await report(openid, 'p1')
        expect(await ledgerOf(local, template, openid)).toMatchObject({ credits: 1, granted: 1 })
      }
  })

  it('by several callers at once counts each occasion once', async () => {
    const openid = freshOpenid()
    await Promise.all(['a', 'b', 'a', 'b', 'a'].map((promptId) => report(openid, promptId)))
    expect(await ledgerOf(local, template, openid)).toMatchObject({ credits: 2, granted: 2 })
  })
})
