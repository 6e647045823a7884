import { calculateObjectSize } from 'bson'
import { removeOld } from '../core/users/retention'
import { COLLECTIONS } from '../core/records/collections'
import ENVIRONMENT from '../deploy/environment.json'
import { startLocalCloud, type LocalCloud } from '../tests/support/local-cloud'

/** Measured on so many of each, and told for ten thousand. */
const MEASURED = 300
const TOLD = 10_000
const DAY_MS = 24 * 3_600_000
/** The defaults of `KEEP_…_DAYS`. */
const KEEP_DAYS = { texts: 180, receipts: 180, answers: 1095, users: 730 }
/** Beside its values, an entry of an index has about so much. An estimate: the platform tells nobody. */
const ENTRY_BYTES = 12

const OWNER = { kind: 'client', openid: 'oGrowthOwner0000000000000000' } as const
const ASKED = { page: 'pages/subscribe/subscribe', scene: 1047, text: { id: 'consent', version: 1, words: '巡检任务有新的安排时，发一条提醒给你。点一次「允许」可以收到一条。' } }

export interface Growth {
  what: string
  rows: number
  MB: number
  'MB of indexes': number
  /** Where most of it is. */
  most: string
}

interface Size {
  rows: number
  bytes: number
  indexes: number
}

type Sizes = ReadonlyMap<string, Size>

/** What is kept of ten thousand users and messages: when they are new, and when the timer has removed what is old. */
export async function measureGrowth(): Promise<Growth[]> {
  const grown: Growth[] = []
  for (const [what, send] of [['sent one by one', sendSingly], ['sent to many at once', sendInBulk]] as const) {
    const local = await startLocalCloud()
    try {
      const people = await populate(local)
      const before = sizesOf(local)
      if (grown.length === 0) grown.push(told('10,000 users who agreed once', new Map(), ofUsers(before)))
      await send(local, people)
      grown.push(told(`10,000 ${what}`, ofMessages(before), ofMessages(sizesOf(local))))
      await keepFor(local, 181)
      grown.push(told('the same, 181 days later', ofMessages(before), ofMessages(sizesOf(local))))
      await keepFor(local, 1096)
      if (grown.length === 3) grown.push(told('the users, 1,096 days later', new Map(), ofUsers(sizesOf(local))))
    } finally {
      await local.close()
    }
  }
  return grown
}

async function call(local: LocalCloud, name: string, data: object, caller: Parameters<LocalCloud['emulator']['functions']['invoke']>[2]): Promise<void> {
  const outcome = await local.emulator.functions.invoke(name, data as never, caller)
  const result = outcome.ok ? (outcome.result as { ok: boolean }) : undefined
  if (!result?.ok) throw new Error(`${name}: ${JSON.stringify(outcome)}`)
}

/** People who have opened the mini-program and said yes once, through its function. */
async function populate(local: LocalCloud): Promise<string[]> {
  const { emulator } = local
  emulator.clock.set(Date.now())
  const operatorKey = emulator.project().variables['OPERATOR_KEY']
  const template = { title: '巡检任务提醒', content: '巡检地点:{{thing1.DATA}}\n巡检时间:{{time2.DATA}}\n负责人:{{name3.DATA}}' }
  const { templateId } = emulator.wechat.addTemplate(template)
  await call(local, 'push', { action: 'saveTemplate', operatorKey, key: 'patrol', templateId, ...template }, { kind: 'console' })
  await call(local, 'push', { action: 'grant', operatorKey, openid: OWNER.openid, role: 'owner' }, { kind: 'console' })
  const people = Array.from({ length: MEASURED }, (_, index) => `oGrowth${String(index).padStart(21, '0')}`)
  for (const openid of people) {
    const result = await emulator.wechat.consent({ openid, templateIds: [templateId] })
    const caller = { kind: 'client', openid } as const
    await call(local, 'subscribe', { action: 'record', promptId: `growth-${openid.slice(-8)}`, result, asked: ASKED }, caller)
    await call(local, 'subscribe', { action: 'profile', nickname: '林夏' }, caller)
  }
  return people
}

const DATA = { thing1: '北门岗亭 3 号', time2: '2026-12-01 08:00', name3: '林夏' }

async function sendSingly(local: LocalCloud, people: readonly string[]): Promise<void> {
  for (const openid of people) await call(local, 'push', { action: 'create', template: 'patrol', data: DATA, to: [openid] }, OWNER)
}

async function sendInBulk(local: LocalCloud): Promise<void> {
  await call(local, 'push', { action: 'create', template: 'patrol', data: DATA, audience: { canReceive: true } }, OWNER)
}

/** What the timer removes once an hour, as it does so many days later. */
async function keepFor({ emulator, ports }: LocalCloud, days: number): Promise<void> {
  emulator.clock.set(Date.now() + days * DAY_MS)
  const now = new Date(emulator.clock.now())
  emulator.clock.set(emulator.clock.now() + ((41 - now.getMinutes() + 60) % 60) * 60_000)
  const plain = ports()
  await removeOld({ ...plain, settings: { ...plain.settings, keepDays: KEEP_DAYS } })
}

function sizesOf({ emulator }: LocalCloud): Sizes {
  return new Map(
    Object.values(COLLECTIONS).map((name) => {
      const rows = emulator.database.find(name, {})
      const bytes = rows.reduce((sum, row) => sum + calculateObjectSize(row), 0)
      return [name, { rows: rows.length, bytes, indexes: rows.reduce((sum, row) => sum + indexBytes(name, row), 0) }]
    }),
  )
}

function indexBytes(name: keyof typeof ENVIRONMENT.collections, row: Record<string, unknown>): number {
  const config: { acl: string; indexes?: { keys: (string | number)[][] }[] } = ENVIRONMENT.collections[name]
  const keys = [['_id'], ...(config.indexes ?? []).map((index) => index.keys.map(([field]) => String(field)))]
  return keys.reduce((sum, fields) => sum + ENTRY_BYTES + calculateObjectSize(Object.fromEntries(fields.map((field, at) => [String(at), valueAt(row, field)]))), 0)
}

function valueAt(row: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], row) ?? null
}

const USERS: readonly string[] = ['users', 'authorizations', 'answers']
const ofUsers = (sizes: Sizes): Sizes => new Map([...sizes].filter(([name]) => USERS.includes(name)))
const ofMessages = (sizes: Sizes): Sizes => new Map([...sizes].filter(([name]) => !USERS.includes(name)))

function told(what: string, before: Sizes, after: Sizes): Growth {
  const grown = [...after].map(([name, size]) => {
    const was = before.get(name) ?? { rows: 0, bytes: 0, indexes: 0 }
    return { name, rows: size.rows - was.rows, bytes: size.bytes - was.bytes, indexes: size.indexes - was.indexes }
  })
  const scale = TOLD / MEASURED
  const sum = (of: 'rows' | 'bytes' | 'indexes'): number => grown.reduce((all, each) => all + each[of], 0) * scale
  const most = grown.filter(({ rows }) => rows * scale > 50).sort((a, b) => b.bytes - a.bytes)
  return {
    what,
    rows: Math.round(sum('rows')),
    MB: megabytes(sum('bytes')),
    'MB of indexes': megabytes(sum('indexes')),
    most: most.map(({ name, rows, bytes }) => `${name} ${Math.round(rows * scale)} × ${Math.round(bytes / rows)} B`).join(', '),
  }
}

function megabytes(bytes: number): number {
  return Number((bytes / 1_000_000).toFixed(1))
}
