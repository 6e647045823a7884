import { type FieldFault } from './answers'

/** What came of a call. A failure is in words for a person, and always says what to do next. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; failure: Failure }

export interface Failure {
  code: string
  message: string
  /** Faults of single fields of the request, where the function names them. */
  fields: FieldFault[]
  /** The function has answered, and the same request would be answered alike. Otherwise it may or may not have been carried out. */
  definite: boolean
}

interface Refusal {
  code?: unknown
  message?: unknown
  details?: { fields?: FieldFault[] }
  retryable?: unknown
}

/** Reads the envelope that every function answers with. */
export function readAnswer<T>(answer: unknown): Outcome<T> {
  const { ok, error, ...value } = (typeof answer === 'object' && answer !== null ? answer : {}) as { ok?: unknown; error?: Refusal }
  if (ok === true) return { ok: true, value: value as T }
  if (ok === false && error && typeof error.message === 'string') {
    const { code, message, details, retryable } = error
    return failed({ code: String(code), message, fields: details?.fields ?? [], definite: retryable !== true })
  }
  return failed({ code: 'unreadable', message: '云函数的答复看不懂，可能版本太旧。请更新小程序和云函数后再试。' })
}

/** The code of a failure that only a line in app.js helps against. */
export const NOT_INITIALISED = 'not-initialised'

/** What to say when there was no answer at all: the network, the platform, or a function that is not there. */
export function unanswered(error: unknown): { ok: false; failure: Failure } {
  const { errMsg, errCode, message } = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>
  const text = String(errMsg ?? message ?? error)
  // «Cloud API isn't enabled, please call wx.cloud.init first»; where there is no wx.cloud at all, what reading it comes to.
  if (/isn't enabled|call (wx\.)?(cloud\.)?init|callFunction'?\)|reading 'callFunction/i.test(text)) return failed({ code: NOT_INITIALISED, message: '小程序还没有连上云开发。请管理员初始化云开发后再试。' })
  return failed({ code: 'unanswered', message: wordsOf(text, Number(errCode)) })
}

// Codes of the cloud SDK: https://developers.weixin.qq.com/miniprogram/dev/wxcloud/guide/functions/errors.html
function wordsOf(text: string, code: number): string {
  if (/FUNCTION_NOT_FOUND|FunctionName parameter could not be found|-501000/i.test(text) || code === -501000)
    return '云函数还没有部署。请管理员在微信开发者工具里上传后再试。'
  if (/env (not exists|check invalid)|INVALID_ENV/i.test(text) || code === -501005)
    return '还没有开通云开发，或云环境不对。请管理员检查云环境后再试。'
  if (/time ?d? ?out|超时/i.test(text)) return '等了很久没有等到答复，网络可能很慢。请稍后再试。'
  if (/request:fail|network|ERR_|ECONN|interrupted|offline/i.test(text)) return '网络好像断了，请检查网络后再试。'
  return '没有等到答复，请稍后再试。'
}

function failed({ code, message, fields = [], definite = false }: Pick<Failure, 'code' | 'message'> & Partial<Failure>): {
  ok: false
  failure: Failure
} {
  return { ok: false, failure: { code, message, fields, definite } }
}
