import { type PlainObject } from '../document'
import { invalidParam } from '../errors'
import { compareValues } from './compare'
import { fieldPath, indexValues, type FieldPath } from './field-values'

export type Direction = 1 | -1
export type Order = readonly (readonly [field: string, direction: Direction])[]

/** @throws WireError INVALID_PARAM when a direction is neither 1 nor -1 */
export function parseOrder(spec: PlainObject): Order {
  return Object.entries(spec).map(([field, direction]) => {
    if (direction !== 1 && direction !== -1) throw invalidParam(`the order of ${field} must be 1 or -1, not ${JSON.stringify(direction)}`)
    return [field, direction]
  })
}

/** Sorted as MongoDB does: types apart, an array by its least (ascending) or greatest element; equal ones keep their places. */
export function sortBy<T>(items: Iterable<T>, order: Order, docOf: (item: T) => PlainObject): T[] {
  const paths = order.map(([field, direction]) => ({ path: fieldPath(field), direction }))
  const keyed = Array.from(items, (item) => ({ item, keys: paths.map(({ path, direction }) => sortKey(docOf(item), path, direction)) }))
  keyed.sort((a, b) => {
    for (const [i, { direction }] of paths.entries()) {
      const byField = compareValues(a.keys[i], b.keys[i]) * direction
      if (byField !== 0) return byField
    }
    return 0
  })
  return keyed.map(({ item }) => item)
}

function sortKey(doc: PlainObject, path: FieldPath, direction: Direction): unknown {
  const values = indexValues(doc, path)
  return direction === 1 ? values[0] : values.at(-1)
}
