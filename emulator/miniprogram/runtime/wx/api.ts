/** What every asynchronous `wx` function takes. */
export interface Callbacks<R = object> {
  success?: (result: R & { errMsg: string }) => void
  fail?: (error: WxFailure) => void
  complete?: (result: { errMsg: string }) => void
}

/** What such a function fails with. */
export interface WxFailure {
  errMsg: string
  errCode?: number
  /** The newer kind of code (错误码 errno), such as 112. */
  errno?: number
}

/** Thrown inside an API to fail with these words, and a code where WeChat gives one. */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly errCode?: number,
    readonly errno?: number,
  ) {
    super(message)
  }
}

export type Api = (options?: object | null) => Promise<unknown> | undefined

/**
 * An asynchronous `wx` function: with any of the three callbacks it calls them, without it returns a promise (异步 API 返回 Promise).
 * @param run  gives what is beside errMsg; throws ApiError (or any Error) to fail
 */
export function api<O extends object, R extends object | void>(name: string, run: (options: O) => R | Promise<R>): Api {
  return (given) => {
    const options = given ?? {}
    return deliver(options, attempt(name, () => run(options as O)))
  }
}

/** Those of the callbacks that can be called: some write `fail: wx.hideLoading()`, which is none. */
export function callbacksIn({ success, fail, complete }: Callbacks): Callbacks {
  return { ...(typeof success === 'function' && { success }), ...(typeof fail === 'function' && { fail }), ...(typeof complete === 'function' && { complete }) }
}

/** Hands an outcome to the callbacks among the options; without any it is the promise that is given. */
export function deliver<R extends { errMsg: string }>(options: Callbacks, outcome: Promise<R>): Promise<R> | undefined {
  const { success, fail, complete } = callbacksIn(options)
  if (!success && !fail && !complete) return outcome
  outcome
    .then(
      (result) => {
        success?.(result)
        complete?.(result)
      },
      (error: WxFailure) => {
        fail?.(error)
        complete?.(error)
      },
    )
    .catch(reportError)
  return undefined
}

async function attempt(name: string, run: () => object | void | Promise<object | void>): Promise<{ errMsg: string }> {
  try {
    const result = await run()
    return { errMsg: `${name}:ok`, ...result }
  } catch (error) {
    throw failureOf(name, error)
  }
}

function failureOf(name: string, error: unknown): WxFailure {
  if (error instanceof ApiError) {
    const { errCode, errno, message } = error
    return { ...(errCode !== undefined && { errCode }), ...(errno !== undefined && { errno }), errMsg: `${name}:fail ${message}` }
  }
  return { errMsg: `${name}:fail ${error instanceof Error ? error.message : String(error)}` }
}

/** An error in a callback belongs to the mini-program, and is nobody's answer. */
function reportError(error: unknown): void {
  queueMicrotask(() => {
    throw error
  })
}
