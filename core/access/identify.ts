import { timingSafeEqual } from 'node:crypto'
import { AppError } from '../error/app-error'

/** Who started this invocation. Decided once, by `identify`. */
export type Caller =
  | { kind: 'user'; openid: string }
  /** The platform's timer. */
  | { kind: 'timer' }
  /** WeChat's message push; `openid` is the user it tells about. */
  | { kind: 'event'; openid: string }
  /** The console or a server that knows the operator key. */
  | { kind: 'operator' }

/** Who asks for something to be done to pushes, templates and members: what is kept of a caller. */
export type Author = { kind: 'member'; openid: string } | { kind: 'operator' }

export interface CallContext {
  /** JSON text of this invocation's variables. */
  environment?: string
  /** The older form: `K=V;K=V`. */
  environ?: string
}

const LEAST_KEY_LENGTH = 16
/** Different characters in it. */
const LEAST_KEY_VARIETY = 6

const PUSHED_EVENTS = /^subscribe_msg_\w+_event$/
/** Sources of calls that somebody's code makes: a mini-program client, or another function (`…,scf`). */
const CALLED_BY_CODE = /^(?:wx_client|wx_devtools|wx_localdebug|wx_http)|,scf/

/**
 * Says who calls, from what the platform put into this invocation's own context.
 * Nothing in `event` is believed (any client can send `Type: 'Timer'` or a made-up openid), and `process.env` neither:
 * a warm instance may still hold the identity of the call before.
 * @throws AppError `unauthenticated`
 */
export function identify(event: Record<string, unknown>, context: CallContext, operatorKey: string): Caller {
  const variables = variablesOf(context)
  const openid = variables['WX_OPENID']
  if (isTimer(variables)) return { kind: 'timer' }
  if (isPlatformEvent(event, variables)) return { kind: 'event', openid: String(event['FromUserName']) }
  if (openid) return { kind: 'user', openid }
  if (hasOtherIdentity(variables)) throw new AppError('unauthenticated', '没有微信身份，请在小程序里打开。')
  return identifyOperator(event['operatorKey'], operatorKey)
}

function isTimer(variables: Record<string, string>): boolean {
  return variables['TRIGGER_SRC'] === 'timer' && !variables['WX_OPENID'] && !hasOtherIdentity(variables)
}

function identifyOperator(given: unknown, expected: string): Caller {
  if (expected === '')
    throw new AppError(
      'unauthenticated',
      '还不能从控制台调用：云函数没有设置环境变量 OPERATOR_KEY。请在 .env.local 里写上 OPERATOR_KEY=一串只有你知道的字符，重新部署云函数，再在参数里带上 operatorKey。',
    )
  if (isWeak(expected))
    throw new AppError(
      'misconfigured',
      `还不能从控制台调用：环境变量 OPERATOR_KEY 太短或太简单，容易被猜到。请换成至少 ${LEAST_KEY_LENGTH} 个随机字符（例如 openssl rand -base64 24 的结果），重新部署云函数。`,
    )
  if (given === undefined)
    throw new AppError('unauthenticated', '缺少 operatorKey：从控制台调用要在参数里带上它，值等于云函数的环境变量 OPERATOR_KEY。')
  if (typeof given !== 'string' || !sameText(given, expected))
    throw new AppError('unauthenticated', 'operatorKey 不对：它要等于云函数的环境变量 OPERATOR_KEY，请核对后再试。')
  return { kind: 'operator' }
}

/**
 * WeChat's push is no client's call: a client's data always gets `userInfo`, and its source says so.
 * The platform's samples read OPENID as the sender of the event; where there is none, the event's own word has to do.
 */
function isPlatformEvent(event: Record<string, unknown>, variables: Record<string, string>): boolean {
  const { MsgType, Event, FromUserName, userInfo } = event
  if (MsgType !== 'event' || typeof Event !== 'string' || !PUSHED_EVENTS.test(Event)) return false
  if (typeof FromUserName !== 'string' || FromUserName === '' || userInfo !== undefined) return false
  if (CALLED_BY_CODE.test(variables['TCB_SOURCE'] ?? '') || hasOtherIdentity(variables)) return false
  const openid = variables['WX_OPENID']
  return openid === undefined || openid === FromUserName
}

/** Signed in, but not as a WeChat user: a web login, anonymous or with a custom ticket. */
function hasOtherIdentity(variables: Record<string, string>): boolean {
  return ['TCB_UUID', 'TCB_CUSTOM_USER_ID', 'LOGINTYPE'].some((name) => variables[name]) || variables['TCB_ISANONYMOUS_USER'] === 'true'
}

function variablesOf({ environment, environ }: CallContext): Record<string, string> {
  if (environment) return readJson(environment)
  const pairs = (environ ?? '').split(';').flatMap((pair) => {
    const at = pair.indexOf('=')
    return at > 0 ? [[pair.slice(0, at).trim(), pair.slice(at + 1)] as const] : []
  })
  return Object.fromEntries(pairs)
}

function readJson(text: string): Record<string, string> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, string>) : {}
  } catch {
    return {}
  }
}

/** Short enough to be tried out, or made of few characters. */
function isWeak(key: string): boolean {
  return key.trim().length < LEAST_KEY_LENGTH || new Set(key).size < LEAST_KEY_VARIETY
}

function sameText(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}
