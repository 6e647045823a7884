import { deliver, type Callbacks } from '../../api'
import { CloudError, type CodedError } from '../cloud-error'

export type Data = Record<string, unknown>
export type Options = { data?: Data } & Callbacks<object>

/** A request that the local cloud refused, until the operation puts its name before it. */
export class RequestFailure extends Error {
  constructor(readonly error: CodedError) {
    super(error.message)
  }
}

/** An operation of the database: callbacks among the options, or a promise; errors in the words of the client. */
export function run<R extends object>(api: string, options: Options | undefined, work: () => Promise<R>): Promise<R & { errMsg: string }> | undefined {
  return deliver(options ?? {}, attempt(api, work))
}

/** @throws Error in the words of the client */
export function requireData({ data }: Options = {}): Data {
  if (typeof data !== 'object' || data === null) throw new Error('parameter.data should be object')
  return data
}

export function failureOf(api: string, error: unknown): CloudError {
  if (error instanceof RequestFailure) {
    const { errCode, text, message } = error.error
    return new CloudError(api, errCode, `${errCode} ${text}. ${message}`)
  }
  return new CloudError(api, -1, error instanceof Error ? error.message : String(error))
}

async function attempt<R extends object>(api: string, work: () => Promise<R>): Promise<R & { errMsg: string }> {
  try {
    return { ...(await work()), errMsg: `${api}:ok` }
  } catch (error) {
    throw failureOf(api, error)
  }
}
