import { type PlainObject } from '../document'
import { type Order } from '../query/sort'
import { indexableConditions } from './conditions'
import { type IndexSpec } from './ordered-index'

/** The keys of the index that this query would want: what must be equal, then what is sorted by, then what lies in a range. */
export function helpfulKeys(query: PlainObject, order: Order): IndexSpec['keys'] {
  const equal: string[] = []
  const ranges: string[] = []
  for (const [field, conditions] of indexableConditions(query)) {
    const isEqual = conditions.some((condition) => 'values' in condition)
    if (isEqual) equal.push(field)
    else ranges.push(field)
  }
  const keys = new Map<string, 1 | -1>()
  for (const [field, direction] of [...ascending(equal), ...order, ...ascending(ranges)]) if (!keys.has(field)) keys.set(field, direction)
  return [...keys]
}

function ascending(fields: readonly string[]): Order {
  return fields.map((field) => [field, 1])
}
