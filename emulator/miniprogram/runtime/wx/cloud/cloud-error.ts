import { CloudRefusal } from '../../local-cloud'

/** What `wx.cloud` rejects with. */
export class CloudError extends Error {
  readonly errMsg: string

  constructor(
    api: string,
    readonly errCode: number,
    text: string,
  ) {
    const errMsg = `${api}:fail ${text}`
    super(errMsg)
    this.errMsg = errMsg
  }
}

/** Numbers and texts of the error table of CloudBase (错误码). */
const ERRORS: Record<string, { errCode: number; text: string }> = {
  FUNCTIONS_EXECUTE_FAIL: { errCode: -504002, text: 'functions execute fail' },
  FUNCTIONS_TIME_LIMIT_EXCEEDED: { errCode: -504003, text: 'functions time limit exceeded' },
  FUNCTIONS_RESULT_SIZE_EXCEED_LIMIT: { errCode: -604001, text: 'cloudfunction result size exceed limit (1MB)' },
  FUNCTION_NOT_FOUND: { errCode: -501000, text: 'resource not found' },
  INVALID_PARAM: { errCode: -501007, text: 'invalid parameters' },
  DATABASE_REQUEST_FAILED: { errCode: -502001, text: 'database request fail' },
  DATABASE_PERMISSION_DENIED: { errCode: -502003, text: 'database permission denied' },
  DATABASE_COLLECTION_NOT_EXIST: { errCode: -502005, text: 'database collection not exists' },
  STORAGE_REQUEST_FAIL: { errCode: -503001, text: 'storage request fail' },
  STORAGE_EXCEED_AUTHORITY: { errCode: -503002, text: 'storage permission denied' },
  STORAGE_FILE_NONEXIST: { errCode: -503003, text: 'storage file not exists' },
  STORAGE_SIGN_PARAM_INVALID: { errCode: -503004, text: 'storage invalid sign parameter' },
  REQUEST_TOO_LARGE: { errCode: -503001, text: 'storage request fail' },
  CONTAINER_NOT_FOUND: { errCode: -501000, text: 'resource not found' },
  NETWORK: { errCode: -601003, text: 'system network error' },
}
const OTHER = { errCode: -501001, text: 'resource system error' }

export interface CodedError {
  errCode: number
  text: string
  message: string
}

/** A code of the local cloud as the mini-program sees it. */
export function codedError(code: string, message: string): CodedError {
  return { ...(ERRORS[code] ?? OTHER), message }
}

/** What became of a request that did not succeed. */
export function errorOf(cause: unknown): CodedError {
  if (cause instanceof CloudRefusal) return codedError(cause.code, cause.message)
  return codedError('NETWORK', cause instanceof Error ? cause.message : String(cause))
}

/** As a call of something in the cloud rejects: code and text twice, as WeChat writes them. */
export function refusalOf(api: string, { errCode, text, message }: CodedError): CloudError {
  return new CloudError(api, errCode, `Error: errCode: ${errCode} ${text} | errMsg: ${message}`)
}
