import fc from 'fast-check'
import { MortalPorts } from '../../tests/support/crashing'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { freshOpenid } from '../../tests/support/product'
import { AppError } from '../error/app-error'
import { type Ports } from '../ports'
import { note } from './audit'
import { breakIn, personRef, type AuditEntry } from './audit-entry'
import { noteRefusal, sealCalls, traced } from './calls'
import { type Caller } from './identify'
import { requireRole } from './member'
import { wrongKey } from './wrong-key'

let local: LocalCloud
beforeAll(async () => {
  local = await startLocalCloud()
})
afterAll(() => local.close())
beforeEach(async () => {
  for (const name of ['audit', 'calls', 'templates']) await local.db.collection(name).where({ _id: local.db.command.exists(true) }).remove()
})

const OPERATOR: Caller = { kind: 'operator', key: 'main' }
const HOUR = 3_600_000

function ports(overrides: Partial<Ports> = {}): Ports {
  return { ...local.ports(overrides), call: { function: 'push', source: 'wx_client', deeds: [] } }
}

function entries(): AuditEntry[] {
  const found = local.emulator.database.find('audit', {}, { limit: 1000 }) as unknown as AuditEntry[]
  return found.sort((a, b) => a.n - b.n)
}

const openCalls = (): object[] => local.emulator.database.find('calls', {}, { limit: 1000 })

async function later(ms: number): Promise<void> {
  local.emulator.clock.advance(ms)
  await sealCalls(ports())
}

/** Does something that can be seen. */
async function deed(own: Ports, name: string): Promise<object> {
  await own.db.collection('templates').add({ data: { _id: name } })
  await note(own, { kind: 'operator', key: 'main' }, 'retry', { pushId: name, recipients: 3 })
  return { done: true }
}

describe('what changes something', () => {
  it('is one entry with who, from where, what, how many and the result', async () => {
    const openid = freshOpenid()
    const own = ports()
    await traced(own, { kind: 'user', openid }, 'retry', 'each', async () => {
      await note(own, { kind: 'member', openid }, 'retry', { pushId: 'p1', recipients: 3 })
      return {}
    })
    expect(entries()).toMatchObject([
      { function: 'push', source: 'wx_client', by: { kind: 'member', person: personRef(openid) }, action: 'retry', result: 'ok', facts: { pushId: 'p1', recipients: 3 } },
    ])
    expect(openCalls()).toEqual([])
    expect(JSON.stringify(entries())).not.toContain(openid)
  })

  it('is never done without a trace, wherever it dies', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 8 }), fc.constantFrom('before' as const, 'after' as const), async (at, moment) => {
        for (const name of ['audit', 'calls', 'templates']) await local.db.collection(name).where({ _id: local.db.command.exists(true) }).remove()
        const worker = new MortalPorts(ports(), { at, moment })
        await traced(worker.ports, OPERATOR, 'retry', 'each', () => deed(worker.ports, 'done')).catch(() => undefined)
        await worker.idle()
        await later(HOUR)
        const isDone = local.emulator.database.find('templates', {}, { limit: 1 }).length > 0
        if (isDone) expect(entries()).toMatchObject([{ action: 'retry', result: expect.stringMatching(/^(ok|unanswered)$/) }])
        expect(entries().length).toBeLessThanOrEqual(1)
        expect(openCalls()).toEqual([])
      }),
      { numRuns: 20 },
    )
  })

  it('is not begun when it cannot be written down', async () => {
    const own = ports()
    const broken = { ...own, db: { ...own.db, collection: () => { throw new AppError('busy', '忙') } } } as unknown as Ports
    const work = jest.fn(() => Promise.resolve({}))
    await expect(traced(broken, OPERATOR, 'retry', 'each', work)).rejects.toMatchObject({ code: 'busy' })
    expect(work).not.toHaveBeenCalled()
  })

  it('that fails half way has the code of what happened; what was refused is counted instead', async () => {
    const failing = async (code: 'busy' | 'wrong-state'): Promise<void> => {
      const own = ports()
      const error = new AppError(code, '')
      await expect(traced(own, OPERATOR, 'cancel', 'each', () => Promise.reject(error))).rejects.toBe(error)
      await noteRefusal(own, OPERATOR, error)
    }
    await failing('busy')
    for (let time = 0; time < 3; time += 1) await failing('wrong-state')
    expect(entries().map(({ result }) => result)).toEqual(['busy', 'wrong-state'])
    await later(HOUR)
    expect(entries().at(-1)).toMatchObject({ action: 'cancel', result: 'wrong-state', times: 3 })
  })
})

describe('what is refused', () => {
  it('is an entry at once, and however often within the hour only one more, with how often', async () => {
    const openid = freshOpenid()
    const refused = new AppError('forbidden', '')
    for (let time = 0; time < 40; time += 1) await noteRefusal(ports(), { kind: 'user', openid }, refused)
    expect(entries()).toMatchObject([{ by: { kind: 'user', person: personRef(openid) }, result: 'forbidden' }])
    await later(HOUR)
    await later(HOUR)
    expect(entries()).toHaveLength(2)
    expect(entries()[1]).toMatchObject({ by: { kind: 'user', person: personRef(openid) }, result: 'forbidden', times: 40 })
    expect(breakIn(entries())).toBeUndefined()
  })

  it('says why, where something found that out', async () => {
    const own = ports()
    local.emulator.database.insert('members', [{ _id: 'oOdd', role: 'Owner', grantedBy: 'operator', at: new Date(0) }])
    const error = await requireRole(own, { kind: 'user', openid: 'oOdd' }, 'viewer').catch((reason: unknown) => reason)
    await noteRefusal(own, { kind: 'user', openid: 'oOdd' }, error)
    expect(entries()).toMatchObject([{ by: { person: personRef('oOdd') }, result: 'forbidden', facts: { reason: 'unknown-role', needed: 'viewer' } }])
  })

  it('by many at once is counted whole, and sealed once by several', async () => {
    const refused = new AppError('forbidden', '')
    await Promise.all(Array.from({ length: 12 }, () => noteRefusal(ports(), { kind: 'user', openid: 'oAlice' }, refused)))
    local.emulator.clock.advance(HOUR)
    await Promise.all([sealCalls(ports()), sealCalls(ports()), sealCalls(ports())])
    expect(entries().map(({ times }) => times)).toEqual([undefined, 12])
    expect(openCalls()).toEqual([])
  })

  it('is still refused as it was when the audit cannot be written', async () => {
    const own = ports()
    const broken = { ...own, db: { ...own.db, collection: () => { throw new AppError('busy', '忙') } } } as unknown as Ports
    await noteRefusal(broken, OPERATOR, new AppError('forbidden', ''))
    expect(await wrongKey(broken, new AppError('unauthenticated', ''))).toMatchObject({ code: 'unauthenticated' })
  })

  it('for a mistake in a question that changes nothing is no news', async () => {
    const own = ports()
    const error = new AppError('invalid-argument', '')
    await traced(own, OPERATOR, 'history', 'noted', () => Promise.reject(error)).catch(() => undefined)
    await noteRefusal(own, OPERATOR, error)
    expect(entries()).toEqual([])
  })
})

describe('wrong operator keys', () => {
  const refusal = new AppError('unauthenticated', 'operatorKey 不对')
  const guess = async (pauses: number[] = []): Promise<AppError> => wrongKey(ports({ pause: (ms) => (pauses.push(ms), Promise.resolve()) }), refusal)

  it('are told so five times in a minute; from then on answers come later, and ask for longer waits', async () => {
    const pauses: number[] = []
    const answers: AppError[] = []
    for (let time = 0; time < 13; time += 1) answers.push(await guess(pauses))
    expect(answers.slice(0, 5).every((answer) => answer === refusal)).toBe(true)
    const waits = answers.slice(5).map(({ code, retryable, details }) => [code, retryable, details?.['retryAfterSeconds']])
    expect(waits).toEqual([2, 4, 8, 16, 32, 60, 60, 60].map((seconds) => ['too-many-tries', true, seconds]))
    expect(pauses).toEqual([100, 200, 250, 250, 250, 250, 250, 250])
    local.emulator.clock.advance(60_000)
    expect(await guess()).toBe(refusal)
  })

  it('stand in the audit: the first at once, how many when the minute is over', async () => {
    for (let time = 0; time < 60; time += 1) await guess()
    expect(entries()).toMatchObject([{ by: { kind: 'nobody' }, function: 'push', result: 'wrong-key' }])
    await later(120_000)
    expect(entries()).toHaveLength(2)
    expect(entries()[1]).toMatchObject({ result: 'wrong-key', times: 60 })
  })
})
