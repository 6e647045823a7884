import { callFunction } from '../../call-function'
import { type Caller } from '../../functions/invocation'
import { type Cloud } from '../cloud'
import { inWords } from '../in-words'
import { post, type Route } from '../route'
import { anything, BadRequest, dictionary, flag, object, oneOf, optional, text, type Shape } from '../shape'

const CALLERS: Record<string, Shape<Caller>> = {
  client: object({ kind: oneOf('client'), openid: text, source: optional(oneOf('wx_client', 'wx_devtools')) }),
  console: object({ kind: oneOf('console') }),
  timer: object({ kind: oneOf('timer'), devtools: optional(flag), name: optional(text), message: optional(text) }),
  event: object({ kind: oneOf('event') }),
  http: object({ kind: oneOf('http') }),
}

/** Every kind that can come from outside; a function is only ever called by a running one. */
const caller: Shape<Caller> = (value, at) => {
  const kind = (value as { kind?: unknown } | null)?.kind
  const shape = typeof kind === 'string' && Object.hasOwn(CALLERS, kind) ? CALLERS[kind] : undefined
  if (!shape) throw new BadRequest(`${at}.kind must be one of ${Object.keys(CALLERS).join(', ')}.`)
  return shape(value, at)
}

/** Fields of the data that are a cloudID (`wx.cloud.CloudID`): the platform puts the open data in their place. */
const openData = dictionary(text)
const invocation = object({ function: text, data: optional(anything), caller: optional(caller), openData: optional(openData) })

/** What a function finds for a cloudID that is too old, or another user's; which number stands there is not documented. */
const INVALID_CLOUD_ID = -601_006

function withOpenData({ wechat }: Cloud, data: unknown, fields: Record<string, string> = {}, by?: Caller): unknown {
  const openid = by?.kind === 'client' ? by.openid : undefined
  if (typeof data !== 'object' || data === null || openid === undefined) return data
  const found = Object.entries(fields).map(([name, cloudID]) => [name, wechat.openData.byCloudId(cloudID, openid) ?? { cloudID, errCode: INVALID_CLOUD_ID, errMsg: 'invalid cloudID' }] as const)
  return { ...data, ...Object.fromEntries(found) }
}

export function invokeRoutes(cloud: Cloud): Route[] {
  return [
    post('/emulator/invoke', 'runs a function as a user, the console, a timer, a pushed message or the HTTP API', invocation, (input) =>
      inWords(() => callFunction(cloud, input.function, withOpenData(cloud, input.data ?? {}, input.openData, input.caller), input.caller ?? { kind: 'console' })),
    ),
  ]
}
