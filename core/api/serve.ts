import * as http from 'node:http'
import * as https from 'node:https'
import { setTimeout as pause } from 'node:timers/promises'
import { noteRefusal } from '../access/calls'
import { identify, requireCalledByCode, sourceOf, type CallContext, type Caller } from '../access/identify'
import { identifyCaller, type Beside } from '../access/identify-caller'
import { readOperatorKeys, WRONG_KEY, type OperatorKey } from '../access/operator-keys'
import { wrongKey } from '../access/wrong-key'
import { AppError } from '../error/app-error'
import { type Ports, type Remembered, type Settings } from '../ports'
import { type Database } from '../ports/database'
import { type OpenApi } from '../ports/openapi'
import { prefixed, readPrefix } from '../ports/prefix'
import { readSettings } from '../ports/settings'
import { steadyDatabase, type Repeats } from '../ports/steady-database'
import { answer, type Answer } from './envelope'
import { writeLog } from './log'

/** The part of wx-server-sdk that a function hands to core. */
export interface Cloud {
  DYNAMIC_CURRENT_ENV: unknown
  init(config: { env?: string }): void
  database(): unknown
  openapi: unknown
}

/** The context of one invocation. Fields beyond the identity are missing on some runtimes. */
export interface InvocationContext extends CallContext {
  getRemainingTimeInMillis?: () => number
  time_limit_in_ms?: number
}

export type Work = (ports: Ports, caller: Caller, event: Record<string, unknown>) => Promise<object>

/**
 * How long one request of the SDK may take. Its own 15 s would outlast what `STOP_BUDGET_MS` leaves for a send and its settlement;
 * a send that takes longer than this counts as unknown.
 */
export const SDK_TIMEOUT_MS = 6000

/** A second and a half of trouble passes unnoticed. The platform's own limits ask for no more than a pause. */
const DATABASE_REPEATS: Repeats = { attempts: 5, firstMs: 100, longestMs: 1000, multiplier: 2, worstCallMs: SDK_TIMEOUT_MS + 500 }

/** The platform's default when a function sets no time limit. */
const DEFAULT_LIMIT_MS = 3000

/** A connection that nobody used for so long may have been closed at its other end. */
const IDLE_CONNECTION_MS = 4000

/**
 * A warm instance stands still between two calls, and so does not hear that the other end closed a connection it had kept.
 * Whatever goes out over such a one fails with «socket hang up», the same as a lost reply; so none is kept for long.
 */
function dropConnections(): void {
  http.globalAgent.destroy()
  https.globalAgent.destroy()
}

/** What a function is. */
export interface Served {
  name: string
  /** Whether operators may call it, with a key; a function that takes none does not have it in its environment either. */
  takesOperators: boolean
  /** Whether business functions may call it, with a caller key: their actions, and what is read of a request in the same call as the key. */
  callers?: { actions: readonly string[]; beside(request: Record<string, unknown>): Beside }
}

/** Makes a function's `main`: who calls, then `work`, then the envelope. */
export function serve(cloud: Cloud, { name, takesOperators, callers }: Served, work: Work): (event: unknown, context: InvocationContext) => Promise<Answer> {
  // The SDK's own types know neither the symbol nor the timeout.
  cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV, timeout: SDK_TIMEOUT_MS } as { env?: string })
  let endedAt = Date.now()
  const remembered: Remembered = {}
  return (event, context) => {
    const startedAt = Date.now()
    if (startedAt - endedAt > IDLE_CONNECTION_MS) dropConnections()
    return answer(writeLog, async () => {
      const keys = takesOperators ? readOperatorKeys(process.env) : undefined
      // A function that knows no keys cannot tell which are valid still: what was set going with one is left to those that can.
      const settings = { ...readSettings(process.env), operatorKeyNames: (keys ?? []).map(({ name: keyName }) => keyName) }
      const given = typeof event === 'object' && event !== null ? (event as Record<string, unknown>) : {}
      const ports = portsFor(cloud, { name, prefix: readPrefix(process.env), settings, remembered, context, startedAt })
      const who = (): Caller | Promise<Caller> => {
        if (!callers || (given['callerKey'] === undefined && !isForCallers(given, context, keys, callers.actions))) return identify(given, context, keys)
        requireCalledByCode(context)
        return identifyCaller(ports, given['callerKey'], callers.beside(given))
      }
      return audited(ports, who, (caller) => work(ports, caller, given))
    }).finally(() => {
      endedAt = Date.now()
    })
  }
}

/** What the ports of one invocation are made of. */
export interface Invoked {
  /** Of the function. */
  name: string
  prefix: string
  settings: Settings
  remembered: Remembered
  context: InvocationContext
  /** Milliseconds since 1970; now when not given. */
  startedAt?: number
}

export function portsFor(cloud: Pick<Cloud, 'database' | 'openapi'>, { name, prefix, settings, remembered, context, startedAt = Date.now() }: Invoked): Ports {
  const limitMs = context.time_limit_in_ms ?? DEFAULT_LIMIT_MS
  const remainingMs = (): number => context.getRemainingTimeInMillis?.() ?? startedAt + limitMs - Date.now()
  const random = (): number => Math.random()
  const patience = { repeats: DATABASE_REPEATS, pause, random, remainingMs, log: writeLog }
  return {
    db: steadyDatabase(prefixed(cloud.database() as Database, prefix), patience),
    openapi: cloud.openapi as OpenApi,
    clock: { now: () => Date.now() },
    random,
    pause,
    log: writeLog,
    settings,
    remainingMs,
    remembered,
    call: { function: name, source: sourceOf(context), deeds: [] },
  }
}

/** Nobody asks for what takes a caller key: that is what is missing. */
function isForCallers(event: Record<string, unknown>, context: CallContext, keys: readonly OperatorKey[] | undefined, actions: readonly unknown[]): boolean {
  if (event['operatorKey'] !== undefined || !actions.includes(event['action'])) return false
  try {
    identify(event, context, keys)
    return false
  } catch {
    return true
  }
}

/** No call that is refused goes without a record. */
export async function audited(ports: Ports, identified: () => Caller | Promise<Caller>, work: (caller: Caller) => Promise<object>): Promise<object> {
  let caller: Caller | undefined
  try {
    caller = await identified()
    return await work(caller)
  } catch (error) {
    if (error instanceof AppError && error.details?.['reason'] === WRONG_KEY) throw await wrongKey(ports, error, error.details['key'] === 'callerKey' ? 'callerKey' : 'operatorKey')
    await noteRefusal(ports, caller, error)
    throw error
  }
}
