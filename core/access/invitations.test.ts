import { createHash } from 'node:crypto'
import fc from 'fast-check'
import * as v from 'valibot'
import { MortalPorts } from '../../tests/support/crashing'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { freshOpenid } from '../../tests/support/product'
import { AppError } from '../error/app-error'
import { acceptInvitation } from './accept-invitation'
import { type Author } from './identify'
import { newCode } from './invitation'
import { HOURS, invite, openInvitations, withdrawInvitation } from './invite'
import { grant, revoke } from './manage-members'
import { ROLES, roleOf, type Member } from './member'
import { personRef } from './audit-entry'
import { MAX_TRIES } from './tries'

const OPERATOR: Author = { kind: 'operator' }
const HOUR_MS = 3_600_000
const member = (openid: string): Author => ({ kind: 'member', openid })

let local: LocalCloud
let owner: string
beforeAll(async () => {
  local = await startLocalCloud()
})
afterAll(() => local.close())
beforeEach(async () => {
  for (const name of ['members', 'invitations', 'tries', 'audit']) await local.db.collection(name).where({ _id: local.db.command.exists(true) }).remove()
  owner = freshOpenid()
  await grant(local.ports(), OPERATOR, owner, 'owner')
})

const accept = (openid: string, code: string): ReturnType<typeof acceptInvitation> => acceptInvitation(local.ports(), openid, code)
const newInvitation = async (...rest: [role?: (typeof ROLES)[number], hours?: number]): Promise<string> => (await invite(local.ports(), member(owner), rest[0] ?? 'sender', rest[1])).code

async function roleNow(openid: string): Promise<string | undefined> {
  const { data } = await local.db.collection<Member>('members').where({ _id: openid }).get()
  return roleOf(data[0])
}

async function refusal(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof AppError) return `${error.code} ${error.message}`
  throw error instanceof Error ? error : new Error('it was not refused')
}

const rows = (name: string, condition = {}): Record<string, unknown>[] => local.emulator.database.find(name, condition, {})

describe('an invitation', () => {
  it.each(ROLES)('makes whoever has its code a %s, once', async (role) => {
    const openid = freshOpenid()
    const code = await newInvitation(role, 12)
    expect(rows('audit', { action: 'invite' })).toMatchObject([{ by: { kind: 'member', person: personRef(owner) }, facts: { role, hours: 12 } }])
    expect(await accept(openid, code)).toEqual({ role })
    expect(rows('members', { _id: openid })).toEqual([{ _id: openid, role, grantedBy: owner, at: expect.any(Date) as Date }])
    const other = freshOpenid()
    expect(await refusal(accept(other, code))).toContain('用过了')
    expect(await roleNow(other)).toBeUndefined()
    expect(rows('audit', { action: 'accept-invitation' })).toMatchObject([{ by: { kind: 'member', person: personRef(openid) }, facts: { role } }])
  })

  it('has a code in readable groups that is kept nowhere, and a page to share', async () => {
    const { code, path } = await invite(local.ports(), member(owner), 'sender')
    expect(code).toMatch(/^([A-HJ-NP-Z2-9]{4}-){3}[A-HJ-NP-Z2-9]{4}$/)
    expect(path).toBe(`pages/invitation/invitation?code=${code}`)
    const stored = JSON.stringify(['invitations', 'audit', 'tries'].map((name) => rows(name)))
    const plain = code.replace(/-/g, '')
    expect(stored).not.toContain(code)
    expect(stored).not.toContain(plain)
    expect(rows('invitations')).toMatchObject([{ _id: createHash('sha256').update(plain).digest('hex') }])
  })

  it('is understood however its code is written', async () => {
    for (const written of [(code: string) => code.toLowerCase(), (code: string) => code.replace(/-/g, ''), (code: string) => ` ${code.replace(/-/g, ' — ')}\n`])
      expect(await accept(freshOpenid(), written(await newInvitation()))).toEqual({ role: 'sender' })
  })

  it('never has the code of another', () => {
    const codes = Array.from({ length: 2000 }, newCode)
    expect(new Set(codes).size).toBe(codes.length)
    expect(new Set(codes.join('').replace(/-/g, '')).size).toBe(32)
  })

  it('ends after its hours', async () => {
    const [short, usual] = [await newInvitation('viewer', 1), await newInvitation('viewer')]
    local.emulator.clock.advance(HOUR_MS - 1)
    expect(await accept(freshOpenid(), await newInvitation('viewer', 1))).toEqual({ role: 'viewer' })
    local.emulator.clock.advance(1)
    expect(await refusal(accept(freshOpenid(), short))).toContain('过期')
    expect(await openInvitations(local.ports())).toHaveLength(1)
    local.emulator.clock.advance(47 * HOUR_MS)
    expect(await refusal(accept(freshOpenid(), usual))).toContain('过期')
    expect(await openInvitations(local.ports())).toEqual([])
  })

  it('is for one hour to a week', () => {
    expect([0, 1, 168, 169, 1.5].map((hours) => v.is(HOURS, hours))).toEqual([false, true, true, false, false])
  })

  it('is listed until it is used or withdrawn, and then refused in words', async () => {
    const [kept, used, withdrawn] = [await newInvitation('viewer', 5), await newInvitation('sender', 4), await newInvitation('owner', 3)]
    const ids = (await openInvitations(local.ports())).map(({ id }) => id)
    expect(await openInvitations(local.ports())).toMatchObject([{ role: 'viewer', by: member(owner) }, { role: 'sender' }, { role: 'owner' }])
    await accept(freshOpenid(), used)
    for (let time = 0; time < 2; time += 1) {
      await withdrawInvitation(local.ports(), member(owner), ids[2] ?? '')
      expect(rows('audit', { action: 'withdraw-invitation' })).toMatchObject([{ by: { kind: 'member', person: personRef(owner) }, facts: { role: 'owner' } }])
    }
    expect((await openInvitations(local.ports())).map(({ id }) => id)).toEqual([ids[0]])
    expect(await refusal(accept(freshOpenid(), withdrawn))).toContain('撤回')
    expect(await refusal(withdrawInvitation(local.ports(), member(owner), ids[1] ?? ''))).toMatch(/^wrong-state/)
    expect(rows('invitations', { _id: ids[1] })).not.toMatchObject([{ withdrawnAt: expect.anything() as unknown }])
    expect(await refusal(withdrawInvitation(local.ports(), member(owner), 'none'))).toMatch(/^not-found/)
    expect(await accept(freshOpenid(), kept)).toEqual({ role: 'viewer' })
  })

  it('lowers nobody, and is not used up by who has the role already', async () => {
    const code = await newInvitation('viewer')
    const sender = freshOpenid()
    await grant(local.ports(), OPERATOR, sender, 'sender')
    expect(await accept(sender, code)).toEqual({ role: 'sender', unchanged: true })
    expect(await accept(sender, await newInvitation('sender'))).toEqual({ role: 'sender', unchanged: true })
    expect(await accept(owner, code)).toEqual({ role: 'owner', unchanged: true })
    expect(rows('audit', { action: 'accept-invitation' })).toEqual([])
    expect(await accept(freshOpenid(), code)).toEqual({ role: 'viewer' })
  })

  it('raises who has a lower role, or one that is none of ours', async () => {
    const [viewer, odd] = [freshOpenid(), freshOpenid()]
    await grant(local.ports(), OPERATOR, viewer, 'viewer')
    local.emulator.database.insert('members', [{ _id: odd, role: 'Owner', grantedBy: 'operator', at: new Date(0) }])
    for (const openid of [viewer, odd]) expect(await accept(openid, await newInvitation())).toEqual({ role: 'sender' })
    expect([await roleNow(viewer), await roleNow(odd)]).toEqual(['sender', 'sender'])
  })

  it('of a role that is none of ours gives nothing and is not listed', async () => {
    const code = await newInvitation()
    await local.db.collection('invitations').where({ _id: local.db.command.exists(true) }).update({ data: { role: 'Owner' } })
    const openid = freshOpenid()
    expect(await refusal(accept(openid, code))).toMatch(/^not-found/)
    expect([await roleNow(openid), await openInvitations(local.ports())]).toEqual([undefined, []])
  })

  it('cannot be piled up without end, and what is long over is forgotten', async () => {
    for (let time = 0; time < 50; time += 1) await newInvitation('viewer', 1)
    expect(await refusal(newInvitation())).toMatch(/^wrong-state/)
    local.emulator.clock.advance(29 * 24 * HOUR_MS)
    await newInvitation()
    expect(rows('invitations')).toHaveLength(51)
    local.emulator.clock.advance(2 * 24 * HOUR_MS)
    await newInvitation()
    expect(rows('invitations')).toHaveLength(2)
  })
})

describe('the rights of who invited', () => {
  it.each<[string, () => Promise<void>]>([
    ['is removed', () => revoke(local.ports(), OPERATOR, owner)],
    ['is an owner no more', () => grant(local.ports(), OPERATOR, owner, 'sender')],
  ])('take the invitation with them when she %s, and do not bring it back', async (_what, end) => {
    await grant(local.ports(), OPERATOR, freshOpenid(), 'owner')
    const code = await newInvitation()
    local.emulator.clock.advance(1)
    await end()
    const openid = freshOpenid()
    expect(await refusal(accept(openid, code))).toContain('不是所有者')
    await grant(local.ports(), OPERATOR, owner, 'owner')
    expect(await refusal(accept(openid, code))).toContain('不是所有者')
    expect([await roleNow(openid), await openInvitations(local.ports())]).toEqual([undefined, []])
  })

  it('do not matter where the console invited', async () => {
    const { code } = await invite(local.ports(), OPERATOR, 'owner')
    const openid = freshOpenid()
    await accept(openid, code)
    expect(rows('members', { _id: openid })).toMatchObject([{ role: 'owner', grantedBy: 'operator' }])
  })

  it('do not matter to who erased herself since, whom nobody can name', async () => {
    const code = await newInvitation()
    await local.db.collection('invitations').where({ 'by.openid': owner }).update({ data: { 'by.openid': '' } })
    expect(await refusal(accept(freshOpenid(), code))).toContain('不是所有者')
  })

  it('end while somebody accepts, at whatever moment, and then she gets nothing', async () => {
    await grant(local.ports(), OPERATOR, freshOpenid(), 'owner')
    let ended = 0
    // From her first call to the last write of the transaction.
    for (let moment = 1; moment <= 11; moment += 1) {
      const [code, openid] = [await newInvitation(), freshOpenid()]
      local.emulator.clock.advance(1)
      let isEnded = false
      const end = (): Promise<void> => revoke(local.ports(), OPERATOR, owner).then(() => void (isEnded = true), () => undefined)
      const worker = new MortalPorts(local.ports(), undefined, (call) => (call === moment ? end() : Promise.resolve()))
      await acceptInvitation(worker.ports, openid, code).catch(() => undefined)
      expect([moment, await roleNow(openid)]).toEqual([moment, isEnded ? undefined : 'sender'])
      if (isEnded) await grant(local.ports(), OPERATOR, owner, 'owner')
      ended += Number(isEnded)
    }
    expect(ended).toBeGreaterThanOrEqual(9)
  })
})

describe('whoever accepts', () => {
  it('at the same moment as others is one of them', async () => {
    for (let time = 0; time < 5; time += 1) {
      const code = await newInvitation()
      const openids = Array.from({ length: 4 }, freshOpenid)
      await Promise.allSettled(openids.map((openid) => accept(openid, code)))
      const roles = await Promise.all(openids.map(roleNow))
      expect(roles.filter((role) => role === 'sender')).toHaveLength(1)
      expect(rows('invitations', { usedBy: openids[roles.indexOf('sender')] })).toHaveLength(1)
    }
  })

  it('again, because the answer was lost, hears the same; but what was taken from her since stays taken', async () => {
    const [code, openid] = [await newInvitation(), freshOpenid()]
    for (let time = 0; time < 3; time += 1) expect(await accept(openid, code)).toEqual({ role: 'sender' })
    await revoke(local.ports(), member(owner), openid)
    expect(await refusal(accept(openid, code))).toContain('用过了')
    expect(await roleNow(openid)).toBeUndefined()
  })

  it('and dies anywhere leaves it used and has the role, or neither; and gets it when she asks again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 14 }), fc.constantFrom('before' as const, 'after' as const), async (at, moment) => {
        const [code, openid] = [await newInvitation(), freshOpenid()]
        const worker = new MortalPorts(local.ports(), { at, moment })
        await acceptInvitation(worker.ports, openid, code).catch(() => undefined)
        await worker.idle()
        // What a dead caller left open ends by itself.
        local.emulator.clock.advance(60_000)
        expect(rows('invitations', { usedBy: openid })).toHaveLength((await roleNow(openid)) === undefined ? 0 : 1)
        expect(await accept(openid, code)).toEqual({ role: 'sender' })
        expect(rows('invitations', { usedBy: openid })).toHaveLength(1)
      }),
      { numRuns: 25 },
    )
  })
})

describe('whoever guesses', () => {
  const WRONG = 'AAAA-BBBB-CCCC-DDDD'

  it('hears nothing of which codes there were, and stands in the audit without the code', async () => {
    const openid = freshOpenid()
    expect(await refusal(accept(openid, WRONG))).toBe('not-found 邀请码不对，或者已经失效。请核对后再试，或请对方重新发一个。')
    expect(rows('audit', { action: 'refuse-invitation' })).toMatchObject([{ by: { kind: 'user', person: personRef(openid) }, facts: { reason: 'unknown' } }])
    expect(JSON.stringify(rows('audit'))).not.toContain('AAAA')
  })

  it.each(['', 'short', 'AAAA-BBBB-CCCC-DDD0', 'A'.repeat(64), '💥'.repeat(16), '邀请码'])('with %j, which cannot be a code, is told so and costs nothing', async (code) => {
    expect(await refusal(accept(freshOpenid(), code))).toMatch(/^invalid-argument/)
    expect(rows('tries')).toEqual([])
  })

  it('has so many tries an hour, at once or one after the other, and then not even the right code helps', async () => {
    const [openid, code] = [freshOpenid(), await newInvitation()]
    const outcomes = await Promise.all(Array.from({ length: MAX_TRIES * 2 }, () => refusal(accept(openid, WRONG))))
    expect(outcomes.filter((outcome) => outcome.startsWith('not-found'))).toHaveLength(MAX_TRIES)
    expect(outcomes.filter((outcome) => outcome.startsWith('too-many-tries'))).toHaveLength(MAX_TRIES)
    expect(await refusal(accept(openid, code))).toMatch(/^too-many-tries/)
    expect(await accept(freshOpenid(), await newInvitation())).toEqual({ role: 'sender' })
    local.emulator.clock.advance(HOUR_MS)
    expect(await accept(openid, code)).toEqual({ role: 'sender' })
  })

  it('leaves one row, until her hour is over', async () => {
    for (let time = 0; time < 3; time += 1) await refusal(accept('oGuesser', WRONG))
    expect(rows('tries')).toMatchObject([{ _id: 'oGuesser', count: 3 }])
    local.emulator.clock.advance(HOUR_MS)
    await refusal(accept('oOther', WRONG))
    expect(rows('tries')).toMatchObject([{ _id: 'oOther', count: 1 }])
  })

  it('is nobody who has the right one: that counts as no try', async () => {
    const openid = freshOpenid()
    for (let time = 0; time <= MAX_TRIES; time += 1) await accept(openid, await newInvitation())
    expect(rows('tries', { count: { $gt: 0 } })).toEqual([])
  })
})
