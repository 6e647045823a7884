/** A request that cannot be carried out as it was written; the message names the field. */
export class BadRequest extends Error {
  constructor(
    message: string,
    readonly code = 'INVALID_PARAM',
  ) {
    super(message)
    this.name = 'BadRequest'
  }
}

/** Checks a value and gives it back typed. `at` is the field's path, for the words. Throws BadRequest. */
export type Shape<T> = (value: unknown, at: string) => T

export const anything: Shape<unknown> = (value, at) => {
  if (value === undefined) throw missing(at)
  return value
}

/** A string, '' included. */
export const anyText: Shape<string> = (value, at) => {
  if (typeof value !== 'string') throw wrong(value, at, 'a string')
  return value
}

/** A string that says something. */
export const text: Shape<string> = (value, at) => {
  if (anyText(value, at) === '') throw new BadRequest(`${at} must not be empty.`)
  return value as string
}

export const flag: Shape<boolean> = (value, at) => {
  if (typeof value !== 'boolean') throw wrong(value, at, 'true or false')
  return value
}

export const number: Shape<number> = (value, at) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw wrong(value, at, 'a number')
  return value
}

export function wholeNumber(least: number): Shape<number> {
  return (value, at) => {
    if (!Number.isInteger(value) || (value as number) < least) throw wrong(value, at, `a whole number, ${least} or more`)
    return value as number
  }
}

/** A whole number, 0 or more. */
/** The same of an address, where every value is a text. */
export function textNumber(least: number): Shape<number> {
  return (value, at) => {
    if (!/^(0|[1-9]\d*)$/.test(text(value, at))) throw new BadRequest(`${at} must be a whole number, ${least} or more.`)
    return wholeNumber(least)(Number(value), at)
  }
}

export const count = wholeNumber(0)

/** A whole number from 0 to `max`. */
export function countUpTo(max: number): Shape<number> {
  return (value, at) => {
    if (count(value, at) > max) throw new BadRequest(`${at} must be at most ${max}. 数太大了,请改小后再试。`)
    return value as number
  }
}

/** From 0 to 1. */
export const probability: Shape<number> = (value, at) => {
  if (typeof value !== 'number' || !(value >= 0 && value <= 1)) throw wrong(value, at, 'a number from 0 to 1')
  return value
}

export function oneOf<const V extends readonly (string | number)[]>(...values: V): Shape<V[number]> {
  return (value, at) => {
    const found = values.find((candidate) => candidate === value)
    if (found === undefined) throw wrong(value, at, `one of ${values.join(', ')}`)
    return found
  }
}

export function optional<T>(shape: Shape<T>): Shape<T | undefined> {
  return (value, at) => (value === undefined ? undefined : shape(value, at))
}

export function list<T>(shape: Shape<T>, max = Infinity): Shape<T[]> {
  return (value, at) => {
    if (!Array.isArray(value)) throw wrong(value, at, 'an array')
    if (value.length > max) throw new BadRequest(`${at} must have at most ${max} entries. 条数太多了,请分几次或改用 times。`)
    return value.map((item, index) => shape(item, `${at}[${index}]`))
  }
}

/** An object with any keys, all values of one shape. */
export function dictionary<T>(shape: Shape<T>): Shape<Record<string, T>> {
  return (value, at) =>
    Object.fromEntries(Object.entries(plainObject(value, at)).map(([key, item]) => [key, shape(item, join(at, key))]))
}

/** An object with exactly these keys; any other is refused by name. */
export function object<F extends Record<string, Shape<unknown>>>(fields: F): Shape<{ [K in keyof F]: ReturnType<F[K]> }> {
  return (value, at) => {
    const given = plainObject(value, at)
    const unknown = Object.keys(given).find((key) => !Object.hasOwn(fields, key))
    if (unknown !== undefined) {
      throw new BadRequest(`${join(at, unknown)} is unknown. ${keysInWords(Object.keys(fields))}`)
    }
    const checked = Object.entries(fields).map(([key, shape]) => [key, shape(given[key], join(at, key))] as const)
    return Object.fromEntries(checked.filter(([, item]) => item !== undefined)) as { [K in keyof F]: ReturnType<F[K]> }
  }
}

function plainObject(value: unknown, at: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(value, at || 'The body', 'an object')
  return value as Record<string, unknown>
}

function keysInWords(keys: string[]): string {
  return keys.length === 0 ? 'No keys are taken.' : `Known keys: ${keys.join(', ')}.`
}

function join(at: string, key: string): string {
  return at === '' ? key : `${at}.${key}`
}

function wrong(value: unknown, at: string, expected: string): BadRequest {
  return value === undefined ? missing(at) : new BadRequest(`${at} must be ${expected}.`)
}

function missing(at: string): BadRequest {
  return new BadRequest(`${at} is missing.`)
}
