import fc from 'fast-check'
import { Crash, MortalPorts, type CrashPoint } from '../../tests/support/crashing'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, fresh, freshOpenid, imbalance, ledgerOf } from '../../tests/support/product'
import { type Author } from '../access/identify'
import { recordConsent } from '../consent/record'
import { LEASE_MS } from '../delivery/limits'
import { messagesOf, type Message } from '../outbox/message'
import { pushesOf } from '../outbox/push'
import { type Ports } from '../ports'
import { advanceAll } from '../push/advance'
import { createPush } from '../push/create'
import { dayOf } from '../records/beijing'
import { saveTemplate } from '../templates/save'
import { type Template } from '../templates/template'
import { type Terms } from '../templates/terms'
import { noticesIn } from './gather'

const OPERATOR: Author = { kind: 'operator' }
const DAY_MS = 24 * 3_600_000
const OVER = ['sent', 'unknown', 'skipped', 'failed', 'merged']

let local: LocalCloud
beforeAll(async () => {
  local = await startLocalCloud()
})
afterAll(() => local.close())

/** What happens, in this order; each may be cut short by the death of whoever does it. */
type Step = { dies?: CrashPoint; stalls?: number } & ({ kind: 'push'; campaign: boolean } | { kind: 'tap'; times: number } | { kind: 'round'; workers: number } | { kind: 'later'; minutes: number })

interface Story {
  terms: Terms
  steps: Step[]
}

const crash = fc.option(fc.record({ at: fc.integer({ min: 1, max: 45 }), moment: fc.constantFrom('before' as const, 'after' as const) }), { nil: undefined, freq: 2 })
const trouble = { dies: crash, stalls: fc.option(fc.integer({ min: 1, max: 45 }), { nil: undefined, freq: 3 }) }
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('push' as const), campaign: fc.boolean(), ...trouble }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('tap' as const), times: fc.integer({ min: 1, max: 2 }), ...trouble }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('round' as const), workers: fc.integer({ min: 1, max: 4 }), ...trouble }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('later' as const), minutes: fc.constantFrom(1, 12, 24 * 60) }) },
)
const DIGEST = { many: { thing1: '{{count}} 条' } }
const story: fc.Arbitrary<Story> = fc.record({
  terms: fc.record(
    {
      ifNone: fc.constant('wait' as const),
      waitDays: fc.integer({ min: 1, max: 2 }),
      digest: fc.constantFrom({ minutes: 0, ...DIGEST }, { minutes: 10, ...DIGEST }),
      perDay: fc.integer({ min: 1, max: 2 }),
      reserve: fc.constant(1),
    },
    { requiredKeys: ['waitDays'] },
  ),
  steps: fc.array(step, { minLength: 3, maxLength: 12 }),
})

function onlyCrash(error: unknown): void {
  const cause = error instanceof Error && error.cause instanceof Crash ? error.cause : error
  if (!(cause instanceof Crash)) throw error
}

/** Stands still at that call for longer than a lease, while another goes on. */
function stallAt(at: number | undefined): (call: number) => Promise<void> {
  return async (call) => {
    if (call !== at) return
    local.emulator.clock.advance(LEASE_MS * 2)
    await advanceAll(local.ports())
  }
}

async function mortal({ dies, stalls }: Step, work: (ports: Ports) => Promise<unknown>): Promise<void> {
  const worker = new MortalPorts(local.ports(), dies, stallAt(stalls))
  await work(worker.ports).catch(onlyCrash)
  await worker.idle()
}

interface Told {
  template: Template
  openid: string
  granted: number
  pushed: string[]
}

async function tell({ terms, steps }: Story): Promise<Told> {
  const openid = freshOpenid()
  local.emulator.wechat.addUser({ openid })
  const made = await addTemplate(local)
  const template = await saveTemplate(local.ports(), OPERATOR, { key: made._id, terms })
  const told: Told = { template, openid, granted: 0, pushed: [] }
  for (const each of steps) await play(told, each)
  return told
}

async function play(told: Told, each: Step): Promise<void> {
  const { template, openid } = told
  switch (each.kind) {
    case 'push': {
      const key = fresh('push')
      told.pushed.push(key)
      await mortal(each, (ports) => createPush(ports, { template: template._id, data: { thing1: key }, to: [openid], key, ...(each.campaign && { priority: 'campaign' as const }) }, OPERATOR))
      return
    }
    case 'tap': {
      for (let time = 0; time < each.times; time += 1) {
        const result = (await local.emulator.wechat.consent({ openid, templateIds: [template.templateId] })) as Record<string, string>
        const promptId = fresh('prompt')
        told.granted += 1
        await mortal(each, (ports) => recordConsent(ports, openid, { promptId, result }))
        // The phone tells until it is answered.
        await recordConsent(local.ports(), openid, { promptId, result })
      }
      return
    }
    case 'round':
      await Promise.all(Array.from({ length: each.workers }, () => mortal(each, advanceAll)))
      return
    case 'later':
      local.emulator.clock.advance(each.minutes * 60_000)
  }
}

/** Whatever is left under way comes to its end. */
async function settleDown(): Promise<void> {
  for (const ms of [LEASE_MS * 11, LEASE_MS * 11, DAY_MS, DAY_MS, DAY_MS, DAY_MS, LEASE_MS * 11]) {
    local.emulator.clock.advance(ms)
    await advanceAll(local.ports())
  }
}

async function rowsOf(openid: string): Promise<Message[]> {
  return (await messagesOf(local.db).where({ openid }).limit(1000).get()).data
}

async function expectInOrder({ template, openid, granted, pushed }: Told): Promise<void> {
  const rows = await rowsOf(openid)
  const cards = local.emulator.wechat.inbox(openid)
  const byId = new Map(rows.map((row) => [row._id, row]))
  // Each notice that was taken down is in one message, or over.
  for (const row of rows) {
    expect(OVER).toContain(row.state)
    if (row.state === 'merged') expect(byId.get(row.digest ?? '')).toBeDefined()
  }
  const taken = (await pushesOf(local.db).where({ _id: local.db.command.in(pushed) }).limit(1000).get()).data
  for (const { _id, state } of taken) {
    expect(byId.has(`${_id}:${openid}`)).toBe(true)
    expect(state).toBe('finished')
  }
  // What the reader was told is what went out: each message once, with as many notices as it says.
  const out = rows.filter(({ state }) => state === 'sent')
  const lost = rows.filter(({ state }) => state === 'unknown')
  expect(cards.length).toBeGreaterThanOrEqual(out.length)
  expect(cards.length).toBeLessThanOrEqual(out.length + lost.length)
  const texts = cards.map(({ lines }) => lines[0]?.value ?? '')
  for (const row of out) {
    const notices = await noticesIn(local, [row])
    if (row.pushId.startsWith('d-')) expect(texts).toContain(`${notices.length} 条`)
    else expect(texts.filter((text) => text === row.pushId)).toHaveLength(1)
  }
  const within = await noticesIn(local, out)
  expect(new Set(within.map(({ _id }) => _id)).size).toBe(within.length)
  // The books.
  const ledger = await ledgerOf(local, template, openid)
  if (ledger) {
    expect(ledger.credits).toBeGreaterThanOrEqual(0)
    expect(imbalance(ledger)).toBe(0)
    expect(ledger.granted).toBe(granted)
    expect(ledger.used).toBeLessThanOrEqual(cards.length)
    expect(cards.length).toBeLessThanOrEqual(granted)
  } else expect(cards).toHaveLength(0)
  const { perDay } = template.terms ?? {}
  if (perDay !== undefined) {
    const days = new Map<string, number>()
    for (const { at } of cards) days.set(dayOf(new Date(at).getTime()), (days.get(dayOf(new Date(at).getTime())) ?? 0) + 1)
    for (const count of days.values()) expect(count).toBeLessThanOrEqual(perDay)
  }
}

it('whoever dies, or stands still, in between: each notice is in one message or over, no message goes out twice, and books and caps hold', async () => {
  await fc.assert(
    fc.asyncProperty(story, async (each) => {
      const told = await tell(each)
      await settleDown()
      await expectInOrder(told)
    }),
    { numRuns: Number(process.env['RUNS'] ?? 12), endOnFailure: process.env['RUNS'] === undefined },
  )
})
