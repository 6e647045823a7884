import fc from 'fast-check'
import { MortalPorts } from '../../tests/support/crashing'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, freshOpenid, ledgerOf } from '../../tests/support/product'
import { overview } from '../consent/overview'
import { AppError } from '../error/app-error'
import { createPush, type Created } from '../push/create'
import { listMembers } from '../users/list-members'
import { actorOf } from './audit-entry'
import { personRef } from './audit-entry'
import { type Author } from './identify'
import { grant, revoke } from './manage-members'
import { allMembers, requireRole, roleOf, ROLES } from './member'

const OPERATOR: Author = { kind: 'operator' }
const member = (openid: string): Author => ({ kind: 'member', openid })

let local: LocalCloud
beforeAll(async () => {
  local = await startLocalCloud()
})
afterAll(() => local.close())
beforeEach(() => local.db.collection('members').where({ _id: local.db.command.exists(true) }).remove())

async function owners(count: number): Promise<string[]> {
  const openids = Array.from({ length: count }, freshOpenid)
  for (const openid of openids) await grant(local.ports(), OPERATOR, openid, 'owner')
  return openids
}

async function ownersLeft(): Promise<string[]> {
  return (await allMembers(local.db)).filter((each) => roleOf(each) === 'owner').map(({ _id }) => _id)
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof AppError) return error.code
  if (error === undefined) return 'done'
  throw error
}

describe('a role that is none of ours', () => {
  const odd = fc.jsonValue().filter((value) => !ROLES.some((role) => role === value))

  it('gives no rights at all, and the audit says so', async () => {
    const openid = freshOpenid()
    const samples = ['', ' owner', 'Owner', 'OWNER', 'admin', 'constructor', '__proto__', 'toString', null, 0, 3, true, ['owner'], { role: 'owner' }]
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.constantFrom(...samples), odd), fc.constantFrom(...ROLES), async (role, needed) => {
        await local.db.collection('members').doc(openid).remove()
        local.emulator.database.insert('members', [{ _id: openid, role, grantedBy: 'operator', at: new Date(0) }])
        expect(await codeOf(requireRole(local.ports(), { kind: 'user', openid }, needed))).toBe('forbidden')
        expect(await overview(local.ports(), openid)).not.toHaveProperty('role')
        expect(await listMembers(local.db)).toMatchObject([{ _id: openid, role: undefined }])
      }),
      { numRuns: 30 },
    )
    const { total } = await local.db.collection('audit').where({ action: 'unknown-role', by: actorOf(member(openid)) }).count()
    expect(total).toBeGreaterThanOrEqual(30)
  })

  it('is no owner, who could be the last', async () => {
    const [owner = ''] = await owners(1)
    local.emulator.database.insert('members', [{ _id: freshOpenid(), role: 'Owner', grantedBy: 'operator', at: new Date(0) }])
    expect(await codeOf(revoke(local.ports(), OPERATOR, owner))).toBe('last-owner')
  })
})

it('whom nobody made a member cannot be removed', async () => {
  await owners(1)
  expect(await codeOf(revoke(local.ports(), OPERATOR, freshOpenid()))).toBe('not-found')
})

it('a role is taken away once, although the transaction that did is run again for want of its reply', async () => {
  const [openid = ''] = await owners(2)
  const { db, ...rest } = local.ports()
  const twice = { ...rest, db: Object.assign(Object.create(db) as typeof db, { runTransaction: async <R>(work: Parameters<typeof db.runTransaction<R>>[0]) => (await db.runTransaction(work), db.runTransaction(work)) }) }
  expect(await codeOf(revoke(twice, OPERATOR, openid))).toBe('done')
  expect(await ownersLeft()).not.toContain(openid)
})

it('who took a role away is written down', async () => {
  const [owner = '', other = ''] = await owners(2)
  await revoke(local.ports(), member(owner), other)
  expect(local.emulator.database.find('audit', { action: 'revoke', 'facts.person': personRef(other) })).toMatchObject([{ by: { kind: 'member', person: personRef(owner) } }])
})

it('who gave a role is written down with it', async () => {
  const [owner = '', other = ''] = await owners(2)
  await grant(local.ports(), member(owner), other, 'sender')
  expect(local.emulator.database.find('audit', { action: 'grant', 'facts.person': personRef(other), 'facts.role': 'sender' })).toMatchObject([{ by: { kind: 'member', person: personRef(owner) } }])
  expect(await allMembers(local.db)).toMatchObject([{ _id: owner, grantedBy: 'operator' }, { _id: other, grantedBy: owner }].sort((a, b) => (a._id < b._id ? -1 : 1)))
})

describe('there is always an owner', () => {
  it.each<[string, (a: string, b: string) => Promise<unknown>[]]>([
    ['two who revoke each other', (a, b) => [revoke(local.ports(), member(a), b), revoke(local.ports(), member(b), a)]],
    ['two who make each other a viewer', (a, b) => [grant(local.ports(), member(a), b, 'viewer'), grant(local.ports(), member(b), a, 'viewer')]],
    ['two who leave', (a, b) => [revoke(local.ports(), member(a), a), revoke(local.ports(), member(b), b)]],
    ['a console that revokes both', (a, b) => [revoke(local.ports(), OPERATOR, a), revoke(local.ports(), OPERATOR, b)]],
  ])('however %s meet', async (_what, both) => {
    for (let time = 0; time < 10; time += 1) {
      const [a = '', b = ''] = await owners(2)
      const codes = await Promise.all(both(a, b).map(codeOf))
      const left = await ownersLeft()
      expect(left).toHaveLength(1)
      expect(codes.filter((code) => code === 'done')).toHaveLength(1)
      expect(codes.filter((code) => code === 'last-owner' || code === 'forbidden')).toHaveLength(1)
      await local.db.collection('members').doc(left[0] ?? '').remove()
    }
  })

  it('whoever revokes whom, in any number, at once, dying anywhere', async () => {
    const deed = fc.record({
      by: fc.integer({ min: 0, max: 3 }),
      whom: fc.integer({ min: 0, max: 3 }),
      at: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
      moment: fc.constantFrom('before' as const, 'after' as const),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 2, maxLength: 5 }), async (deeds) => {
        await local.db.collection('members').where({ _id: local.db.command.exists(true) }).remove()
        const openids = await owners(4)
        const one = (index: number): string => openids[index] ?? ''
        await Promise.all(
          deeds.map(async ({ by, whom, at, moment }) => {
            const worker = new MortalPorts(local.ports(), at === undefined ? undefined : { at, moment })
            await revoke(worker.ports, member(one(by)), one(whom)).catch(() => undefined)
            await worker.idle()
          }),
        )
        // What a dead caller left open ends by itself.
        local.emulator.clock.advance(60_000)
        expect((await ownersLeft()).length).toBeGreaterThanOrEqual(1)
      }),
      { numRuns: 20 },
    )
  })

  it('who can be made an owner again, but nothing less, by herself or the console', async () => {
    const [owner = ''] = await owners(1)
    for (const by of [OPERATOR, member(owner)]) {
      expect([await codeOf(grant(local.ports(), by, owner, 'viewer')), await codeOf(grant(local.ports(), by, owner, 'sender'))]).toEqual(['last-owner', 'last-owner'])
      expect(await codeOf(grant(local.ports(), by, owner, 'owner'))).toBe('done')
    }
    expect(await ownersLeft()).toEqual([owner])
  })

  it('whoever is none any more when her turn comes does nothing', async () => {
    const [a = '', b = '', c = ''] = await owners(3)
    await revoke(local.ports(), member(a), b)
    expect(await codeOf(revoke(local.ports(), member(b), c))).toBe('forbidden')
    expect(await ownersLeft()).toEqual(expect.arrayContaining([a, c]))
  })
})

it('a standing that is none of ours allows nothing', async () => {
  const template = await addTemplate(local)
  for (const standing of ['Stopped', '', 'gone', 7]) {
    const openid = freshOpenid()
    local.emulator.wechat.addUser({ openid })
    const row = { _id: `${openid}:${template.templateId}`, _openid: openid, openid, templateId: template.templateId, credits: 1, granted: 1, used: 0, forfeited: 0, drift: 0 }
    local.emulator.database.insert('authorizations', [{ ...row, reservations: [], overdrafts: [], standing, updatedAt: new Date(0) }])
    const request = { template: template._id, data: { thing1: '车库' }, anyway: false, dryRun: false, to: [openid] }
    const { counts } = (await createPush(local.ports(), request, OPERATOR)) as Created
    expect(counts).toMatchObject({ sent: 0, skipped: 1 })
    expect(await ledgerOf(local, template, openid)).toMatchObject({ credits: 1, reservations: [] })
  }
})
