import { isPlainObject, type PlainObject } from '../document'
import { requestFailed } from '../errors'
import { type FieldPath } from '../query/field-values'

/** What a change answers to make the field disappear. */
export const REMOVED = Symbol('removed')

/** The new value of a field, for its old one (undefined when there is none). The same value back means no change. */
export type Change = (old: unknown) => unknown

const INDEX = /^\d+$/

/**
 * The document with one field changed; objects and arrays on the way are copied, all others shared.
 * Missing objects on the way are made, unless the change leaves the field missing. No change gives back the same document.
 * @throws WireError DATABASE_REQUEST_FAILED where a value on the way can hold no fields
 */
export function changeAt<T>(node: T, path: FieldPath, change: Change): T {
  return step(node, path, 0, change) as T
}

function step(node: unknown, path: FieldPath, depth: number, change: Change): unknown {
  const name = path[depth]
  if (name === undefined) return change(node)
  if (Array.isArray(node)) return stepIntoArray(node, name, path, depth, change)
  if (isPlainObject(node)) return stepIntoObject(node, name, path, depth, change)
  const made = step(undefined, path, depth + 1, change)
  if (made === undefined || made === REMOVED) return node
  if (node !== undefined) throw cannotCreate(name, path[depth - 1], node)
  return { [name]: made }
}

function stepIntoObject(node: PlainObject, name: string, path: FieldPath, depth: number, change: Change): unknown {
  const old = Object.hasOwn(node, name) ? node[name] : undefined
  const now = step(old, path, depth + 1, change)
  if (now === old) return node
  if (now !== REMOVED) return { ...node, [name]: now }
  const { [name]: _removed, ...rest } = node
  return rest
}

function stepIntoArray(node: unknown[], name: string, path: FieldPath, depth: number, change: Change): unknown {
  const old = INDEX.test(name) ? node[Number(name)] : undefined
  const now = step(old, path, depth + 1, change)
  if (now === old) return node
  if (!INDEX.test(name)) {
    if (now === REMOVED) return node
    throw cannotCreate(name, path[depth - 1], node)
  }
  // MongoDB fills the gap before a new element with null, and leaves null where one is unset.
  const copy = Array.from({ length: Math.max(node.length, Number(name) + 1) }, (_, i) => (i < node.length ? node[i] : null))
  copy[Number(name)] = now === REMOVED ? null : now
  return copy
}

function cannotCreate(field: string, parent: string | undefined, node: unknown): Error {
  return requestFailed(`Cannot create field '${field}' in element {${parent ?? ''}: ${JSON.stringify(node)}}`)
}
