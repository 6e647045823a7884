import { callFunction } from '../../call-function'
import { type Caller } from '../../functions/invocation'
import { type Cloud } from '../cloud'
import { inWords } from '../in-words'
import { post, type Route } from '../route'
import { anything, BadRequest, flag, object, oneOf, optional, text, type Shape } from '../shape'

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

const invocation = object({ function: text, data: optional(anything), caller: optional(caller) })

export function invokeRoutes(cloud: Cloud): Route[] {
  return [
    post('/emulator/invoke', 'runs a function as a user, the console, a timer, a pushed message or the HTTP API', invocation, (input) =>
      inWords(() => callFunction(cloud, input.function, input.data ?? {}, input.caller ?? { kind: 'console' })),
    ),
  ]
}
