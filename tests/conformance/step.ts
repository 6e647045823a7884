/** What a step returned or threw, after its way through JSON. */
export interface Outcome {
  result?: unknown
  error?: StepError
}

export interface StepError {
  name?: string
  code?: unknown
  errCode?: number
  errMsg?: string
  message?: string
  /** What was thrown, when it was no Error. */
  thrown?: unknown
}

/** An environment with the function `conformance` in it: the local cloud, or a real one. */
export interface Driver {
  /**
   * Runs a step inside the function, through the unmodified wx-server-sdk.
   * @param step  body of an async function with `cloud`, `db`, `_` (db.command), `$` (its aggregate), `event` and `context`
   * @param data  fields of `event`
   */
  run(step: string, data?: Record<string, unknown>): Promise<Outcome>
  close(): Promise<void>
}
