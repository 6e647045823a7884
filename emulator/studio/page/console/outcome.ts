import { type InvokeResult } from '../live/contract'

export interface Outcome {
  tone: 'good' | 'refused' | 'failed'
  title: string
  /** What to make of it. */
  hint?: string
}

/** Codes of a run that did not end with a result. */
const FAILURES: Record<string, string> = {
  FUNCTIONS_EXECUTE_FAIL: '函数抛出了异常，或进程退出了。看下面的日志。',
  FUNCTIONS_TIME_LIMIT_EXCEEDED: '超过了 cloudbaserc.json 里的 timeout。真机上用户会看到 -504003。',
  FUNCTION_NOT_FOUND: '没有这个云函数，或它还没有构建。',
  FUNCTIONS_PERMISSION_DENIED: '云函数安全规则不允许小程序端调用它，可以换一种调用方式。',
  EXCEED_MAX_PAYLOAD_SIZE: '参数太大了。',
  FUNCTIONS_RESULT_SIZE_EXCEED_LIMIT: '返回值太大，小程序端收不下。',
  INVALID_PARAM: '参数不对。',
}

/** Whether a run went well, in words. Many functions answer with an envelope `{ok: false, error: {message}}` of their own. */
export function outcomeOf(answer: InvokeResult): Outcome {
  if (!answer.ok) return { tone: 'failed', title: `执行失败：${answer.error.code}`, hint: FAILURES[answer.error.code] }
  const refusal = refusalIn(answer.result)
  if (refusal === undefined) return { tone: 'good', title: '执行成功' }
  return { tone: 'refused', title: '执行成功，但函数说不行', hint: refusal }
}

function refusalIn(result: unknown): string | undefined {
  if (typeof result !== 'object' || result === null) return undefined
  const { ok, error } = result as { ok?: unknown; error?: { message?: unknown; code?: unknown } }
  if (ok !== false) return undefined
  return String(error?.message ?? error?.code ?? 'ok: false')
}
