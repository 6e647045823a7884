import { MAX_CLIENT_RESULT_BYTES } from './limits'

export interface FunctionError {
  code: string
  message: string
}

/** Uncaught throw, unloadable code or a dead process; the client sees -504002. */
export function executeFail(errorMessage: string): FunctionError {
  return { code: 'FUNCTIONS_EXECUTE_FAIL', message: `errorCode 1 | errorMessage ${errorMessage}` }
}

/** SCF's text of status 439. */
export function processExit(how: string, why: string | undefined): FunctionError {
  return executeFail(`User process exit when running (${how})${why ? ` | ${why}` : ''}`)
}

/** SCF's text of status 433; the client sees -504003. */
export function timeLimitExceeded(seconds: number): FunctionError {
  return { code: 'FUNCTIONS_TIME_LIMIT_EXCEEDED', message: `Invoking task timed out after ${seconds} seconds` }
}

/** The code is our choice, the text the platform's. */
export function functionNotFound(name: string, known: string[]): FunctionError {
  const which = known.length > 0 ? `This environment has ${known.join(', ')}.` : 'This environment has none.'
  return { code: 'FUNCTION_NOT_FOUND', message: `FunctionName parameter could not be found: ${name}. ${which}` }
}

/** Code and words are our choice: the page on function rules names none. */
export function permissionDenied(name: string): FunctionError {
  return { code: 'FUNCTIONS_PERMISSION_DENIED', message: `The function rules of this environment do not let a client invoke ${name}.` }
}

export function payloadTooLarge(bytes: number, max: number): FunctionError {
  return { code: 'EXCEED_MAX_PAYLOAD_SIZE', message: `The data of the call takes ${bytes} bytes, ${max} are allowed.` }
}

export function resultTooLargeForClient(bytes: number): FunctionError {
  const message = `-604001 cloudfunction result size exceed limit (1MB): ${bytes} bytes, ${MAX_CLIENT_RESULT_BYTES} are allowed`
  return { code: 'FUNCTIONS_RESULT_SIZE_EXCEED_LIMIT', message }
}

export function invalidData(why: string): FunctionError {
  return { code: 'INVALID_PARAM', message: `The data of the call cannot be written as JSON: ${why}` }
}
