import { AppError } from '../error/app-error'
import { keyNamed, type OperatorKey } from './operator-keys'

/** What a function of the team's own may do with its key. */
export interface CallerScope {
  /** Keys of the templates that it may use; absent for all. */
  templates?: readonly string[]
  /** Notices that it may set going on one Beijing day. */
  perDay: number
}

/** Who started this invocation. Decided once, by `identify`. */
export type Caller =
  | { kind: 'user'; openid: string }
  /** The platform's timer. */
  | { kind: 'timer' }
  /** WeChat's message push; `openid` is the user it tells about. */
  | { kind: 'event'; openid: string }
  /** The console or a server that knows an operator key; `key` is that one's name. */
  | { kind: 'operator'; key?: string }
  /** A function of the team's own, with a caller key; `key` is that one's name. Found by `identifyCaller`. */
  | { kind: 'caller'; key: string; may: CallerScope }

/** Who asks for something to be done to pushes, templates and members: what is kept of a caller. */
export type Author = { kind: 'member'; openid: string } | { kind: 'operator'; key?: string } | { kind: 'caller'; key: string }

export interface CallContext {
  /** JSON text of this invocation's variables. */
  environment?: string
  /** The older form: `K=V;K=V`. */
  environ?: string
}

/** Which names a console really offers is open; all of them begin so. */
const PUSHED_EVENTS = /^subscribe_msg_\w+$/
/** Sources of calls that somebody's code makes: a mini-program client, or another function (`…,scf`). */
const CALLED_BY_CODE = /^(?:wx_client|wx_devtools|wx_localdebug|wx_http)|,scf/
/** The last hop is another function; its chain may be empty where the console or a plain timer began it. */
const CALLED_BY_FUNCTION = /(?:^|,)scf$/

/**
 * Says who calls, from what the platform put into this invocation's own context.
 * Nothing in `event` is believed (any client can send `Type: 'Timer'` or a made-up openid), and `process.env` neither:
 * a warm instance may still hold the identity of the call before.
 * @param keys  of operators; undefined in a function that takes none
 * @throws AppError `unauthenticated`, `misconfigured`
 */
export function identify(event: Record<string, unknown>, context: CallContext, keys: readonly OperatorKey[] | undefined): Caller {
  const variables = variablesOf(context)
  const openid = variables['WX_OPENID']
  if (isTimer(variables)) return { kind: 'timer' }
  if (isPlatformEvent(event, variables)) return { kind: 'event', openid: String(event['FromUserName']) }
  if (openid) return { kind: 'user', openid }
  if (hasOtherIdentity(variables)) throw new AppError('unauthenticated', '没有微信身份，请在小程序里打开。')
  if (keys === undefined) throw new AppError('unauthenticated', '认不出是谁在调用：这个云函数不接受控制台的调用，密钥在这里也没有用。')
  return { kind: 'operator', key: keyNamed(event['operatorKey'], keys) }
}

/**
 * Whether a call that carries a caller key comes from where such a key may be: another function calls, as the chain of the call says and
 * whatever identity travels with it (nobody has written down which does); or no identity at all, such as a server.
 * @throws AppError `forbidden` for a mini-program, before anybody looks whether the key is right
 */
export function requireCalledByCode(context: CallContext): void {
  const variables = variablesOf(context)
  const source = variables['TCB_SOURCE'] ?? ''
  if (CALLED_BY_FUNCTION.test(source)) return
  if (variables['WX_OPENID'] || hasOtherIdentity(variables) || /^wx_client/.test(source))
    throw new AppError('forbidden', '业务密钥（callerKey）只能放在云函数里：小程序里的代码谁都能看到。请把这次调用移到你们自己的云函数里，并把已经写进小程序的这把密钥撤回。')
}

/** Where the platform says that the call came from: one word per hop. Empty where it says nothing. */
export function sourceOf(context: CallContext): string {
  const source = variablesOf(context)['TCB_SOURCE']
  return typeof source === 'string' ? source.replace(/[^\w,-]/g, '').slice(0, 60) : ''
}

function isTimer(variables: Record<string, string>): boolean {
  return variables['TRIGGER_SRC'] === 'timer' && !variables['WX_OPENID'] && !hasOtherIdentity(variables)
}

/**
 * What tells WeChat's push from a call that somebody's code or the console makes: the platform's own variables name a WeChat user, it is
 * the one whom the event is about, and no source of a call stands beside her. A client has an OPENID as well, but its source says so;
 * the console, an HTTP call and another function have none, or a source. Of a real push only the OPENID is documented: that it carries
 * no source is not, and whoever could make the platform set an OPENID without one would pass for WeChat.
 */
function isPlatformEvent(event: Record<string, unknown>, variables: Record<string, string>): boolean {
  const { MsgType, Event, FromUserName, userInfo } = event
  if (MsgType !== 'event' || typeof Event !== 'string' || !PUSHED_EVENTS.test(Event)) return false
  if (typeof FromUserName !== 'string' || FromUserName === '' || userInfo !== undefined) return false
  if (CALLED_BY_CODE.test(variables['TCB_SOURCE'] ?? '') || hasOtherIdentity(variables)) return false
  return variables['WX_OPENID'] === FromUserName
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
