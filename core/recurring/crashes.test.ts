import fc from 'fast-check'
import { type AuditEntry } from '../access/audit-entry'
import { type Author } from '../access/identify'
import { AppError } from '../error/app-error'
import { type Push } from '../outbox/push'
import { type Recurrence, type Rule } from '../outbox/recurrence'
import { tick } from '../push/tick'
import { type Template } from '../templates/template'
import { Crash, MortalPorts, type CrashPoint } from '../../tests/support/crashing'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, agree, fresh, freshOpenid } from '../../tests/support/product'
import { pauseRecurrence, resumeRecurrence } from './control'
import { LATE_MS, makeDueRuns, PLAN_LEASE_MS } from './due'
import { keyOf } from './request'
import { nextDates } from './rule'
import { saveRecurrence } from './save'

const OPERATOR: Author = { kind: 'operator' }
const MINUTE = 60_000
const HOUR = 60 * MINUTE

let local: LocalCloud
let template: Template
beforeAll(async () => {
  local = await startLocalCloud()
  template = await addTemplate(local)
})
afterAll(() => local.close())
beforeEach(() => {
  // What is over of one test is no work for the next.
  for (const name of ['pushes', 'messages', 'recurrences', 'audit']) local.emulator.database.execute('database.removeDocument', { collectionName: local.prefix + name, query: '{}', queryType: 'WHERE', multi: true })
})

function onlyCrash(error: unknown): void {
  const cause = error instanceof Error && error.cause instanceof Crash ? error.cause : error
  if (!(cause instanceof Crash) && !/crash/i.test(String(error))) throw error
}

interface Scene {
  id: string
  openid: string
  rule: Rule
  /** Its first dates. */
  dates: number[]
}

/** A plan for one person, five minutes before its first date. */
async function setScene(count = 4): Promise<Scene> {
  const openid = freshOpenid()
  local.emulator.wechat.addUser({ openid })
  await agree(local, template, openid, count)
  const soon = new Date(local.emulator.clock.now() + 5 * MINUTE + 8 * HOUR).toISOString()
  const rule: Rule = { every: 'day', time: soon.slice(11, 16), count }
  const dates = nextDates(rule, local.emulator.clock.now(), 0, count)
  const { recurrence } = await saveRecurrence(local.ports(), OPERATOR, { key: fresh('plan'), template: template._id, data: { thing1: '车库' }, to: [openid], rule })
  return { id: recurrence.id, openid, rule, dates }
}

/** What a round does before it sends; how sending dies is told in `tests/faults`. */
async function begin(crash?: CrashPoint, beforeCall?: (call: number) => Promise<void>): Promise<MortalPorts> {
  const worker = new MortalPorts(local.ports(), crash, beforeCall)
  await makeDueRuns(worker.ports).catch(onlyCrash)
  await worker.idle()
  return worker
}

async function timer(): Promise<void> {
  await tick(local.ports(), { atBegin: makeDueRuns })
}

/** Long enough for what a dead one left: its hold of the plan, its messages, what nobody called for. */
async function settleDown(): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) {
    local.emulator.clock.advance(PLAN_LEASE_MS + 5 * MINUTE)
    await timer()
  }
}

/** Each date is a push or told as missed, never both and never neither; nobody got more than her pushes, and the audit says each once. */
async function expectEachOnce({ id, openid, dates }: Scene, { over = dates.length } = {}): Promise<void> {
  const [plan] = local.emulator.database.find('recurrences', { _id: id }) as unknown as Recurrence[]
  const pushes = local.emulator.database.find('pushes', {}, { limit: 1000 }) as unknown as Push[]
  const entries = local.emulator.database.find('audit', { 'facts.recurrence': id }, { limit: 1000 }) as unknown as AuditEntry[]
  const made = pushes.filter(({ recurrence }) => recurrence?.id === id).map(({ _id }) => _id)
  const missed = (plan?.lastMissed ?? []).map((each) => keyOf(id, new Date(each.at).getTime()))
  expect([...made, ...missed].sort()).toEqual(dates.slice(0, over).map((at) => keyOf(id, at)))
  expect(plan).toMatchObject({ runs: made.length, missed: missed.length, state: over === dates.length ? 'ended' : 'active' })
  expect(entries.filter(({ action }) => action === 'recurring-run').map(({ call }) => call).sort()).toEqual([...made].sort())
  expect(entries.filter(({ action }) => action === 'missed-run').map(({ call }) => call).sort()).toEqual([...missed].sort())
  expect(local.emulator.wechat.inbox(openid).length).toBeLessThanOrEqual(made.length)
}

describe('a timer that dies', () => {
  it.each(['before', 'after'] as const)('at any of its calls, %s it is carried out, makes its run once, and misses none', async (moment) => {
    for (let at = 1, isOver = false; !isOver; at += 1) {
      const scene = await setScene(1)
      local.emulator.clock.set(scene.dates[0] ?? 0)
      isOver = (await begin({ at, moment })).calls < at
      await settleDown()
      await expectEachOnce(scene)
      expect(local.emulator.database.find('recurrences', { _id: scene.id, runs: 1 })).toHaveLength(1)
    }
  })

  it('and is not followed by another within the hour leaves a date that was sent or told, never both', async () => {
    for (let at = 1, isOver = false; !isOver; at += 1) {
      const scene = await setScene(2)
      local.emulator.clock.set(scene.dates[0] ?? 0)
      isOver = (await begin({ at, moment: at % 2 === 0 ? 'after' : 'before' })).calls < at
      local.emulator.clock.advance(LATE_MS + PLAN_LEASE_MS + MINUTE)
      await begin({ at: Math.ceil(at / 2), moment: 'after' })
      await settleDown()
      await expectEachOnce(scene, { over: 1 })
    }
  })
})

it('two timers at once, in any order of their calls, make one run of each date', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: 4 }), async (scheduler, workers) => {
      const scene = await setScene(1)
      local.emulator.clock.set(scene.dates[0] ?? 0)
      const inTurn = (): Promise<void> => scheduler.schedule(Promise.resolve())
      await scheduler.waitFor(Promise.all(Array.from({ length: workers }, () => begin(undefined, inTurn))))
      await settleDown()
      await expectEachOnce(scene)
    }),
    { numRuns: 15 },
  )
})

it('however long nobody came and whoever died, each date is sent or told once', async () => {
  const death = fc.option(fc.record({ at: fc.integer({ min: 1, max: 40 }), moment: fc.constantFrom('before' as const, 'after' as const) }))
  const step = fc.record({ waitMs: fc.constantFrom(0, MINUTE, 10 * MINUTE, LATE_MS, 11 * HOUR, 24 * HOUR, 50 * HOUR), deaths: fc.array(death, { minLength: 1, maxLength: 3 }) })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
      const scene = await setScene(6)
      for (const { waitMs, deaths } of steps) {
        local.emulator.clock.advance(waitMs)
        await Promise.all(deaths.map((crash) => begin(crash ?? undefined)))
      }
      // Never back: whoever died holds the plan until a time that was reckoned from then.
      local.emulator.clock.set(Math.max(local.emulator.clock.now(), (scene.dates.at(-1) ?? 0) + LATE_MS + MINUTE))
      await settleDown()
      await expectEachOnce(scene)
    }),
    { numRuns: 25 },
  )
})

it('paused at any call of the round that makes a run, the run stands and is counted, and nothing is made afterwards', async () => {
  for (let at = 1, isOver = false; !isOver; at += 1) {
    const scene = await setScene(3)
    local.emulator.clock.set(scene.dates[0] ?? 0)
    let paused = false
    const worker = await begin(undefined, async (call) => {
      if (call !== at) return
      await pauseRecurrence(local.ports(), OPERATOR, scene.id)
      paused = true
    })
    isOver = worker.calls < at
    if (!paused) await pauseRecurrence(local.ports(), OPERATOR, scene.id)
    local.emulator.clock.set((scene.dates[1] ?? 0) + MINUTE)
    await timer()
    const [plan] = local.emulator.database.find('recurrences', { _id: scene.id }) as unknown as Recurrence[]
    const made = (local.emulator.database.find('pushes', {}, { limit: 1000 }) as unknown as Push[]).filter(({ recurrence }) => recurrence?.id === scene.id)
    expect([plan?.runs, made.length <= 1, plan?.missed, plan?.state]).toEqual([made.length, true, 0, 'paused'])
    await resumeRecurrence(local.ports(), OPERATOR, scene.id).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error
    })
  }
})
