import { AppError } from '../error/app-error'
import { type Log } from '../ports'
import { faultOf } from '../ports/faults'
import { busy } from '../ports/steady-database'

/** What every function answers; never a thrown stack. */
export type Answer<T extends object = Record<string, unknown>> = ({ ok: true } & T) | Refusal

export interface Refusal {
  ok: false
  error: { code: string; message: string; details?: Record<string, unknown>; retryable: boolean }
}

/** Runs `work` and wraps what comes of it. What nobody foresaw is logged whole and answered without its innards. */
export async function answer<T extends object>(log: Log, work: () => Promise<T>): Promise<Answer<T>> {
  try {
    return fitting({ ok: true, ...(await work()) })
  } catch (error) {
    const expected = error instanceof AppError ? error : appErrorFor(error)
    if (!expected.isUserError) log('error', expected.message, { code: expected.code, cause: traceOf(expected.cause) })
    return refusalOf(expected)
  }
}

/** A function answers with a megabyte at most, some of which the platform needs. What can be long comes in parts: this is the last wall. */
const MAX_ANSWER_BYTES = 1_000_000

function fitting<T extends object>(answered: T): T {
  const bytes = Buffer.byteLength(JSON.stringify(answered))
  if (bytes <= MAX_ANSWER_BYTES) return answered
  throw new AppError('internal', `答复有 ${bytes} 字节，超出云函数一次能返回的大小。请缩小范围，或分几次查询。`)
}

function appErrorFor(cause: unknown): AppError {
  const missing = /Db or Table not exist: (\w+)/.exec(traceOf(cause))?.[1]
  if (missing !== undefined)
    return new AppError('misconfigured', `数据库里还没有集合 ${missing}，这次什么也没有做。请先运行 npm run set-up 建好集合和索引；若集合都在，请核对环境变量 COLLECTION_PREFIX。`, { cause })
  if (faultOf(cause)) return busy(cause)
  return new AppError('internal', '出了意料之外的问题，请稍后再试；若一直如此，请把云函数日志交给开发者。', { retryable: true, cause })
}

function traceOf(cause: unknown): string {
  if (!(cause instanceof Error)) return cause === undefined ? '' : String(cause)
  return [cause.stack, cause.cause instanceof Error ? cause.cause.stack : undefined].filter(Boolean).join('\n')
}

const MAX_MESSAGE_LENGTH = 5000

/** How what was refused is told. */
export function refusalOf({ code, message, details, retryable }: AppError): Refusal {
  return { ok: false, error: { code, message: message.slice(0, MAX_MESSAGE_LENGTH), ...(details && { details }), retryable } }
}
