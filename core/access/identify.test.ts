import fc from 'fast-check'
import { AppError } from '../error/app-error'
import { identify, requireCalledByCode, sourceOf } from './identify'
import { readOperatorKeys, type OperatorKey } from './operator-keys'

const KEY = 'a long secret of ours'
const NEXT = 'the secret that comes after it'
const KEYS = [{ name: 'main', value: KEY }]
const CLIENT = { WX_OPENID: 'oAlice', WX_APPID: 'wx1', TCB_SOURCE: 'wx_client', TRIGGER_SRC: 'tcb' }
const POPUP = { MsgType: 'event', Event: 'subscribe_msg_popup_event', FromUserName: 'oAlice', List: {} }

function who(event: Record<string, unknown>, variables: Record<string, string>, keys: readonly OperatorKey[] | 'none taken' = KEYS): unknown {
  try {
    return identify(event, { environment: JSON.stringify(variables) }, keys === 'none taken' ? undefined : keys)
  } catch (error) {
    return (error as AppError).code
  }
}

describe('the caller', () => {
  it('is a user when the invocation carries an OPENID', () => {
    expect(who({}, CLIENT)).toEqual({ kind: 'user', openid: 'oAlice' })
  })

  it('is read from the older form of the context as well', () => {
    expect(identify({}, { environ: 'TCB_SOURCE=wx_client;WX_OPENID=oAlice' }, KEYS)).toEqual({ kind: 'user', openid: 'oAlice' })
  })

  it('is the timer when the platform says so and nobody is signed in', () => {
    expect(who({ Type: 'Timer' }, { TRIGGER_SRC: 'timer' })).toEqual({ kind: 'timer' })
    expect(who({}, { TRIGGER_SRC: 'timer', TCB_SOURCE: 'wx_trigger' })).toEqual({ kind: 'timer' })
  })

  it('is the operator when nobody is signed in and the key is right', () => {
    expect(who({ operatorKey: KEY }, {})).toEqual({ kind: 'operator', key: 'main' })
    expect(identify({ operatorKey: KEY }, {}, KEYS)).toEqual({ kind: 'operator', key: 'main' })
  })

  it('is WeChat when an event comes from its sender and not from a client', () => {
    expect(who(POPUP, { WX_OPENID: 'oAlice' })).toEqual({ kind: 'event', openid: 'oAlice' })
    expect(who(POPUP, { WX_OPENID: 'oAlice' }, 'none taken')).toEqual({ kind: 'event', openid: 'oAlice' })
  })
})

describe('while a key is being replaced, the operator', () => {
  const keys = readOperatorKeys({ OPERATOR_KEY: KEY, OPERATOR_KEY_NEXT: NEXT })

  it('gets in with either, and is known by its name', () => {
    expect(who({ operatorKey: KEY }, {}, keys)).toEqual({ kind: 'operator', key: 'main' })
    expect(who({ operatorKey: NEXT }, {}, keys)).toEqual({ kind: 'operator', key: 'next' })
  })

  it('is known by the names that the environment gives them', () => {
    const named = readOperatorKeys({ OPERATOR_KEY: KEY, OPERATOR_KEY_NAME: '2026-冬', OPERATOR_KEY_NEXT: NEXT, OPERATOR_KEY_NEXT_NAME: 'li.wei' })
    expect(who({ operatorKey: KEY }, {}, named)).toEqual({ kind: 'operator', key: '2026-冬' })
    expect(who({ operatorKey: NEXT }, {}, named)).toEqual({ kind: 'operator', key: 'li.wei' })
  })

  it.each(['with a space', 'a'.repeat(33), '{"json":1}'])('learns that a key cannot be called %j', (name) => {
    expect(() => readOperatorKeys({ OPERATOR_KEY: KEY, OPERATOR_KEY_NAME: name })).toThrow(/OPERATOR_KEY_NAME/)
  })

  it('gets in with the good one where the other is weak, and never with the weak one', () => {
    for (const [good, other] of [['OPERATOR_KEY', 'OPERATOR_KEY_NEXT'], ['OPERATOR_KEY_NEXT', 'OPERATOR_KEY']] as const) {
      const mixed = readOperatorKeys({ [good]: KEY, [other]: 'short' })
      expect(who({ operatorKey: KEY }, {}, mixed)).toMatchObject({ kind: 'operator' })
      expect(who({ operatorKey: 'short' }, {}, mixed)).toBe('unauthenticated')
    }
  })

  it('gets in with no other', () => {
    for (const operatorKey of [undefined, '', KEY + NEXT, `${KEY},${NEXT}`, [KEY, NEXT], KEY.slice(1), `${KEY} `])
      expect(who({ operatorKey }, {}, keys)).toBe('unauthenticated')
  })
})

it('where operators are not taken, no key opens anything', () => {
  expect(who({ operatorKey: KEY }, {}, 'none taken')).toBe('unauthenticated')
  expect(who({ operatorKey: undefined }, {}, 'none taken')).toBe('unauthenticated')
})

describe('a caller who pretends', () => {
  it('to be the timer is still the user she is', () => {
    expect(who({ Type: 'Timer', TriggerName: 'dispatch' }, CLIENT)).toEqual({ kind: 'user', openid: 'oAlice' })
  })

  it('to be somebody else is still herself', () => {
    expect(who({ openid: 'oBob', userInfo: { openId: 'oBob' }, OPENID: 'oBob' }, CLIENT)).toEqual({ kind: 'user', openid: 'oAlice' })
  })

  it('to be WeChat is a user, because a client call always carries userInfo and its source', () => {
    expect(who({ ...POPUP, userInfo: { openId: 'oAlice' } }, CLIENT)).toEqual({ kind: 'user', openid: 'oAlice' })
    expect(who(POPUP, CLIENT)).toEqual({ kind: 'user', openid: 'oAlice' })
    expect(who(POPUP, { TCB_SOURCE: 'wx_client,scf' })).toBe('unauthenticated')
  })

  it.each<[string, Record<string, unknown>]>([
    ['no event', { MsgType: 'text' }],
    ['an event of another kind', { Event: 'user_enter_tempsession' }],
    ['an event without a name', { Event: ['subscribe_msg_popup_event'] }],
    ['what a client adds to its data', { userInfo: {} }],
  ])('to be WeChat with %s is a user', (_what, data) => {
    expect(who({ ...POPUP, ...data }, { WX_OPENID: 'oAlice' })).toEqual({ kind: 'user', openid: 'oAlice' })
  })

  it('to be WeChat telling of nobody is nobody', () => {
    expect(who({ ...POPUP, FromUserName: '' }, { WX_OPENID: '' })).toBe('unauthenticated')
  })

  it('to be WeChat telling of another user is a user', () => {
    expect(who({ ...POPUP, FromUserName: 'oBob' }, { WX_OPENID: 'oAlice' })).toEqual({ kind: 'user', openid: 'oAlice' })
  })

  it.each<[string, Record<string, string>]>([
    ['the console', {}],
    ['the console with an appid', { WX_APPID: 'wx1', TCB_SOURCE: 'wx_devtools' }],
    ['the console with the login state of its developer', { WX_OPENID: 'oAlice', TCB_SOURCE: 'wx_devtools' }],
    ['an HTTP call', { WX_APPID: 'wx1', TCB_SOURCE: 'wx_http' }],
    ['another function', { WX_APPID: 'wx1', TCB_SOURCE: ',scf' }],
    ['an anonymous web login', { WX_OPENID: 'oAlice', TCB_UUID: 'u1', TCB_ISANONYMOUS_USER: 'true' }],
  ])('to be WeChat from %s is not, with a key or without', (_what, variables) => {
    const asEvent = { kind: 'event', openid: 'oAlice' }
    for (const keys of [KEYS, 'none taken'] as const) expect(who(POPUP, variables, keys)).not.toEqual(asEvent)
    expect(who({ ...POPUP, operatorKey: KEY }, variables, 'none taken')).not.toEqual(asEvent)
  })

  it('to be the operator while signed in as a user is that user, key or no key', () => {
    expect(who({ operatorKey: KEY }, CLIENT)).toEqual({ kind: 'user', openid: 'oAlice' })
  })

  it('to be the operator from an anonymous web login is refused, key or no key', () => {
    expect(who({ operatorKey: KEY }, { TCB_UUID: 'u1', TCB_ISANONYMOUS_USER: 'true' })).toBe('unauthenticated')
  })

  it.each([undefined, '', 'wrong', 42, [KEY], { length: KEY.length }])('to know the operator key but says %p is refused', (operatorKey) => {
    expect(who({ operatorKey }, {})).toBe('unauthenticated')
  })

  it('finds no way in where no operator key is set, not even with an empty one', () => {
    expect(who({ operatorKey: '' }, {}, readOperatorKeys({ OPERATOR_KEY: '' }))).toBe('unauthenticated')
  })

  it.each(['1', ' ', ' '.repeat(20), 'short', 'fifteen letters', 'a'.repeat(40), 'abcab'.repeat(8)])('finds no way in where the operator key is as weak as %j, with that very key', (key) => {
    expect(who({ operatorKey: key }, {}, readOperatorKeys({ OPERATOR_KEY: key }))).toBe('misconfigured')
  })

  it('gains nothing from what an earlier call left in the process environment', () => {
    process.env['WX_OPENID'] = 'oOwner'
    process.env['TRIGGER_SRC'] = 'timer'
    expect(who({}, {})).toBe('unauthenticated')
    delete process.env['WX_OPENID']
    delete process.env['TRIGGER_SRC']
  })

  it('is never anybody but the user of the invocation, whatever the data', () => {
    const keys = fc.constantFrom('Type', 'MsgType', 'Event', 'FromUserName', 'userInfo', 'operatorKey', 'OPENID', 'openid', 'TRIGGER_SRC', 'context')
    const values = fc.oneof(fc.constantFrom('Timer', 'event', 'subscribe_msg_popup_event', 'oAlice', KEY), fc.jsonValue())
    fc.assert(
      fc.property(fc.dictionary(keys, values), (event) => {
        expect(who({ ...event, userInfo: { openId: 'oAlice' } }, CLIENT)).toEqual({ kind: 'user', openid: 'oAlice' })
      }),
    )
  })
})

it('a context that cannot be read gives no identity', () => {
  expect(() => identify({}, { environment: '{' }, KEYS)).toThrow(AppError)
})

describe('what is nearly right is not enough:', () => {
  const { MsgType, Event, FromUserName } = POPUP
  it.each<[string, object]>([
    ['of another kind', { MsgType: 'text', Event, FromUserName }],
    ['without a kind', { Event, FromUserName }],
    ['of another name', { MsgType, Event: 'user_enter_tempsession', FromUserName }],
    ['whose name only begins alike', { MsgType, Event: 'subscribe_message_popup_event', FromUserName }],
    ['whose name is no text', { MsgType, Event: ['subscribe_msg_popup_event'], FromUserName }],
    ['from nobody', { MsgType, Event }],
    ['from an empty name', { MsgType, Event, FromUserName: '' }],
    ['from what is no name', { MsgType, Event, FromUserName: { openid: 'oAlice' } }],
    ['with what the platform adds for a client', { MsgType, Event, FromUserName, userInfo: null }],
  ])('an event %s is not WeChat telling of a user', (_what, event) => {
    expect(who(event as Record<string, unknown>, {})).toBe('unauthenticated')
  })

  it.each(['TCB_UUID', 'TCB_CUSTOM_USER_ID', 'LOGINTYPE'])('a web login that shows by %s alone is neither operator, timer nor event', (name) => {
    for (const event of [{ operatorKey: KEY }, POPUP]) expect(who(event, { [name]: 'x' })).toBe('unauthenticated')
    expect(who({}, { [name]: 'x', TRIGGER_SRC: 'timer' })).toBe('unauthenticated')
  })

  it('an anonymous login is none either, unless it says that it is not anonymous', () => {
    expect(who({ operatorKey: KEY }, { TCB_ISANONYMOUS_USER: 'true' })).toBe('unauthenticated')
    expect(who({ operatorKey: KEY }, { TCB_ISANONYMOUS_USER: 'false' })).toEqual({ kind: 'operator', key: 'main' })
  })

  it.each(['null', '42', '"WX_OPENID"', '[]'])('a context of %s gives no identity', (environment) => {
    expect(() => identify({}, { environment }, KEYS)).toThrow(AppError)
    expect(identify({ operatorKey: KEY }, { environment }, KEYS)).toEqual({ kind: 'operator', key: 'main' })
  })

  it('a variable without a value in the older form is none', () => {
    expect(() => identify({}, { environ: 'WX_OPENIDx;;=oAlice' }, KEYS)).toThrow(AppError)
  })

  it('a key of sixteen characters, six of them different, is strong enough; one less of either is not', () => {
    for (const [key, verdict] of [['abcdef'.padEnd(16, 'a'), { kind: 'operator', key: 'main' }], ['abcdef'.padEnd(15, 'a'), 'misconfigured'], ['abcde'.padEnd(16, 'a'), 'misconfigured']] as const)
      expect([key, who({ operatorKey: key }, {}, [{ name: 'main', value: key }])]).toEqual([key, verdict])
  })
})

describe('where a call came from', () => {
  const said = (source: unknown): string => sourceOf({ environment: JSON.stringify({ TCB_SOURCE: source }) })

  it('is told hop by hop, as the platform has it', () => {
    expect(said('wx_client,scf')).toBe('wx_client,scf')
    expect(sourceOf({ environ: 'TCB_SOURCE=wx_trigger' })).toBe('wx_trigger')
  })

  it('is nothing where the platform says nothing, or no text', () => {
    for (const source of [undefined, 7, null, { a: 1 }]) expect(said(source)).toBe('')
    expect(sourceOf({})).toBe('')
  })

  it('is short and plain, whatever stands there', () => {
    expect(said('a<b> c\n张三,-_9')).toBe('abc,-_9')
    expect(said('x'.repeat(100))).toBe('x'.repeat(60))
  })
})

describe('a call with a caller key', () => {
  const told = (variables: Record<string, string>): string => {
    try {
      requireCalledByCode({ environment: JSON.stringify(variables) })
      return 'let in'
    } catch (error) {
      return (error as AppError).code
    }
  }

  it.each<[string, Record<string, string>]>([
    ['another function, called by nobody', { TCB_SOURCE: 'scf' }],
    ['another function that a mini-program called', { TCB_SOURCE: 'wx_client,scf', WX_OPENID: 'oAlice' }],
    ['another function that a web login called', { TCB_SOURCE: 'tcb,scf', TCB_UUID: 'u1' }],
    ['no identity at all', {}],
    ['a server', { TCB_SOURCE: 'wx_http' }],
  ])('is let in from %s', (_what, variables) => {
    expect(told(variables)).toBe('let in')
  })

  it.each<[string, Record<string, string>]>([
    ['a mini-program', CLIENT],
    ['a mini-program without an identity', { TCB_SOURCE: 'wx_client' }],
    ['a user without a source', { WX_OPENID: 'oAlice' }],
    ['a web login', { TCB_UUID: 'u1' }],
    ['a source that only looks like a function', { TCB_SOURCE: 'wx_client,xscf', WX_OPENID: 'oAlice' }],
    ['a mini-program whose chain a function stands in the middle of', { TCB_SOURCE: 'wx_client,scf,wx_client', WX_OPENID: 'oAlice' }],
  ])('is refused from %s', (_what, variables) => {
    expect(told(variables)).toBe('forbidden')
  })
})
