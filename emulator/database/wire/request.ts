import { isPlainObject, type PlainObject } from '../document'
import { invalidParam } from '../errors'
import { decodeEjson } from './ejson'

/** The JSON body of a request, read field by field. Every reader throws WireError INVALID_PARAM. */
export class RequestBody {
  constructor(
    private readonly body: Record<string, unknown>,
    /** Milliseconds since 1970 that serverDate stands for. */
    readonly now: number,
  ) {}

  /** A name that must be there. */
  name(field: string): string {
    const value = this.body[field]
    if (typeof value === 'string' && value !== '') return value
    throw invalidParam(`${field} must be a non-empty string`)
  }

  optionalName(field: string): string | undefined {
    return this.body[field] === undefined ? undefined : this.name(field)
  }

  flag(field: string): boolean {
    return this.body[field] === true
  }

  /** A whole number of at least 0. */
  count(field: string): number | undefined {
    const value = this.body[field]
    if (value === undefined || value === null) return undefined
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value
    throw invalidParam(`${field} must be an integer of at least 0`)
  }

  /** Whether the field is missing or empty: `collection.remove()` sends `"query": ""`. */
  isBlank(field: string): boolean {
    return this.body[field] === undefined || this.body[field] === ''
  }

  /** An object that travels as EJSON; missing or empty is {}. */
  object(field: string): PlainObject {
    return this.isBlank(field) ? {} : this.#decoded(field, this.body[field])
  }

  /** An array of objects, each of which travels as EJSON. */
  objects(field: string): PlainObject[] {
    return this.#array(field).map((item) => this.#decoded(field, item))
  }

  /** The stages of an aggregate, as `{$match: …}`. */
  stages(): PlainObject[] {
    return this.#array('stages').map((stage) => {
      if (!isPlainObject(stage) || typeof stage.stageKey !== 'string' || typeof stage.stageValue !== 'string') {
        throw invalidParam('each stage needs a stageKey and a stageValue')
      }
      return { [stage.stageKey]: decodeEjson(stage.stageValue, this.now) }
    })
  }

  /** Bytes of a field as it came. */
  bytes(field: string): number {
    const value = this.body[field]
    return Buffer.byteLength(typeof value === 'string' ? value : JSON.stringify(value ?? ''))
  }

  #decoded(field: string, text: unknown): PlainObject {
    const value = typeof text === 'string' ? decodeEjson(text, this.now) : undefined
    if (isPlainObject(value)) return value
    throw invalidParam(`${field} must be an object as EJSON, not ${String(text)}`)
  }

  #array(field: string): unknown[] {
    const value = this.body[field]
    if (Array.isArray(value)) return value
    throw invalidParam(`${field} must be an array`)
  }
}
