import { newAuthorization, type Authorization } from '../../core/ledger/authorization'
import { type Counts } from '../../core/push/view'
import { startEmulator, type Emulator } from '../../emulator/emulator'
import { imbalance } from '../support/product'
import { silentProject } from '../support/project'

const RECIPIENTS = 400
/** A lease that a dead worker leaves behind has run out by then. */
const AFTER_LEASE_MS = 120_000

interface Status {
  ok: boolean
  pushId: string
  state: string
  counts: Counts
}

let emulator: Emulator
let operatorKey: string
let templateId: string
let openids: string[]

const project = silentProject()
afterAll(() => project.remove())
beforeEach(async () => {
  emulator = await startEmulator({ projectDir: project.dir, seed: null, processes: { concurrency: { push: 2, dispatch: 3 } }, complain: () => undefined })
  // Rounds of the timer are begun by hand.
  emulator.timers.stop()
  operatorKey = String(emulator.project().variables['OPERATOR_KEY'])
  templateId = emulator.wechat.addTemplate({ title: '巡检任务提醒', content: '地点:{{thing1.DATA}}' }).templateId
  await call('push', { action: 'saveTemplate', key: 'patrol', title: '巡检任务提醒', content: '地点:{{thing1.DATA}}', templateId })
  openids = Array.from({ length: RECIPIENTS }, (_, index) => `oKill${String(index).padStart(6, '0')}`)
  for (const openid of openids) await agreed(openid)
  await emulator.settled()
})
afterEach(() => emulator.close())

async function agreed(openid: string): Promise<void> {
  await emulator.wechat.consent({ openid, templateIds: [templateId] })
  const row = { ...newAuthorization(openid, templateId, new Date(0)), credits: 1, granted: 1, standing: 'accept' }
  emulator.database.insert('authorizations', [row])
}

async function call(name: string, data: object): Promise<Status> {
  const outcome = await emulator.functions.invoke(name, { ...data, operatorKey }, { kind: 'console' })
  if (!outcome.ok) throw new Error(outcome.error.message)
  return outcome.result as Status
}

const timer = (): Promise<unknown> => emulator.functions.invoke('dispatch', {}, { kind: 'timer', devtools: true })

/** A push to all of them, queued: the console has no call token. */
async function queued(): Promise<string> {
  const { pushId, counts } = await call('push', { action: 'create', template: 'patrol', data: { thing1: '车库' }, audience: { openids } })
  expect(counts.queued).toBe(RECIPIENTS)
  return pushId
}

function cards(): number[] {
  return openids.map((openid) => emulator.wechat.inbox(openid).length)
}

function expectBooksInOrder({ sent, unknown }: Counts): void {
  const received = cards()
  expect(Math.max(...received)).toBe(1)
  expect(sent + unknown).toBe(RECIPIENTS)
  const arrived = received.filter((count) => count === 1).length
  // Nobody of whom we know that it was sent has nothing, and what nobody knows explains the rest.
  expect(arrived).toBeGreaterThanOrEqual(sent)
  expect(arrived).toBeLessThanOrEqual(sent + unknown)
  const rows = emulator.database.find('authorizations', {}, { limit: RECIPIENTS }) as unknown as Authorization[]
  expect(rows.filter((row) => imbalance(row) !== 0)).toEqual([])
  expect(rows.reduce((sum, row) => sum + row.used, 0)).toBeLessThanOrEqual(arrived)
}

it('a worker that is killed in every run loses no message and sends none twice', async () => {
  const pushId = await queued()
  let kills = 0
  let status = await call('push', { action: 'status', pushId })
  while (status.state !== 'finished') {
    emulator.faults.set({ send: { latencyMs: 20 }, kill: { function: 'dispatch', afterSends: 30 } })
    await timer()
    if (!emulator.faults.plan.kill) kills += 1
    emulator.clock.advance(AFTER_LEASE_MS)
    status = await call('push', { action: 'status', pushId })
    expect(kills).toBeLessThan(50)
  }
  expect(kills).toBeGreaterThan(1)
  expectBooksInOrder(status.counts)
})

it('timers that overlap, and a page that drives the push meanwhile, show each recipient one card', async () => {
  const pushId = await queued()
  await Promise.all([timer(), timer(), call('push', { action: 'advance', pushId }), timer()])
  await timer()
  const { state, counts } = await call('push', { action: 'status', pushId })
  expect({ state, sent: counts.sent }).toEqual({ state: 'finished', sent: RECIPIENTS })
  expect(new Set(cards())).toEqual(new Set([1]))
  expectBooksInOrder(counts)
})

it('lost replies, errors at a rate and database errors leave the books in order', async () => {
  const pushId = await queued()
  let status = await call('push', { action: 'status', pushId })
  for (let round = 0; status.state !== 'finished'; round += 1) {
    emulator.faults.set({
      send: { errors: [{ errcode: -1, rate: 0.1 }], lostReplies: 5 },
      db: { errors: [{ code: 'EXCEED_REQUEST_LIMIT', times: round % 3 }], lostReplies: round % 2 },
    })
    await timer()
    emulator.faults.clear()
    emulator.clock.advance(3_600_000)
    status = await call('push', { action: 'status', pushId })
    expect(round).toBeLessThan(50)
  }
  const { failed, skipped } = status.counts
  expect({ failed, skipped }).toEqual({ failed: 0, skipped: 0 })
  expectBooksInOrder(status.counts)
})
