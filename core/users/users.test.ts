import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, agree, fresh, freshOpenid, ledgerOf } from '../../tests/support/product'
import { grant } from '../access/manage-members'
import { countMessages } from '../push/view'
import { parse } from '../api/schema'
import { createPush, type Created } from '../push/create'
import { type Template } from '../templates/template'
import { eraseOwnData } from './erase'
import { exportOwnData } from './export'
import { PROFILE_REQUEST, saveProfile } from './profile'
import { listRecipients, type Recipient } from './recipients'
import { seen, usersOf } from './user'

let local: LocalCloud
let template: Template
beforeEach(async () => {
  local = await startLocalCloud()
  template = await addTemplate(local)
})
afterEach(() => local.close())

async function people(...nicknames: string[]): Promise<string[]> {
  const openids = nicknames.map(freshOpenid)
  for (const [index, openid] of openids.entries()) {
    local.emulator.clock.advance(1000)
    await seen(local.ports(), openid)
    await saveProfile(local.ports(), openid, { nickname: nicknames[index] ?? '' })
  }
  return openids
}

async function all(request: Parameters<typeof listRecipients>[1]): Promise<Recipient[]> {
  const found: Recipient[] = []
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await listRecipients(local.db, { ...request, ...(cursor !== undefined && { cursor }) })
    found.push(...items)
    if (next === undefined) return found
    cursor = next
  }
}

it('a visit is written down at once, and those that follow within a minute are not', async () => {
  const { clock } = local.emulator
  const [openid = ''] = await people('林夏')
  const first = (await seen(local.ports(), openid)).lastSeen
  clock.advance(20_000)
  expect((await seen(local.ports(), openid)).lastSeen).toEqual(first)
  clock.advance(60_000)
  const later = await seen(local.ports(), openid)
  expect(later.lastSeen.getTime()).toBeGreaterThanOrEqual(first.getTime() + 80_000)
  expect((await all({})).map(({ lastSeen }) => lastSeen)).toEqual([later.lastSeen])
})

it('a visit of somebody whose row has no time is written down', async () => {
  const [openid = ''] = await people('林夏')
  await usersOf(local.db).doc(openid).update({ data: { lastSeen: local.db.command.remove() } })
  expect((await seen(local.ports(), openid)).lastSeen).toBeInstanceOf(Date)
})

it.each([
  ['林\u202E夏\u200B', '林夏'], ['  林\n夏 ', '林 夏'], ['👨‍👩‍👧‍👦'.repeat(2), '👨‍👩‍👧‍👦'.repeat(2)], ['👨‍👩‍👧‍👦'.repeat(4), `${'👨‍👩‍👧‍👦'.repeat(2)}…`], ['一'.repeat(21), `${'一'.repeat(19)}…`],
])('a name is kept as others may see it: %j becomes %j', (given, kept) => {
  expect(parse(PROFILE_REQUEST, { nickname: given })).toEqual({ nickname: kept })
})

it('a name of which nothing can be seen is refused', () => {
  expect(() => parse(PROFILE_REQUEST, { nickname: '\u200B\u202E \u3164' })).toThrow(/不能只有空格/)
})

it('a name and a remark that were written elsewhere are shown without what turns the line or hides', async () => {
  const [openid = ''] = await people('x')
  await usersOf(local.db).doc(openid).update({ data: { nickname: '林\u202E夏', remark: `备\u0007注${'长'.repeat(50)}` } })
  expect(await all({})).toMatchObject([{ nickname: '林夏', remark: `备注${'长'.repeat(37)}…` }])
})

describe('the list to pick a receiver from', () => {
  it('is newest first and comes in pages that together hold everybody once', async () => {
    const nicknames = Array.from({ length: 45 }, (_, index) => `用户${index}`)
    await people(...nicknames)
    const { items, next } = await listRecipients(local.db, {})
    expect(items).toHaveLength(20)
    expect(items[0]?.nickname).toBe('用户44')
    expect(next).toBeDefined()
    expect((await all({})).map(({ nickname }) => nickname)).toEqual([...nicknames].reverse())
  })

  it('finds by a part of the nickname or the end of the openid, and takes special characters literally', async () => {
    const [first] = await people('张伟', '张(大)伟', '李静')
    expect((await all({ search: '张' })).map(({ nickname }) => nickname)).toEqual(['张(大)伟', '张伟'])
    expect((await all({ search: '(大)' })).map(({ nickname }) => nickname)).toEqual(['张(大)伟'])
    expect((await all({ search: first?.slice(-6) ?? '' })).map(({ openid }) => openid)).toContain(first)
    expect(await all({ search: '没有这个人' })).toEqual([])
  })

  it('tells who can receive a template, and can be narrowed to them', async () => {
    const [yes] = await people('有', '没有')
    await agree(local, template, yes ?? '', 2)
    expect(await all({ template: template._id })).toMatchObject([
      { nickname: '没有', credits: 0, canReceive: false },
      { nickname: '有', credits: 2, canReceive: true },
    ])
    expect((await all({ template: template._id, canReceive: true })).map(({ nickname }) => nickname)).toEqual(['有'])
    expect((await all({ template: template._id, canReceive: false })).map(({ nickname }) => nickname)).toEqual(['没有'])
  })

  it('of an unknown template names the ones that exist', async () => {
    await expect(listRecipients(local.db, { template: 'no-such' })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('refuses a cursor that is none of its own', async () => {
    await expect(listRecipients(local.db, { cursor: 'page2' })).rejects.toMatchObject({ code: 'invalid-argument' })
  })
})

describe("a user's own data", () => {
  async function receiver(): Promise<{ openid: string; pushed: Created }> {
    const [openid = ''] = await people('林夏')
    await agree(local, template, openid, 2)
    const request = { template: template._id, data: { thing1: '车库' }, to: [openid], key: fresh('push'), anyway: false, dryRun: false }
    return { openid, pushed: (await createPush(local.ports(), request, { kind: 'operator' })) as Created }
  }

  it('is exported whole', async () => {
    const { openid } = await receiver()
    const data = await exportOwnData(local.ports(), openid)
    expect(data).toMatchObject({ user: { nickname: '林夏' }, authorizations: [{ used: 1 }], messages: [{ state: 'sent' }] })
    expect(data.answers).toHaveLength(2)
  })

  it('is erased whole, and the push still adds up to its audience', async () => {
    const { openid, pushed } = await receiver()
    expect((await eraseOwnData(local.ports(), openid)).erased).toBeGreaterThanOrEqual(5)
    // What stays is that she asked for it: a backup of before must not bring her back.
    const asked = [{ _id: expect.any(String) as string, action: 'erase', at: expect.any(Date) as Date }]
    expect(await exportOwnData(local.ports(), openid)).toEqual({ user: undefined, authorizations: [], answers: [], messages: [], audit: asked })
    expect(await ledgerOf(local, template, openid)).toBeUndefined()
    expect(Object.values(await countMessages(local.db, pushed.pushId)).every((count) => count === 0)).toBe(true)
    const everything = JSON.stringify(['pushes', 'messages', 'receipts', 'audit', 'users'].map((name) => local.emulator.database.find(name, {}, { limit: 100 })))
    expect(everything).not.toContain(openid)
  })

  it('of a member is kept until an owner takes the role away', async () => {
    const [openid = ''] = await people('周管家')
    await grant(local.ports(), { kind: 'operator' }, openid, 'sender')
    await expect(eraseOwnData(local.ports(), openid)).rejects.toMatchObject({ code: 'forbidden' })
  })
})
