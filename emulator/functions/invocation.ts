/** Who starts a function. What each kind puts into the function's context: `context.ts`. */
export type Caller =
  /** `wx.cloud.callFunction` of a mini-program user; `source` is wx_client unless told otherwise. */
  | { kind: 'client'; openid: string; source?: 'wx_client' | 'wx_devtools' }
  /** The console's test box, `tcb fn invoke`: no identity, no call token. */
  | { kind: 'console' }
  /** A timer. One uploaded by DevTools carries a call token, a plain CloudBase timer does not. */
  | { kind: 'timer'; devtools?: boolean; name?: string; message?: string }
  /** WeChat's message push; the data is the pushed message. */
  | { kind: 'event' }
  /** The HTTP API `tcb/invokecloudfunction`: the app's identity, no user. */
  | { kind: 'http' }
  /** `cloud.callFunction` inside another function; `source` is the chain of the X-TCB-Source header. */
  | { kind: 'function'; caller: Invocation | undefined; source: string }

/** One run of a function, as long as it lasts. The gateway finds it by what the SDK sends back: its token, and the `seqId` of each request. */
export interface Invocation {
  requestId: string
  functionName: string
  caller: Caller
  /** The user on whose behalf it runs, if any. */
  openid?: string
  /** Opaque; travels as body.wxCloudApiToken of every SDK request. Empty when the platform issued none. */
  token: string
  /** Whether WeChat accepts openapi calls of this invocation (call-token matrix of reference §8.5). */
  mayCallOpenApi: boolean
}

export interface LogLine {
  /** Milliseconds since 1970, emulated time. */
  at: number
  level: 'log' | 'info' | 'warn' | 'error' | 'debug'
  text: string
}

export type InvokeResult =
  | { ok: true; result: unknown; logs: LogLine[]; ms: number; requestId: string }
  | { ok: false; error: { code: string; message: string }; logs: LogLine[]; ms: number; requestId: string }

/** What the rest of the local cloud needs of the function service. */
export interface FunctionRuntime {
  names(): string[]
  /** Names in config.json `permissions.openapi` of that function. */
  openapiPermissions(functionName: string): string[]
  /** Never rejects for what the function does; an unknown function is `{ok:false, error:{code:'FUNCTION_NOT_FOUND'}}`. */
  invoke(functionName: string, data: unknown, caller: Caller): Promise<InvokeResult>
  /** The running invocation that was given this token. */
  invocationOf(token: string): Invocation | undefined
  /** The running invocation that a request of the SDK came from, by the `seqId` in its address; it is there without a token too. */
  invocationBySeqId(seqId: string): Invocation | undefined
  /** SIGKILL to every instance of the function; what was running fails as a crash. */
  kill(functionName: string): void
  close(): Promise<void>
}
