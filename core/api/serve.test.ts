import * as v from 'valibot'
import * as cloud from 'wx-server-sdk'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { type Caller } from '../access/identify'
import { AppError } from '../error/app-error'
import { createCallerKey } from '../notify/keys'
import { type Ports } from '../ports'
import { memberAction, runAction } from './actions'
import { serve, type InvocationContext, type Work } from './serve'

const KEY = 'Sd8-wq2Lm0_xTz71Pq4Kd9'

let local: LocalCloud
beforeAll(async () => {
  local = await startLocalCloud()
})
afterAll(() => local.close())
beforeEach(async () => {
  process.env['OPERATOR_KEY'] = KEY
  for (const name of ['audit', 'calls']) await local.db.collection(name).where({ _id: local.db.command.exists(true) }).remove()
})
afterEach(() => {
  delete process.env['OPERATOR_KEY']
})

interface Seen {
  caller: Caller
  event: Record<string, unknown>
  remainingMs: number
}

const CONSOLE: InvocationContext = { environment: '{}' }
const clientOf = (openid: string): InvocationContext => ({ environment: JSON.stringify({ WX_OPENID: openid, TCB_SOURCE: 'wx_client' }) })

/** What the work of a function gets to see; it answers with nothing. */
async function seenBy(event: unknown, context: InvocationContext, takesOperators = true): Promise<Seen | Record<string, unknown>> {
  let seen: Seen | undefined
  const work: Work = (ports, caller, given) => {
    seen = { caller, event: given, remainingMs: ports.remainingMs() }
    return Promise.resolve({})
  }
  const answer = await serve(cloud, { name: 'push', takesOperators }, work)(event, context)
  return seen ?? (answer as unknown as Record<string, unknown>)
}

const entries = (): Record<string, unknown>[] => local.emulator.database.find('audit', {}, {})

describe('a function', () => {
  it('is told who calls, and by which key', async () => {
    expect(await seenBy({ operatorKey: KEY }, CONSOLE)).toMatchObject({ caller: { kind: 'operator', key: 'main' } })
    expect(await seenBy({ operatorKey: KEY }, clientOf('oAlice'))).toMatchObject({ caller: { kind: 'user', openid: 'oAlice' } })
  })

  it('that takes no operators lets nobody in for a key', async () => {
    expect(await seenBy({ operatorKey: KEY }, CONSOLE, false)).toMatchObject({ ok: false, error: { code: 'unauthenticated' } })
  })

  it.each([[null], ['text'], [7], [undefined]])('called with %p is called with nothing', async (event) => {
    expect(await seenBy(event, clientOf('oAlice'))).toMatchObject({ event: {} })
  })

  it('counts its time from the limit of the runtime, or from the platform’s own', async () => {
    const within = async (context: InvocationContext): Promise<number> => ((await seenBy({}, { ...clientOf('oAlice'), ...context })) as Seen).remainingMs
    expect(await within({ getRemainingTimeInMillis: () => 1234 })).toBe(1234)
    const limited = await within({ time_limit_in_ms: 60_000 })
    expect(limited).toBeGreaterThan(55_000)
    expect(limited).toBeLessThanOrEqual(60_000)
    expect(await within({})).toBeLessThanOrEqual(3000)
  })

  it('writes down what it refuses', async () => {
    const refusing: Work = (_ports, _caller) => Promise.reject(new AppError('forbidden', '不行。'))
    const answer = await serve(cloud, { name: 'push', takesOperators: true }, refusing)({ action: 'create' }, clientOf('oAlice'))
    expect(answer).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    expect(entries()).toMatchObject([{ function: 'push', result: 'forbidden' }])
  })

  it('holds wrong keys back after a few, and says how long to wait; the right one is let in all the while', async () => {
    const codes: unknown[] = []
    for (let guess = 0; guess < 7; guess += 1) {
      const answer = (await seenBy({ operatorKey: `wrong-${guess}` }, CONSOLE)) as { error: { code: string } }
      codes.push(answer.error.code)
    }
    expect(codes).toEqual([...Array<string>(5).fill('unauthenticated'), 'too-many-tries', 'too-many-tries'])
    expect(entries()).toMatchObject([{ result: 'wrong-key' }])
    expect(await seenBy({ operatorKey: KEY }, CONSOLE)).toMatchObject({ caller: { kind: 'operator' } })
  })
})

describe('a function that other functions call with a business key', () => {
  const FUNCTION: InvocationContext = { environment: JSON.stringify({ TCB_SOURCE: 'wx_trigger,scf' }) }
  const EVENT: InvocationContext = { environment: JSON.stringify({ WX_OPENID: 'oAlice' }) }
  let key: string
  beforeAll(async () => {
    ;({ key } = await createCallerKey(local.ports(), { kind: 'operator' }, { name: 'orders', perDay: 10 }))
  })

  /** Who the caller is found to be, or the words of the refusal. */
  async function told(event: Record<string, unknown>, context: InvocationContext): Promise<unknown> {
    let seen: unknown
    const work: Work = (_ports, caller) => {
      seen = caller.kind
      return Promise.resolve({})
    }
    const answer = (await serve(cloud, { name: 'push', takesOperators: true, callers: { actions: ['notify'], beside: () => ({}) } }, work)(event, context)) as { error?: { code: string; message: string } }
    return seen ?? [answer.error?.code, /callerKey|operatorKey/.exec(answer.error?.message ?? '')?.[0]]
  }

  it('knows it by its key, from code alone', async () => {
    expect(await told({ action: 'notify', callerKey: key }, FUNCTION)).toBe('caller')
    expect(await told({ action: 'anything', callerKey: key }, FUNCTION)).toBe('caller')
    for (const context of [clientOf('oAlice'), EVENT]) expect(await told({ action: 'notify', callerKey: key }, context)).toEqual(['forbidden', 'callerKey'])
  })

  it('tells whoever has no key which one is missing for what was asked', async () => {
    expect(await told({ action: 'notify' }, FUNCTION)).toEqual(['unauthenticated', 'callerKey'])
    expect(await told({ action: 'create' }, FUNCTION)).toEqual(['unauthenticated', 'operatorKey'])
    expect(await told({ action: 'notify', operatorKey: 'wrong' }, CONSOLE)).toEqual(['unauthenticated', 'operatorKey'])
    expect(await told({ action: 'notify', callerKey: `${key.slice(0, -1)}!` }, FUNCTION)).toEqual(['unauthenticated', 'callerKey'])
  })

  it('takes whoever is somebody for who she is, whatever is asked', async () => {
    expect(await told({ action: 'notify' }, clientOf('oAlice'))).toBe('user')
    expect(await told({ action: 'notify', operatorKey: KEY }, CONSOLE)).toBe('operator')
    expect(await told({ action: 'create', operatorKey: KEY }, CONSOLE)).toBe('operator')
  })

  it('says which key was wrong too often', async () => {
    const last = async (event: object, context: InvocationContext): Promise<unknown> => {
      let answer: unknown
      for (let guess = 0; guess < 6; guess += 1) answer = await told({ action: 'notify', ...event }, context)
      return answer
    }
    expect(await last({ callerKey: `${key.slice(0, -1)}!` }, FUNCTION)).toEqual(['too-many-tries', 'callerKey'])
    expect(await last({ operatorKey: 'wrong' }, CONSOLE)).toEqual(['too-many-tries', 'operatorKey'])
  })
})

describe('what a function does', () => {
  const NOTHING = v.strictObject({})
  const call = async (caller: Caller, allowed: 'viewer' | 'sender'): Promise<{ call: Ports['call']; failed: unknown }> => {
    const ports: Ports = { ...local.ports(), call: { function: 'push', source: '', deeds: [] } }
    const actions = { act: memberAction(allowed, NOTHING, (_ports, by) => Promise.resolve({ by })) }
    const failed = await runAction(ports, actions, caller, { action: 'act' }).then(
      () => undefined,
      (error: unknown) => error,
    )
    return { call: ports.call, failed }
  }

  it('says what it is and whether it changes anything, for what stands in the audit', async () => {
    expect((await call({ kind: 'operator', key: 'main' }, 'sender')).call).toMatchObject({ action: 'act', byMember: true, changes: true })
    expect((await call({ kind: 'operator', key: 'main' }, 'viewer')).call).toMatchObject({ action: 'act', byMember: true, changes: false })
    expect(entries()).toMatchObject([{ action: 'act', by: { kind: 'operator', key: 'main' }, result: 'ok' }])
  })

  it('that was refused for want of a role is known by its name', async () => {
    const { call: told, failed } = await call({ kind: 'user', openid: 'oNobody_of_ours' }, 'sender')
    expect(failed).toMatchObject({ code: 'forbidden' })
    expect(told).toMatchObject({ action: 'act' })
  })
})
