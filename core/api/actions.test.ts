import * as v from 'valibot'
import { type Caller } from '../access/identify'
import { AppError } from '../error/app-error'
import { type Ports } from '../ports'
import { callerAction, memberAction, runAction, userAction, type Action } from './actions'

const NOTHING = v.strictObject({})
const ACTIONS: Readonly<Record<string, Action>> = {
  hers: userAction(NOTHING, (_ports, openid) => Promise.resolve({ openid })),
  theirs: memberAction('viewer', NOTHING, (_ports, by) => Promise.resolve({ by })),
  business: callerAction(NOTHING, (_ports, { key }) => Promise.resolve({ key }), () => 'noted'),
}

const BUSINESS: Caller = { kind: 'caller', key: 'orders', may: { perDay: 1 } }
const OTHERS: readonly Caller[] = [{ kind: 'timer' }, { kind: 'event', openid: 'oAlice' }, BUSINESS]

/** Nothing here looks into the database. */
const ports = {} as Ports

async function told(action: unknown, more: object = {}): Promise<unknown> {
  return runAction(ports, ACTIONS, { kind: 'operator' }, { action, ...more }).catch((error: unknown) => (error instanceof AppError ? error.code : error))
}

describe('an action', () => {
  it.each([undefined, null, 7, ['theirs'], '', 'Theirs', 'toString', 'constructor', '__proto__'])('called %p is unknown', async (action) => {
    expect(await told(action)).toBe('unknown-action')
  })

  it('is done in the name of whoever calls', async () => {
    expect(await told('theirs')).toEqual({ by: { kind: 'operator' } })
    expect(await runAction(ports, ACTIONS, { kind: 'user', openid: 'oAlice' }, { action: 'hers' })).toEqual({ openid: 'oAlice' })
    expect(await ACTIONS['theirs']?.run(ports, { kind: 'user', openid: 'oAlice' }, {})).toEqual({ by: { kind: 'member', openid: 'oAlice' } })
  })

  it('of members is nobody else’s, and has the name of the operator’s key', async () => {
    expect(await ACTIONS['theirs']?.run(ports, { kind: 'operator', key: 'next' }, {})).toStrictEqual({ by: { kind: 'operator', key: 'next' } })
    expect(await ACTIONS['theirs']?.run(ports, { kind: 'operator' }, {})).toStrictEqual({ by: { kind: 'operator' } })
    for (const caller of OTHERS) expect(() => ACTIONS['theirs']?.run(ports, caller, {})).toThrow(expect.objectContaining({ code: 'forbidden' }))
  })

  it('of business functions is theirs alone, and has the name of their key', async () => {
    expect(await runAction(ports, ACTIONS, BUSINESS, { action: 'business' })).toEqual({ key: 'orders' })
    for (const caller of [{ kind: 'user', openid: 'oAlice' }, { kind: 'operator', key: 'main' }, ...OTHERS.filter((each) => each !== BUSINESS)] as Caller[])
      await expect(runAction(ports, ACTIONS, caller, { action: 'business' })).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('takes nothing that it does not know, but what the platform adds and the key are none of its business', async () => {
    expect(await told('theirs', { extra: 1 })).toBe('invalid-argument')
    expect(await told('theirs', { operatorKey: 'k', userInfo: {} })).toEqual({ by: { kind: 'operator' } })
  })

  it('of a user is nobody else’s, whoever calls', async () => {
    for (const caller of [{ kind: 'timer' }, { kind: 'operator' }, { kind: 'event', openid: 'oAlice' }] as const)
      await expect(runAction(ports, ACTIONS, caller, { action: 'hers' })).rejects.toMatchObject({ code: 'forbidden' })
  })
})
