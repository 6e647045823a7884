import { invalidParam } from './errors'

export type PlainObject = Record<string, unknown>

/** A stored document. Documents are never changed in place: an update makes a new one that shares what stayed the same. */
export type Document = PlainObject & { readonly _id: string | number }

/** A document with its place: `key` names it inside its collection, `seq` is its age in it (natural order). */
export interface Row {
  readonly key: string
  readonly seq: number
  readonly doc: Document
}

export function isPlainObject(value: unknown): value is PlainObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return !(value instanceof Date) && !(value instanceof RegExp)
}

/**
 * The key under which the document of that _id is stored.
 * @throws WireError INVALID_PARAM for an _id that is neither a string nor a number
 */
export function keyOf(id: unknown): string {
  if (typeof id === 'string') return id
  if (typeof id === 'number') return `\u0000number:${id}`
  throw invalidParam(`_id must be a string or a number, not ${JSON.stringify(id)}`)
}

/** Takes out, in place, what has no value: a document has no such key, as none comes over the wire. */
export function dropUndefined(value: unknown): void {
  if (Array.isArray(value)) return value.forEach(dropUndefined)
  if (!isPlainObject(value)) return
  for (const [key, inner] of Object.entries(value)) {
    if (inner === undefined) delete value[key]
    else if (typeof inner === 'object') dropUndefined(inner)
  }
}
