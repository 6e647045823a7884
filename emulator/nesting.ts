import { WireError } from './wire-error'

/** How deep a body may be nested: far beyond any use, and no work on it can run out of stack. */
export const MAX_NESTING = 200
/** Of documents, queries and paths: MongoDB's «100 levels of nesting». */
export const MAX_DOCUMENT_NESTING = 100

/**
 * What a text of JSON says.
 * @param what  for the words of an error: «The body»
 * @throws WireError INVALID_PARAM when it is not JSON, or nested too deep
 */
export function parseJson(text: string, what: string, maxNesting = MAX_NESTING): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new WireError('INVALID_PARAM', `${what} is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
  if (isDeeper(value, maxNesting)) throw tooDeep(what, maxNesting)
  return value
}

export function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((item) => isDeeper(item, levels - 1))
}

export function tooDeep(what: string, levels: number): WireError {
  return new WireError('INVALID_PARAM', `${what} is nested deeper than ${levels} levels. 嵌套太深了,请把数据拆平一些再发。`)
}
