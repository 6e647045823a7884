import { WireError } from '../wire-error'

/** Far more than any call of WeChat takes, and far less than the stack does. */
const MAX_DEPTH = 100

/**
 * camelCase keys to snake_case, at every depth, by the rule of wx-server-sdk. Arrays and scalars are kept.
 * @throws WireError INVALID_PARAM when it is nested deeper than any call is
 */
export function toSnakeCase(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (depth > MAX_DEPTH) throw new WireError('INVALID_PARAM', `The parameters are nested more than ${MAX_DEPTH} levels deep.`)
  if (Array.isArray(value)) return value.map((item) => toSnakeCase(item, depth + 1))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [snakeKey(key), toSnakeCase(item, depth + 1)]))
}

function snakeKey(key: string): string {
  return key.replace(/[A-Z]/g, (letter, index: number) => `${index ? '_' : ''}${letter.toLowerCase()}`)
}
