import { MortalPorts, Crash } from '../../tests/support/crashing'
import { makeBusiness, notifyMany } from '../../tests/support/callers'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, agree, fresh, freshOpenid, imbalance, ledgerOf } from '../../tests/support/product'
import { inbox } from '../history/inbox'
import { messageDetail } from '../history/history'
import { messagesOf } from '../outbox/message'
import { pushesOf } from '../outbox/push'
import { type Ports } from '../ports'
import { readSettings, type KeepDays } from '../ports/settings'
import { advanceAll } from '../push/advance'
import { pausePush } from '../push/control'
import { createPush, type Created } from '../push/create'
import { retryPush } from '../push/retry'
import { countMessages } from '../push/view'
import { COLLECTIONS } from '../records/collections'
import { type Template } from '../templates/template'
import { saveProfile } from './profile'
import { removeOld } from './retention'
import { usersOf } from './user'

const DAY_MS = 24 * 3_600_000
const KEEP: KeepDays = { texts: 180, receipts: 180, answers: 365, users: 400, messages: 730 }
const TEXT = '只说给她听的话'

let local: LocalCloud
let template: Template
beforeEach(async () => {
  local = await startLocalCloud()
  template = await addTemplate(local)
})
afterEach(() => local.close())

function ports(keepDays: Partial<KeepDays> = {}, more: Partial<Ports> = {}): Ports {
  return local.ports({ settings: { ...local.ports().settings, keepDays: { ...KEEP, ...keepDays } }, ...more })
}

/** So many days later, in the minute in which it is done. */
function pass(days: number): void {
  const { clock } = local.emulator
  clock.advance(days * DAY_MS)
  // As the rounds of the timer leave it: what is older than yesterday is counted.
  local.emulator.database.insert('figures', [{ _id: fresh(new Date(clock.now() + 8 * 3_600_000).toISOString().slice(0, 10)) }])
  clock.advance((((41 * 60_000 - (clock.now() % 3_600_000)) % 3_600_000) + 3_600_000) % 3_600_000)
}

async function person(nickname = '林夏'): Promise<string> {
  const openid = freshOpenid()
  await saveProfile(local.ports(), openid, { nickname })
  await agree(local, template, openid, 3)
  return openid
}

async function push(to: string[], thing1 = `{{nickname}}，${TEXT}`): Promise<Created> {
  return (await createPush(local.ports(), { template: template._id, data: { thing1 }, to, anyway: false, dryRun: false, key: fresh('push') }, { kind: 'operator' })) as Created
}

const everything = (): string => JSON.stringify(Object.keys(COLLECTIONS).map((name) => local.emulator.database.find(name, {}, { limit: 1000 })))
const count = (name: string): number => local.emulator.database.find(name, {}, { limit: 1000 }).length

it('texts are gone after their time, and what was sent to whom stays, with its numbers and the ledger', async () => {
  const [openid, unfit] = [await person(), await person('🌸林夏')]
  const { pushId } = await push([openid, unfit])
  const before = [await countMessages(local.db, pushId), await ledgerOf(local, template, openid)]
  pass(179)
  await advanceAll(ports())
  expect(everything()).toContain(TEXT)
  pass(2)
  await advanceAll(ports())
  expect(everything()).not.toContain(TEXT)
  expect([await countMessages(local.db, pushId), await ledgerOf(local, template, openid)]).toEqual(before)
  // What was wrong with a text may quote it.
  expect(local.emulator.database.find('messages', { reason: 'bad-field' }, { limit: 10 }).map(({ raw }) => raw)).toEqual([undefined])
  expect(count('receipts')).toBe(0)
  const { items } = await inbox(local.ports(), openid, {})
  expect(items).toMatchObject([{ title: template.title, lines: [{ label: '地点', value: '已过保存期' }] }])
  expect((await messageDetail(local.db, items[0]?.id ?? '')).lines).toEqual([{ label: '地点', value: '已过保存期' }])
  await expect(retryPush(local.ports(), { kind: 'operator' }, pushId)).rejects.toMatchObject({ code: 'wrong-state', message: expect.stringMatching(/已过保存期/) })
})

it('notices of business functions, thousands a day, go many at a time, by the same times', async () => {
  const people = await Promise.all(Array.from({ length: 30 }, () => person()))
  const items = [...people, freshOpenid()].map((to) => ({ to, data: { thing1: `{{nickname}}，${TEXT}` }, dedupe: fresh('d') }))
  await notifyMany(local.ports(), await makeBusiness(local), { template: template._id, items })
  local.emulator.clock.advance(60_000)
  await advanceAll(local.ports())
  const unknown = messagesOf(local.db).where({ openid: people[0] })
  await unknown.update({ data: { state: 'unknown' } })
  pass(181)
  const counted = new MortalPorts(ports())
  await removeOld(counted.ports)
  expect(counted.calls).toBeLessThan(30)
  expect(everything().includes(TEXT)).toBe(false)
  expect([count('pushes'), count('messages')]).toEqual([31, 31])
  pass(600)
  await removeOld(ports())
  expect([count('pushes'), count('messages')]).toEqual([0, 0])
  for (const openid of people.slice(1)) expect(imbalance((await ledgerOf(local, template, openid)) ?? (undefined as never))).toBe(0)
})

it('a push that nobody went on with is cancelled, and what it held comes back', async () => {
  const openid = await person()
  const { pushId } = await createPush(local.ports(), { template: template._id, data: { thing1: TEXT }, to: [openid], sendAt: local.emulator.clock.now() + 3_600_000 }, { kind: 'operator' }) as Created
  await pausePush(local.ports(), { kind: 'operator' }, pushId)
  pass(181)
  await advanceAll(ports())
  await advanceAll(ports())
  pass(181)
  await advanceAll(ports())
  expect(local.emulator.database.find('pushes', { _id: pushId }, { limit: 1 })).toMatchObject([{ state: 'cancelled', data: {} }])
  const row = await ledgerOf(local, template, openid)
  expect(row).toMatchObject({ credits: 3, reservations: [] })
  expect(row && imbalance(row)).toBe(0)
})

it('answers, rids and names of those who were not seen go in their own time; nothing where it is kept for ever', async () => {
  const openid = await person()
  const refused = { ...local.openapi.subscribeMessage, send: () => Promise.reject(Object.assign(new Error(), { errCode: 40003, errMsg: 'bad rid: r-1' })) }
  await createPush(local.ports({ openapi: { ...local.openapi, subscribeMessage: refused } }), { template: template._id, data: { thing1: '车库' }, to: [openid] }, { kind: 'operator' })
  expect(count('refusals')).toBe(1)
  pass(8)
  await removeOld(ports())
  expect([count('refusals'), count('answers')]).toEqual([0, 3])
  pass(400)
  await removeOld(ports({ answers: 0, users: 0 }))
  expect(count('answers')).toBe(3)
  const [back] = [await person('王芳')]
  await removeOld(ports())
  expect(local.emulator.database.find('users', {}, { limit: 10 }).map(({ _id, nickname }) => [_id, nickname]).sort()).toEqual([[openid, ''], [back, '王芳']].sort())
  expect(local.emulator.database.find('answers', {}, { limit: 10 }).every((answer) => answer['openid'] === back)).toBe(true)
  // A chain from which the oldest entry was taken is no chain.
  expect(count('audit')).toBeGreaterThan(0)
})

describe('a push that is older than its history is kept', () => {
  const failing = { send: () => Promise.reject(Object.assign(new Error(), { errCode: -501002, errMsg: 'ESOCKETTIMEDOUT' })) }

  it('goes with its messages; the ledger keeps what was spent, also on what nobody ever knew of, and the younger one stays', async () => {
    const [openid, other] = [await person(), await person('王芳')]
    const { pushId } = await push([openid], '车库')
    const openapi = { ...local.openapi, subscribeMessage: { ...local.openapi.subscribeMessage, ...failing } }
    await createPush(local.ports({ openapi }), { template: template._id, data: { thing1: '车库' }, to: [other] }, { kind: 'operator' })
    expect(await ledgerOf(local, template, other)).toMatchObject({ reservations: [expect.any(String)] })
    pass(700)
    const { pushId: young } = await push([openid], '车库')
    pass(31)
    await removeOld(ports({ answers: 0 }))
    expect(local.emulator.database.find('pushes', {}, { limit: 9 }).map(({ _id }) => _id)).toEqual([young])
    expect(local.emulator.database.find('messages', {}, { limit: 9 }).map(({ pushId: of }) => of)).toEqual([young])
    expect(pushId).not.toBe(young)
    for (const each of [openid, other]) {
      const row = await ledgerOf(local, template, each)
      expect(row && [row.reservations, imbalance(row)]).toEqual([[], 0])
    }
    expect(await ledgerOf(local, template, other)).toMatchObject({ used: 1, credits: 2 })
  })

  it('stays while the figures of its day are not written down, and for ever where that was set', async () => {
    await push([await person()], '车库')
    pass(731)
    await removeOld(ports({ messages: 0 }))
    await local.emulator.database.execute('database.removeDocument', { collectionName: `${local.prefix}figures`, query: '{}', queryType: 'WHERE', multi: true })
    await removeOld(ports())
    expect([count('pushes'), count('messages')]).toEqual([1, 1])
  })

  it('by a worker that dies at any call goes an hour later, and the books stay right', async () => {
    const openid = await person()
    const openapi = { ...local.openapi, subscribeMessage: { ...local.openapi.subscribeMessage, ...failing } }
    for (let at = 1; at <= 8; at += 1) {
      await createPush(local.ports({ openapi }), { template: template._id, data: { thing1: '车库' }, to: [openid], anyway: true }, { kind: 'operator' })
      pass(731)
      const worker = new MortalPorts(ports({ texts: 0, users: 0, receipts: 0, answers: 0 }), { at, moment: at % 2 === 0 ? 'after' : 'before' })
      await removeOld(worker.ports).catch((error: unknown) => {
        if (!(error instanceof Crash)) throw error
      })
      await worker.idle()
      const row = await ledgerOf(local, template, openid)
      expect(row && imbalance(row)).toBe(0)
    }
    pass(0)
    await removeOld(ports())
    expect([count('pushes'), count('messages')]).toEqual([0, 0])
    expect((await ledgerOf(local, template, openid))?.reservations).toEqual([])
  })
})

it('leaves the name of somebody who comes back at that very moment', async () => {
  const openid = await person()
  pass(401)
  const nothingElse = ports({ texts: 0, receipts: 0, answers: 0 })
  const worker = new MortalPorts(nothingElse, undefined, async (call) => {
    if (call === 2) await usersOf(local.db).doc(openid).update({ data: { lastSeen: new Date(local.emulator.clock.now()) } })
  })
  await removeOld(worker.ports)
  expect(local.emulator.database.find('users', {}, { limit: 10 })).toMatchObject([{ nickname: '林夏' }])
})

it('goes in small steps within the time of a round, and is done in the end', async () => {
  const at = new Date(local.emulator.clock.now())
  local.emulator.database.insert('receipts', Array.from({ length: 900 }, (_, index) => ({ _id: `r${index}`, pushId: 'p', openid: 'o', templateId: 'T', msgid: '1', at })))
  pass(181)
  let left = 18_000
  await removeOld(ports({}, { remainingMs: () => (left -= 1_000) }))
  expect(count('receipts')).toBe(700)
  await removeOld(ports({}, { remainingMs: () => 5_000 }))
  expect(count('receipts')).toBe(700)
  await removeOld(ports())
  expect(count('receipts')).toBe(0)
})

it('cards that were shared go after three months, with who came by them', async () => {
  const at = new Date(local.emulator.clock.now())
  local.emulator.database.insert('askCards', [{ _id: 'card', templates: [template._id], by: { kind: 'operator' }, at }, { _id: 'card:o', card: 'card', openid: 'o', at }])
  pass(89)
  await removeOld(ports())
  expect(count('askCards')).toBe(2)
  pass(2)
  await removeOld(ports())
  expect(count('askCards')).toBe(0)
})

it('only once an hour', async () => {
  await push([await person()])
  pass(181)
  local.emulator.clock.advance(5 * 60_000)
  await removeOld(ports())
  expect(everything()).toContain(TEXT)
})

it('by a worker that dies at any call is done an hour later, and never in part of a card', async () => {
  await push([await person()])
  pass(181)
  for (let at = 1; at <= 12; at += 1)
    for (const moment of ['before', 'after'] as const) {
      const worker = new MortalPorts(ports(), { at, moment })
      await removeOld(worker.ports).catch((error: unknown) => {
        if (!(error instanceof Crash)) throw error
      })
      await worker.idle()
      const { data: pushes } = await pushesOf(local.db).where({}).get()
      const { data: messages } = await messagesOf(local.db).where({}).get()
      // Her own text goes first: what is left is never the general one in its place.
      for (const { textsGoneAt } of pushes) if (textsGoneAt) expect(messages.every(({ data }) => data === undefined)).toBe(true)
    }
  pass(0)
  await removeOld(ports())
  expect(everything()).not.toContain(TEXT)
  expect(await usersOf(local.db).count()).toEqual(expect.objectContaining({ total: 1 }))
})

describe('the settings', () => {
  it('keep texts for half a year, and answers for longer than a phone may report them again', () => {
    expect(readSettings({}).keepDays).toEqual({ texts: 180, receipts: 180, answers: 1095, users: 730, messages: 730 })
    expect(readSettings({ KEEP_TEXTS_DAYS: '0' }).keepDays).toMatchObject({ texts: 0 })
    expect(() => readSettings({ KEEP_ANSWERS_DAYS: '30' })).toThrow(/KEEP_ANSWERS_DAYS/)
    expect(() => readSettings({ KEEP_MESSAGES_DAYS: '30' })).toThrow(/KEEP_MESSAGES_DAYS/)
    expect(() => readSettings({ KEEP_TEXTS_DAYS: 'viel' })).toThrow(/KEEP_TEXTS_DAYS/)
  })
})
