import { newAuthorization, type Authorization } from '../../core/ledger/authorization'
import { type Counts } from '../../core/push/view'
import { startEmulator, type Emulator } from '../../emulator/emulator'
import { imbalance } from '../support/product'
import { silentProject } from '../support/project'

const ADMIN = 'oAdmin'
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

const project = silentProject()
afterAll(() => project.remove())
beforeEach(async () => {
  emulator = await startEmulator({ projectDir: project.dir, seed: null, complain: () => undefined })
  emulator.timers.stop()
  operatorKey = String(emulator.project().variables['OPERATOR_KEY'])
  templateId = emulator.wechat.addTemplate({ title: '巡检任务提醒', content: '地点:{{thing1.DATA}}' }).templateId
  await call({ action: 'saveTemplate', key: 'patrol', title: '巡检任务提醒', content: '地点:{{thing1.DATA}}', templateId })
  emulator.database.insert('members', [{ _id: ADMIN, role: 'owner', grantedBy: 'operator', at: new Date(0) }])
})
afterEach(() => emulator.close())

async function receivers(count: number): Promise<string[]> {
  const openids = Array.from({ length: count }, (_, index) => `oTrouble${String(index).padStart(6, '0')}`)
  for (const openid of openids) await emulator.wechat.consent({ openid, templateIds: [templateId] })
  emulator.database.insert('authorizations', openids.map((openid) => ({ ...newAuthorization(openid, templateId, new Date(0)), credits: 1, granted: 1, standing: 'accept' })))
  await emulator.settled()
  return openids
}

/** As the console calls, without a call token. */
async function call(data: object): Promise<Status> {
  const outcome = await emulator.functions.invoke('push', { ...data, operatorKey }, { kind: 'console' })
  if (!outcome.ok) throw new Error(outcome.error.message)
  return outcome.result as Status
}

/** As an admin's page calls, with one. @throws Error when the function was killed at its time limit */
async function fromPage(openids: string[]): Promise<Status> {
  const data = { action: 'create', template: 'patrol', data: { thing1: '车库' }, audience: { openids } }
  const outcome = await emulator.functions.invoke('push', data, { kind: 'client', openid: ADMIN })
  if (!outcome.ok) throw new Error(outcome.error.message)
  return outcome.result as Status
}

const timer = (): Promise<unknown> => emulator.functions.invoke('dispatch', {}, { kind: 'timer', devtools: true })

async function finish(pushId: string): Promise<Status> {
  emulator.faults.clear()
  for (let round = 0; round < 10; round += 1) {
    emulator.clock.advance(AFTER_LEASE_MS)
    await timer()
    const status = await call({ action: 'status', pushId })
    if (status.state === 'finished') return status
  }
  throw new Error('not finished')
}

function expectBooksInOrder(openids: readonly string[]): void {
  expect(openids.filter((openid) => emulator.wechat.inbox(openid).length > 1)).toEqual([])
  const rows = emulator.database.find('authorizations', {}, { limit: openids.length }) as unknown as Authorization[]
  expect(rows.filter((row) => imbalance(row) !== 0 || row.reservations.length > 0)).toEqual([])
}

it('where WeChat is busy for everybody, all is queued for another try, in time, and nothing is unknown', async () => {
  const openids = await receivers(500)
  emulator.faults.set({ send: { latencyMs: 20, errors: [{ errcode: -1, rate: 1 }] }, db: { latencyMs: 45 } })
  const { pushId, counts } = await fromPage(openids)
  expect(counts).toMatchObject({ queued: 500, unknown: 0, sending: 0 })
  expect((await finish(pushId)).counts).toMatchObject({ sent: 500, unknown: 0 })
  expectBooksInOrder(openids)
})

it('where WeChat is slow, no more is handed over than there is time to hear of', async () => {
  const openids = await receivers(250)
  emulator.faults.set({ send: { latencyMs: 4000 } })
  const { pushId, counts } = await fromPage(openids)
  expect(counts.unknown + counts.sending).toBe(0)
  expect(counts.sent).toBeGreaterThan(0)
  expect((await finish(pushId)).counts).toMatchObject({ sent: 250, unknown: 0 })
  expectBooksInOrder(openids)
})

it('where replies get lost, exactly those are unknown', async () => {
  const openids = await receivers(120)
  emulator.faults.set({ send: { latencyMs: 20, lostReplies: 3 } })
  const { pushId } = await fromPage(openids)
  expect((await finish(pushId)).counts).toMatchObject({ sent: 117, unknown: 3 })
})
