import fc from 'fast-check'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { messagesFound } from '../../tests/support/history'
import { freshOpenid } from '../../tests/support/product'
import { answer } from '../api/envelope'
import { type Message } from '../outbox/message'
import { type Push } from '../outbox/push'
import { bytesOf, fitting, type Page } from '../records/page'
import { listTemplates } from '../templates/list'
import { type Template } from '../templates/template'
import { exportOwnData } from '../users/export'
import { inbox } from './inbox'
import { pushResults } from './results'

/** What a function can answer with. */
const MEGABYTE = 1_000_000
/** The longest that a field takes before anything looks at it, of the widest characters. */
const LONGEST = '𠮷'.repeat(200)

let local: LocalCloud
beforeAll(async () => {
  local = await startLocalCloud()
})
afterAll(() => local.close())

const FIELDS = Array.from({ length: 10 }, (_, index) => ({ key: `thing${index}`, label: LONGEST, rule: 'thing' as const }))
const DATA = Object.fromEntries(FIELDS.map(({ key }) => [key, LONGEST]))

function hostilePush(pushId: string): Push {
  const at = new Date(local.emulator.clock.now())
  return {
    _id: pushId, template: 'hostile', templateId: 'T', title: LONGEST, type: 'one-time', fields: FIELDS, data: DATA, page: 'p', miniprogramState: 'formal', lang: 'zh_CN',
    audience: { kind: 'all' }, anyway: false, by: { kind: 'operator' }, bodyHash: '', state: 'finished', urgent: false, total: 3000, createdAt: at, updatedAt: at,
  }
}

function hostileMessage(pushId: string, openid: string, index: number): Message {
  const at = new Date(local.emulator.clock.now() + index)
  const raw = LONGEST.repeat(10)
  const timeline = Array.from({ length: 50 }, () => ({ at, state: 'queued' as const }))
  return {
    _id: `${pushId}:${String(index).padStart(6, '0')}`, pushId, openid, template: 'hostile', data: DATA, state: index % 2 === 0 ? 'sent' : 'skipped', reason: 'bad-field', raw,
    attempts: 1, owner: '', dueAt: at, timeline, createdAt: at,
  }
}

/** Every part of a list, each of which an answer can carry. */
async function all<T>(part: (cursor?: string) => Promise<Page<T>>): Promise<T[]> {
  const found: T[] = []
  for (let cursor: string | undefined; ; ) {
    const answered = await part(cursor)
    expect(bytesOf(answered)).toBeLessThan(MEGABYTE)
    found.push(...answered.items)
    if (answered.next === undefined) return found
    cursor = answered.next
  }
}

const optional = (cursor: string | undefined): { cursor?: string } => (cursor === undefined ? {} : { cursor })

it('every list comes in parts that an answer carries, with each row once', async () => {
  const openid = freshOpenid()
  local.emulator.database.insert('pushes', [{ ...hostilePush('hostile') }])
  const rows = Array.from({ length: 300 }, (_, index) => hostileMessage('hostile', openid, index))
  local.emulator.database.insert('messages', rows.map((row) => ({ ...row })))
  const ids = rows.map(({ _id }) => _id)
  const sent = rows.filter(({ state }) => state === 'sent').map(({ _id }) => _id)

  expect((await all((cursor) => pushResults(local.db, { pushId: 'hostile', ...optional(cursor) }))).map(({ id }) => id)).toEqual(ids)
  expect((await all((cursor) => messagesFound(local.db, { openid, ...optional(cursor) }))).map(({ id }) => id)).toEqual([...ids].reverse())
  expect((await all((cursor) => inbox(local.ports(), openid, optional(cursor)))).map(({ id }) => id)).toEqual([...sent].reverse())
  const exported = await all(async (cursor) => {
    const { messages: items, ...rest } = await exportOwnData(local.ports(), openid, optional(cursor))
    return { items, ...rest }
  })
  expect(exported.map(({ _id }) => _id)).toEqual(ids)
})

it('3,000 ordinary messages are exported in parts, the first without being asked for', async () => {
  const openid = freshOpenid()
  const at = new Date(local.emulator.clock.now())
  const ordinary = { ...hostilePush('ordinary'), title: '巡查任务提醒', fields: [{ key: 'thing1', label: '巡查地点', rule: 'thing' as const }], data: { thing1: '3 号楼地下车库' } }
  local.emulator.database.insert('pushes', [ordinary])
  const rows = Array.from({ length: 3000 }, (_, index) => ({ ...hostileMessage('ordinary', openid, index), raw: undefined, data: undefined, reason: undefined, timeline: [{ at, state: 'sent' as const }] }))
  local.emulator.database.insert('messages', rows.map((row) => JSON.parse(JSON.stringify(row)) as Message))
  local.emulator.database.insert('answers', Array.from({ length: 1500 }, (_, index) => ({ _id: `a${index}`, openid, templateId: 'T', choice: 'accept', said: 'accept', source: 'page', counted: true, at })))
  const first = await exportOwnData(local.ports(), openid)
  expect(first.answers).toHaveLength(1500)
  expect(first.messages[0]).toMatchObject({ title: '巡查任务提醒', lines: [{ label: '巡查地点', value: '3 号楼地下车库' }] })
  const seen = [first]
  for (let { next } = first; next !== undefined; ) {
    const part = await exportOwnData(local.ports(), openid, { cursor: next })
    seen.push(part)
    next = part.next
  }
  expect(seen.every((part) => bytesOf(part) < MEGABYTE)).toBe(true)
  expect(seen.flatMap(({ messages }) => messages.map(({ _id }) => _id))).toEqual(rows.map(({ _id }) => _id))
  expect(seen.flatMap(({ answers }) => answers)).toHaveLength(1500)
  await expect(exportOwnData(local.ports(), openid, { cursor: 'nonsense' })).rejects.toMatchObject({ code: 'invalid-argument' })
})

it('templates are told in one answer as long as they fit, then in parts', async () => {
  const at = new Date(local.emulator.clock.now())
  const template = (key: string): Template => ({
    _id: key, templateId: key, title: LONGEST, type: 'one-time', about: LONGEST, page: '', sample: {}, enabled: true, updatedAt: at,
    fields: FIELDS.map(({ key: name, label }) => ({ key: name.replace('thing', 'date'), label, rule: 'date' })),
  })
  local.emulator.database.insert('templates', Array.from({ length: 80 }, (_, index) => ({ ...template(`t${String(index).padStart(3, '0')}`) })))
  const found = await all(async (cursor) => {
    const { templates: items, ...rest } = await listTemplates(local.db, optional(cursor))
    return { items, ...rest }
  })
  expect(found).toHaveLength(80)
})

describe('what fits', () => {
  it('is the longest beginning within the limit, and one at least', () => {
    const check = (items: string[], most: number): void => {
      const fits = fitting(items, most)
      const size = (some: string[]): number => some.reduce((sum, item) => sum + bytesOf(item), 0)
      expect(items.slice(0, fits.length)).toEqual(fits)
      expect(fits.length >= 1 || items.length === 0).toBe(true)
      if (fits.length > 1) expect(size(fits)).toBeLessThanOrEqual(most)
      if (fits.length < items.length) expect(size(items.slice(0, fits.length + 1))).toBeGreaterThan(most)
    }
    fc.assert(fc.property(fc.array(fc.string({ unit: 'binary' })), fc.nat(100), check))
  })

  it('is held by the envelope, whatever an action answers', async () => {
    const told = await answer(() => undefined, async () => ({ text: '长'.repeat(400_000) }))
    expect(told).toMatchObject({ ok: false, error: { message: expect.stringMatching(/超出云函数一次能返回的大小/) } })
    expect(bytesOf(await answer(() => undefined, () => Promise.reject(new Error('x'.repeat(2_000_000)))))).toBeLessThan(20_000)
  })
})
