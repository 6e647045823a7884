import type { Caller } from './invocation'
import type { FunctionSwitches } from './switches'

/** What a call carries, by who started the function. */
export interface CallContext {
  /** The user, where the platform knows one. */
  openid?: string
  /** Goes into `event.userInfo`. */
  userInfo?: { appId: string; openId?: string }
  /** Added to the event, under what the call's data says. */
  event?: Record<string, unknown>
  /** WX_… variables; getWXContext() shows them without the prefix. Without any, it gives `{}`. */
  wx: Record<string, string>
  /** TCB_SOURCE, shown as SOURCE. */
  source?: string
  triggerSrc?: 'tcb' | 'timer'
  /** The variable that brings the call token, where the platform issues one. */
  tokenIn?: 'WX_API_TOKEN' | 'WX_TRIGGER_API_TOKEN_V0'
  /** Whether WeChat accepts openapi calls made with the token. */
  mayCallOpenApi: boolean
}

interface Facts {
  appid: string
  data: unknown
  /** Milliseconds since 1970. */
  now: number
  switches: FunctionSwitches
}

type Kind = Caller['kind']

const CLIENT_IP = { WX_CLIENTIP: '127.0.0.1', WX_CLIENTIPV6: '::1' }

/**
 * The platform's matrix of contexts and call tokens, a row per kind of caller
 * (getWXContext page, openapi guide, triggers page, INVALID_PARAM page).
 */
const ROWS: { [K in Kind]: (caller: Extract<Caller, { kind: K }>, facts: Facts) => CallContext } = {
  client: ({ openid, source = 'wx_client' }, { appid }) => ({
    openid,
    userInfo: { appId: appid, openId: openid },
    wx: { ...CLIENT_IP, WX_APPID: appid, WX_OPENID: openid },
    source,
    triggerSrc: 'tcb',
    tokenIn: 'WX_API_TOKEN',
    mayCallOpenApi: true,
  }),

  console: (_caller, { appid, switches }): CallContext =>
    switches.context.console === 'empty'
      ? { wx: {}, mayCallOpenApi: false }
      : { wx: { WX_APPID: appid }, source: 'wx_devtools', triggerSrc: 'tcb', mayCallOpenApi: false },

  timer: ({ devtools, name = '', message = '' }, { now, switches }) => ({
    event: { Type: 'Timer', TriggerName: name, Time: isoSeconds(now), Message: message },
    wx: {},
    source: devtools && switches.context.timerSource === 'wx_trigger' ? 'wx_trigger' : undefined,
    triggerSrc: 'timer',
    tokenIn: devtools ? 'WX_TRIGGER_API_TOKEN_V0' : undefined,
    mayCallOpenApi: devtools === true,
  }),

  // The message push page reads OPENID, the sender, in its sample.
  // It says nothing of the call token; we issue one, as in every call that WeChat itself makes.
  event: (_caller, { appid, data, switches }) => {
    const openid = senderOf(data)
    return {
      openid,
      userInfo: switches.context.pushUserInfo ? { appId: appid, openId: openid } : undefined,
      wx: { WX_APPID: appid, ...(openid === undefined ? {} : { WX_OPENID: openid }) },
      source: switches.context.pushSource || undefined,
      tokenIn: 'WX_API_TOKEN',
      mayCallOpenApi: true,
    }
  },

  http: (_caller, { appid }) => ({
    userInfo: { appId: appid },
    wx: { WX_APPID: appid },
    source: 'wx_http',
    tokenIn: 'WX_API_TOKEN',
    mayCallOpenApi: true,
  }),

  function: ({ caller, source }, { appid, switches }) => {
    const openid = switches.context.functionToFunctionOpenid ? caller?.openid : undefined
    return {
      openid,
      userInfo: { appId: appid },
      wx: { WX_APPID: appid, ...(openid === undefined ? {} : { WX_OPENID: openid }) },
      source: switches.context.emptySourceChain === 'scf' ? source.replace(/^,/, '') : source,
      triggerSrc: 'tcb',
      tokenIn: 'WX_API_TOKEN',
      mayCallOpenApi: switches.token.functionToFunction && caller?.mayCallOpenApi === true,
    }
  },
}

export function contextOf(caller: Caller, facts: Facts): CallContext {
  const row = ROWS[caller.kind] as (caller: Caller, facts: Facts) => CallContext
  return row(caller, facts)
}

/** The event that the function gets. `userInfo` is the platform's: whatever a client sent under that name is overwritten. */
export function eventOf(context: CallContext, data: unknown): unknown {
  const { event, userInfo } = context
  if (data !== undefined && data !== null && (typeof data !== 'object' || Array.isArray(data))) return data
  return { ...event, ...data, ...(userInfo && { userInfo }) }
}

/** Timer events give whole seconds: 2019-02-21T11:49:00Z. */
export function isoSeconds(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/\.\d{3}Z$/, 'Z')
}

function senderOf(data: unknown): string | undefined {
  const sender = typeof data === 'object' && data !== null && 'FromUserName' in data ? data.FromUserName : undefined
  return typeof sender === 'string' && sender !== '' ? sender : undefined
}
