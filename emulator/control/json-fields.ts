import { decodeEjson, encodeEjson } from '../database/wire/ejson'
import { MAX_DOCUMENT_NESTING, parseJson } from '../nesting'
import { WireError } from '../wire-error'
import { BadRequest, dictionary, text, type Shape } from './shape'

const anyObject = dictionary((value) => value)

/** An object written as JSON, for the query of an address; dates and the like as EJSON. */
export const jsonObject: Shape<Record<string, unknown>> = (value, at) => {
  let parsed: unknown
  try {
    parsed = parseJson(text(value, at), at, MAX_DOCUMENT_NESTING)
  } catch (error) {
    if (!(error instanceof WireError)) throw error
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new BadRequest(`${at} must be a JSON object.`)
  return ejsonObject(parsed, at)
}

/** An object of a body, in which `{"$date": …}` and other EJSON stand for values. */
export const ejsonObject: Shape<Record<string, unknown>> = (value, at) => {
  const given = anyObject(value, at)
  const decoded = inField(at, () => decodeEjson(JSON.stringify(given), 0))
  return anyObject(decoded, at)
}

/** By which fields to sort: `{"n": -1}`. */
export const sortOrder: Shape<Record<string, 1 | -1>> = (value, at) => {
  return dictionary<1 | -1>((direction, field) => {
    if (direction === 1 || direction === -1) return direction
    throw new BadRequest(`${field} must be 1 or -1.`)
  })(value, at)
}

/** Documents as JSON that keeps their types: a date is `{"$date": "2026-01-31T08:00:00Z"}`. */
export function toEjson<T>(value: T): T {
  return JSON.parse(encodeEjson(value)) as T
}

function inField<T>(at: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof WireError) throw new BadRequest(`${at}: ${error.message}`)
    throw error
  }
}
