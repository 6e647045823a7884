import { type Caller } from '../../../emulator/functions/invocation'
import { contextOf, eventOf } from '../../../emulator/functions/context'
import { DEFAULT_FUNCTION_SWITCHES } from '../../../emulator/functions/switches'

/** What a caller is to the functions. `revoked` was a member; what stands in the row of `odd` is no role. */
export type Kind = 'nobody' | 'user' | 'revoked' | 'odd' | 'viewer' | 'sender' | 'owner' | 'operator' | 'timer' | 'event' | 'caller'

export interface CallerRow {
  kind: Kind
  /** As which of the platform's callers it comes. */
  comes: Caller['kind']
  key?: 'right' | 'wrong'
  /** What it sends as its caller key. */
  callerKey?: string
  /** Variables that the platform adds. */
  variables?: Record<string, string>
}

/** Of business functions: valid, and withdrawn; see `makeWorld`. */
export const CALLER_KEY = `smk_rightskey0_${'k'.repeat(40)}`
export const WITHDRAWN_KEY = `smk_withdrawn0_${'w'.repeat(40)}`

/** Whoever is somebody sends the operator's key along as well: it makes nobody more than she is. */
export const CALLERS: Record<string, CallerRow> = {
  'console without key': { kind: 'nobody', comes: 'console' },
  'console with a wrong key': { kind: 'nobody', comes: 'console', key: 'wrong' },
  'http without key': { kind: 'nobody', comes: 'http' },
  'anonymous web login': { kind: 'nobody', comes: 'console', key: 'right', variables: { TCB_UUID: 'u1', TCB_ISANONYMOUS_USER: 'true' } },
  'web login of its own': { kind: 'nobody', comes: 'console', key: 'right', variables: { TCB_CUSTOM_USER_ID: 'c1' } },
  user: { kind: 'user', comes: 'client', key: 'right' },
  'revoked member': { kind: 'revoked', comes: 'client', key: 'right' },
  'member of no known role': { kind: 'odd', comes: 'client', key: 'right' },
  viewer: { kind: 'viewer', comes: 'client', key: 'right' },
  sender: { kind: 'sender', comes: 'client', key: 'right' },
  owner: { kind: 'owner', comes: 'client' },
  operator: { kind: 'operator', comes: 'console', key: 'right' },
  'operator over http': { kind: 'operator', comes: 'http', key: 'right' },
  timer: { kind: 'timer', comes: 'timer', key: 'right' },
  event: { kind: 'event', comes: 'event', key: 'right' },
  'business function': { kind: 'caller', comes: 'function', callerKey: CALLER_KEY },
  'business function with a withdrawn key': { kind: 'caller', comes: 'function', callerKey: WITHDRAWN_KEY },
  'business function with a wrong key': { kind: 'nobody', comes: 'function', callerKey: `${CALLER_KEY.slice(0, -1)}x` },
  'business function without a key': { kind: 'nobody', comes: 'function' },
}

export const openidOf = (kind: Kind): string => `oRights_${kind}`

export const OPERATOR_KEY = 'the key of the rights matrix, 32 c'

/** What a pushed event looks like; it tells of the plain user. */
export const EVENT = { MsgType: 'event', Event: 'subscribe_msg_popup_event', ToUserName: 'gh_1', CreateTime: 1, FromUserName: openidOf('user') }

/** The same as one of the platform's. */
export function platformCallerOf({ kind, comes }: Pick<CallerRow, 'kind' | 'comes'>): Caller {
  if (comes === 'client') return { kind: comes, openid: openidOf(kind) }
  if (comes === 'timer') return { kind: comes, devtools: true }
  return comes === 'function' ? { kind: comes, caller: undefined, source: 'wx_client,scf' } : { kind: comes }
}

/** The event and the context that a function gets, as the platform puts them together. */
export function callOf({ kind, comes, key, callerKey, variables }: CallerRow, request: object): { event: Record<string, unknown>; context: { environment: string; time_limit_in_ms: number } } {
  const caller = platformCallerOf({ kind, comes })
  const data = { ...(comes === 'event' && EVENT), ...request, ...(key && { operatorKey: key === 'right' ? OPERATOR_KEY : `${OPERATOR_KEY}x` }), ...(callerKey !== undefined && { callerKey }) }
  const platform = contextOf(caller, { appid: 'wx0000000000000000', data, now: 0, switches: DEFAULT_FUNCTION_SWITCHES })
  const environment = {
    ...platform.wx,
    ...(platform.source !== undefined && { TCB_SOURCE: platform.source }),
    ...(platform.triggerSrc && { TRIGGER_SRC: platform.triggerSrc }),
    ...variables,
  }
  return { event: eventOf(platform, data) as Record<string, unknown>, context: { environment: JSON.stringify(environment), time_limit_in_ms: 60_000 } }
}
