import type { FunctionConfig } from '../project/project'
import type { Caller } from './invocation'

const KB = 1024
const MB = 1024 * KB

/** Bytes of JSON that a call may bring, by who calls. */
export const MAX_EVENT_BYTES = {
  // CloudBase error code EXCEED_MAX_PAYLOAD_SIZE: 100 KB of text for callFunction.
  client: 100 * KB,
  function: 100 * KB,
  // SCF «配额管理»: 6 MB for a synchronous event, 128 KB for an asynchronous one.
  console: 6 * MB,
  http: 6 * MB,
  timer: 128 * KB,
  event: 128 * KB,
}

/** SCF «配额管理»: a synchronous response. */
export const MAX_RESULT_BYTES = 6 * MB
/** The SDK's text for -604001: what a mini-program can be given. */
export const MAX_CLIENT_RESULT_BYTES = 1 * MB

/** SCF «初始化超时时间»: loading the code has a limit of its own, apart from the function's. */
export const INIT_TIMEOUT_SECONDS = 65

/** SCF takes so many timers for a function; DevTools fewer: switch timer.maxPerFunction. */
export const MAX_CLI_TIMERS = 10

/** invokeCloudFunction page: the HTTP API waits no longer, whatever the function's own limit. */
const HTTP_TIMEOUT_SECONDS = 5

/** Real seconds that a call may take, loading of the code aside. */
export function timeLimitSeconds({ timeoutSeconds }: FunctionConfig, caller: Caller): number {
  return caller.kind === 'http' ? Math.min(timeoutSeconds, HTTP_TIMEOUT_SECONDS) : timeoutSeconds
}
