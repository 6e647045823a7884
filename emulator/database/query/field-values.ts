import { MAX_DOCUMENT_NESTING, tooDeep } from '../../nesting'
import { isPlainObject, type PlainObject } from '../document'
import { compareValues, EMPTY_ARRAY } from './compare'

/** A dotted field name, taken apart. */
export type FieldPath = readonly string[]

/** @throws WireError when it leads deeper than a document can be */
export function fieldPath(field: string): FieldPath {
  const path = field.split('.')
  if (path.length > MAX_DOCUMENT_NESTING) throw tooDeep('A field name', MAX_DOCUMENT_NESTING)
  return path
}

const DIGITS = /^\d+$/

/**
 * What the document holds at that path: one value, or several where arrays of objects lie on the way.
 * A missing field gives one undefined. An array at the end is given as it is.
 */
export function valuesAt(doc: PlainObject, path: FieldPath): unknown[] {
  if (path.length === 1) return [ownValue(doc, path[0])]
  const found: unknown[] = []
  collect(doc, path, 0, found)
  return found.length > 0 ? found : [undefined]
}

function collect(value: unknown, path: FieldPath, depth: number, found: unknown[]): void {
  const name = path[depth]
  if (name === undefined) {
    found.push(value)
  } else if (Array.isArray(value)) {
    if (DIGITS.test(name) && Number(name) < value.length) collect(value[Number(name)], path, depth + 1, found)
    for (const item of value) if (isPlainObject(item)) collect(item, path, depth, found)
  } else if (isPlainObject(value)) {
    collect(ownValue(value, name), path, depth + 1, found)
  } else {
    found.push(undefined)
  }
}

export function ownValue(object: PlainObject, name: string | undefined): unknown {
  return name !== undefined && Object.hasOwn(object, name) ? object[name] : undefined
}

/** The keys under which an index finds the document: the elements of an array instead of the array, null for a missing field. */
export function indexValues(doc: PlainObject, path: FieldPath): unknown[] {
  const values = valuesAt(doc, path)
  const [first] = values
  if (values.length === 1 && !Array.isArray(first)) return [first ?? null]
  const keys = values.flatMap((value) => (Array.isArray(value) ? (value.length > 0 ? value : [EMPTY_ARRAY]) : [value]))
  const sorted = keys.map((key: unknown) => key ?? null).sort(compareValues)
  return sorted.filter((key, i) => i === 0 || compareValues(key, sorted[i - 1]) !== 0)
}
