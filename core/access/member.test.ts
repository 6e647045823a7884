import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { makeBusiness } from '../../tests/support/callers'
import { freshOpenid } from '../../tests/support/product'
import { AppError } from '../error/app-error'
import { type Part } from '../records/joined'
import { type Author, type Caller } from './identify'
import { grant } from './manage-members'
import { requireOwner, requireRole, rightAmong, rightToPush, ROLES, type Role } from './member'

const OPERATOR: Author = { kind: 'operator' }

let local: LocalCloud
beforeAll(async () => {
  local = await startLocalCloud()
})
afterAll(() => local.close())

async function someone(role?: string): Promise<string> {
  const openid = freshOpenid()
  if (role !== undefined) await grant(local.ports(), OPERATOR, openid, role as Role)
  return openid
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(() => 'passed', (reason: unknown) => reason)
  if (error instanceof AppError) return error.code
  if (error === 'passed') return error
  throw error
}

describe('who is asked for a role', () => {
  const beside: Record<string, Part> = { templates: { from: 'templates', match: {} } }

  it.each(ROLES.flatMap((has) => ROLES.map((needed) => [has, needed] as const)))('and is %s passes where %s is needed only if that is no more, whatever is read beside it', async (has, needed) => {
    const caller: Caller = { kind: 'user', openid: await someone(has) }
    const expected = ROLES.indexOf(has) >= ROLES.indexOf(needed) ? 'passed' : 'forbidden'
    expect(await codeOf(requireRole(local.ports(), caller, needed))).toBe(expected)
    expect(await codeOf(requireRole(local.ports(), caller, needed, beside))).toBe(expected)
  })

  it('and has one that is none of ours, or none at all, is refused', async () => {
    for (const role of [undefined, 'Owner', 'admin']) {
      const caller: Caller = { kind: 'user', openid: await someone(role) }
      expect(await codeOf(requireRole(local.ports(), caller, 'viewer'))).toBe('forbidden')
      expect(await codeOf(requireRole(local.ports(), caller, 'viewer', beside))).toBe('forbidden')
    }
  })

  it('and is neither a person nor the console is refused', async () => {
    const openid = await someone('owner')
    for (const caller of [{ kind: 'timer' }, { kind: 'event', openid }] as Caller[]) expect(await codeOf(requireRole(local.ports(), caller, 'viewer'))).toBe('forbidden')
  })

  it('gets what is read beside it in the same call, and nothing where nothing is', async () => {
    const caller: Caller = { kind: 'user', openid: await someone('viewer') }
    expect(await requireRole(local.ports(), caller, 'viewer')).toBeUndefined()
    expect(await requireRole(local.ports(), caller, 'viewer', beside)).toMatchObject({ templates: [] })
  })
})

describe('what only an owner may do', () => {
  it('is open to owners and to the console', async () => {
    const author = async (role?: Role): Promise<Author> => ({ kind: 'member', openid: await someone(role) })
    expect(await codeOf(requireOwner(local.ports(), OPERATOR))).toBe('passed')
    expect(await codeOf(requireOwner(local.ports(), await author('owner')))).toBe('passed')
    for (const role of ['sender', 'viewer', undefined] as const) expect(await codeOf(requireOwner(local.ports(), await author(role)))).toBe('forbidden')
  })
})

describe('a function of the team’s own, with its key,', () => {
  const caller: Caller = { kind: 'caller', key: 'shop', may: { perDay: 10 } }
  const wordsOf = (work: Promise<unknown>): Promise<string> => work.then(() => 'passed', (error: AppError) => `${error.code} ${error.message}`)

  it('has no role, and is told what its key is for', async () => {
    for (const needed of ROLES) expect(await wordsOf(requireRole(local.ports(), caller, needed))).toMatch(/^forbidden 业务密钥只能用来发通知/)
  })

  it('is no owner', async () => {
    expect(await wordsOf(requireOwner(local.ports(), { kind: 'caller', key: 'shop' }))).toBe('forbidden 这一步要由所有者来做。')
  })

  it('may send while its key is valid, and not when that was withdrawn', async () => {
    const [valid, withdrawn] = [await makeBusiness(local), await makeBusiness(local)]
    await local.db.collection('callerKeys').doc(withdrawn.id).update({ data: { withdrawnAt: new Date(local.emulator.clock.now()) } })
    const may = await rightToPush(local.ports())
    expect([valid, withdrawn].map(({ name }) => may({ kind: 'caller', key: name }))).toEqual([true, false])
    expect(may({ kind: 'caller', key: 'nobody' })).toBe(false)
  })
})

describe('a push may go on', () => {
  it('while the member who set it going may push', async () => {
    const rows = await Promise.all((['owner', 'sender', 'viewer', 'Owner', undefined] as const).map(someone))
    const mayPush = await rightToPush(local.ports())
    expect(rows.map((openid) => mayPush({ kind: 'member', openid }))).toEqual([true, true, false, false, false])
  })

  it('while the key that set it going is one of the environment, where that is known', () => {
    const by = (key?: string): Author => ({ kind: 'operator', ...(key !== undefined && { key }) })
    const settings = (operatorKeyNames?: readonly string[]): Parameters<typeof rightAmong>[0] => ({ ...local.ports().settings, operatorKeyNames })
    expect([by('main'), by('gone'), by()].map(rightAmong(settings(['main', 'next']), { members: [], keys: [] }))).toEqual([true, false, true])
    expect([by('main'), by('gone'), by()].map(rightAmong(settings(), { members: [], keys: [] }))).toEqual([true, true, true])
  })
})
