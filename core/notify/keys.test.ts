import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { makeBusiness, notifyAs, notifyMany, type Business } from '../../tests/support/callers'
import { addTemplate, agree, fresh, freshOpenid } from '../../tests/support/product'
import { type Author } from '../access/identify'
import { grant } from '../access/manage-members'
import { findAlarms } from '../alarms/find'
import { AppError } from '../error/app-error'
import { history } from '../history/history'
import { home } from '../history/home'
import { listPushes } from '../history/pushes'
import { type Push } from '../outbox/push'
import { advanceAll } from '../push/advance'
import { tick } from '../push/tick'
import { type Template } from '../templates/template'
import { decideNotices } from './decide'
import { createCallerKey, listCallerKeys, withdrawCallerKey } from './keys'

const OPERATOR: Author = { kind: 'operator' }
const MINUTE = 60_000

let local: LocalCloud
let template: Template
let owner: Author
beforeAll(async () => {
  local = await startLocalCloud()
  template = await addTemplate(local)
  const openid = freshOpenid()
  await grant(local.ports(), OPERATOR, openid, 'owner')
  owner = { kind: 'member', openid }
})
afterAll(() => local.close())

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: unknown) => {
      if (error instanceof AppError) return error.code
      throw error
    },
  )
}

async function receiver(): Promise<string> {
  const openid = freshOpenid()
  local.emulator.wechat.addUser({ openid })
  await agree(local, template, openid)
  return openid
}

const about = (to: string, more: object = {}): object => ({ template: template._id, to, data: { thing1: '包裹已发出' }, dedupe: fresh('shipped'), ...more })
const cards = (openid: string): number => local.emulator.wechat.inbox(openid).length
const statesOf = (name: string): string[] => (local.emulator.database.find('pushes', { 'by.key': name }, { limit: 100 }) as unknown as Push[]).map(({ state }) => state)

async function next(): Promise<void> {
  local.emulator.clock.advance(MINUTE)
  await tick(local.ports())
}

describe('a caller key', () => {
  it('is told once, and stands nowhere in the database', async () => {
    const { key, callerKeys } = await createCallerKey(local.ports(), owner, { name: '库存', templates: [template._id], perDay: 20 })
    expect(callerKeys[0]).toMatchObject({ name: '库存', templates: [template._id], perDay: 20, usedToday: 0, resting: 0, by: owner })
    expect(JSON.stringify(local.emulator.database.collections().map((name) => local.emulator.database.find(name.slice(local.prefix.length), {})))).not.toContain(key.split('_')[2])
  })

  it('can be for templates that there are only; of one name there are two at most, a key and its successor', async () => {
    expect(await codeOf(createCallerKey(local.ports(), owner, { name: 'x', templates: ['nothing'], perDay: 1 }))).toBe('invalid-argument')
    const make = (): Promise<string> => codeOf(createCallerKey(local.ports(), owner, { name: '两把', perDay: 1 }))
    expect([await make(), await make(), await make()]).toEqual(['done', 'done', 'wrong-state'])
  })

  it('says how much of the day is used, and when it last was', async () => {
    const own = await makeBusiness(local)
    const seen = async (): Promise<unknown> => (await listCallerKeys(local.ports())).callerKeys.find(({ name }) => name === own.name)
    expect(await seen()).not.toHaveProperty('lastUsedAt')
    await notifyMany(local.ports(), own, { items: [about(freshOpenid()), about(freshOpenid())] })
    expect(await seen()).toMatchObject({ usedToday: 2, lastUsedAt: expect.any(Date) as Date })
    local.emulator.clock.advance(24 * 60 * MINUTE)
    expect(await seen()).toMatchObject({ usedToday: 0 })
  })
})

describe('what was set going with a key that is withdrawn', () => {
  async function resting(): Promise<{ own: Business; people: string[] }> {
    const own = await makeBusiness(local)
    const people = [await receiver(), await receiver(), await receiver()]
    await notifyAs(local.ports(), own, about(people[0] ?? ''))
    await notifyMany(local.ports(), own, { items: [about(people[1] ?? ''), about(people[2] ?? '', { sendAt: local.emulator.clock.now() + 30 * MINUTE })] })
    return { own, people }
  }

  it('rests at once, sends nothing, and stands before owners; let go on by one, it goes out', async () => {
    const { own, people } = await resting()
    const { paused, callerKeys } = await withdrawCallerKey(local.ports(), owner, own.id)
    expect(paused).toBe(3)
    expect(callerKeys.find(({ id }) => id === own.id)).toMatchObject({ withdrawnAt: expect.any(Date) as Date, resting: 3 })
    expect((await findAlarms(local.ports())).find(({ id }) => id === 'notices-rest')).toMatchObject({ count: 3, page: '/admin/caller-keys/caller-keys' })
    await next()
    expect(people.map(cards)).toEqual([0, 0, 0])
    expect(await codeOf(notifyAs(local.ports(), own, about(people[0] ?? '')))).toBe('forbidden')
    expect(await decideNotices(local.ports(), owner, { name: own.name, decision: 'resume' })).toEqual({ notices: 3, left: 0 })
    await next()
    expect(people.map(cards)).toEqual([1, 1, 0])
    // Somebody answers for it now: no round rests it again.
    local.emulator.clock.advance(30 * MINUTE)
    await advanceAll(local.ports())
    expect(people.map(cards)).toEqual([1, 1, 1])
    expect(await codeOf(decideNotices(local.ports(), owner, { name: own.name, decision: 'resume' }))).toBe('not-found')
  })

  it('or is cancelled by one, for good', async () => {
    const { own, people } = await resting()
    await withdrawCallerKey(local.ports(), owner, own.id)
    expect(await decideNotices(local.ports(), owner, { name: own.name, decision: 'cancel' })).toEqual({ notices: 3, left: 0 })
    await next()
    expect(people.map(cards)).toEqual([0, 0, 0])
    expect(statesOf(own.name)).toEqual(['cancelled', 'cancelled', 'cancelled'])
  })

  it('goes out where a successor of the same name is valid, which counts on against the same limit', async () => {
    const { own, people } = await resting()
    const after = await makeBusiness(local, { name: own.name, perDay: 4 })
    expect((await withdrawCallerKey(local.ports(), owner, own.id)).paused).toBe(0)
    await next()
    expect(people.map(cards)).toEqual([1, 1, 0])
    expect(await codeOf(notifyAs(local.ports(), after, about(await receiver())))).toBe('done')
    expect(await codeOf(notifyAs(local.ports(), after, about(await receiver())))).toBe('over-limit')
  })

  it('is not sent by a worker either, when whoever withdrew it died before anything rested', async () => {
    const { own, people } = await resting()
    await local.db.collection('callerKeys').where({ _id: own.id }).update({ data: { withdrawnAt: new Date() } })
    await next()
    expect(people.map(cards)).toEqual([0, 0, 0])
    expect(statesOf(own.name)).toEqual(['paused', 'paused', 'paused'])
  })
})

it('notices are no part of the lists of pushes, and are found by who sent them', async () => {
  const own = await makeBusiness(local)
  const to = await receiver()
  const { pushId } = await notifyAs(local.ports(), own, about(to))
  await next()
  const ids = async (by?: string): Promise<string[]> => {
    const found = await history(local.db, by === undefined ? {} : { by })
    return found.of === 'pushes' ? found.items.map((item) => item.pushId) : []
  }
  expect(await ids()).not.toContain(pushId)
  expect((await listPushes(local.db, {})).items.map((item) => item.pushId)).not.toContain(pushId)
  expect((await home(local.ports())).recent.map((item) => item.pushId)).not.toContain(pushId)
  for (const by of ['notices', '业务通知', `caller:${own.name}`, `业务函数 · ${own.name}`]) expect(await ids(by)).toContain(pushId)
  expect(await ids('caller:nobody')).toEqual([])
  expect(await history(local.db, { openid: to })).toMatchObject({ of: 'messages', items: [{ pushId, by: { kind: 'caller', key: own.name } }] })
})
