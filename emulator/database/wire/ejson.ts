import { BSONError, BSONRegExp, EJSON, ObjectId } from 'bson'
import { isPlainObject, type PlainObject } from '../document'
import { invalidParam } from '../errors'
import { isDeeper, MAX_DOCUMENT_NESTING, tooDeep } from '../../nesting'

const SERVER_DATE = '$tcb_server_date'

/** `{$date: {$numberLong}}` is two levels. */
const EXTENDED_NESTING = 2

/** The first key of an object that stands for a value. ($regex is not among them: it is an operator of queries.) */
const EXTENDED = new Set([
  ...['$numberInt', '$numberLong', '$numberDouble', '$numberDecimal', '$date', '$oid', '$regularExpression'],
  ...['$binary', '$uuid', '$timestamp', '$symbol', '$code', '$undefined', '$minKey', '$maxKey', '$dbPointer', SERVER_DATE],
])

/**
 * A value of the wire (a string of EJSON) as plain JS: numbers, Date, RegExp; `db.serverDate()` becomes a Date wherever it stands.
 * @param now  milliseconds since 1970, what the server's clock shows
 * @throws WireError INVALID_PARAM when it is not EJSON, or holds a type that no database value can have here
 */
export function decodeEjson(text: string, now: number): unknown {
  try {
    return toPlain(JSON.parse(text), now)
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof BSONError) throw invalidParam(`not valid EJSON: ${error.message}`)
    throw error
  }
}

/** Relaxed EJSON, which the SDK's EJSON.parse turns back into numbers and Dates. */
export function encodeEjson(value: unknown): string {
  return EJSON.stringify(value, { relaxed: true })
}

function toPlain(value: unknown, now: number, levels = MAX_DOCUMENT_NESTING): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (levels === 0) throw tooDeep('The document or query', MAX_DOCUMENT_NESTING)
  if (Array.isArray(value)) return value.map((item) => toPlain(item, now, levels - 1))
  const object = value as PlainObject
  const keys = Object.keys(object)
  const [first] = keys
  if (first !== undefined && first.startsWith('$') && EXTENDED.has(first)) return extended(first, object, now, levels)
  const plain: PlainObject = {}
  for (const key of keys) {
    if (key === '__proto__') throw invalidParam('a field cannot be called __proto__')
    plain[key] = toPlain(object[key], now, levels - 1)
  }
  return plain
}

/** `{"$numberInt": "5"}` and the like. Numbers, the most frequent, are read without the help of bson. */
function extended(type: string, value: PlainObject, now: number, levels: number): unknown {
  if (type.startsWith('$number')) return Number(value[type])
  if (type === SERVER_DATE) return serverDate(toPlain(value[SERVER_DATE], now, levels - 1), now)
  if (isDeeper(value, EXTENDED_NESTING)) throw invalidParam(`not valid EJSON: ${type}`)
  const parsed = deserialized(value)
  if (parsed instanceof BSONRegExp) return toRegExp(parsed.pattern, parsed.options)
  if (parsed instanceof ObjectId) return parsed.toHexString()
  if (parsed instanceof Date && Number.isNaN(parsed.getTime())) throw invalidParam(`not a date: ${JSON.stringify(value.$date)}`)
  if (parsed === null || parsed instanceof Date) return parsed
  throw invalidParam(`values of type ${type} are not supported`)
}

/** bson falls over what only looks like one of its types, such as a $binary without its bytes. */
function deserialized(value: PlainObject): unknown {
  try {
    return (EJSON.deserialize({ parsed: value }) as { parsed: unknown }).parsed
  } catch (error) {
    throw invalidParam(`not valid EJSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function serverDate(options: unknown, now: number): Date {
  const offset = isPlainObject(options) ? Number(options.offset ?? 0) : 0
  return new Date(now + offset)
}

function toRegExp(pattern: string, options: string): RegExp {
  try {
    return new RegExp(pattern, options)
  } catch {
    throw invalidParam(`not a regular expression that can be used: /${pattern}/${options}`)
  }
}
