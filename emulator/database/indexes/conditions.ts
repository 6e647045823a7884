import { isPlainObject, type PlainObject } from '../document'
import { type Range } from './ordered-index'

/** What a query says about one field and an index can use: one of these values, or within this range. */
export type Condition = { values: readonly unknown[] } | { range: Range }

/**
 * The usable conditions per field, from the top level and from $and. A document that the query matches fulfils all of them;
 * what cannot be used ($ne, $or, patterns, arrays …) is left out, because the filter decides anyway.
 */
export function indexableConditions(query: PlainObject): Map<string, Condition[]> {
  const found = new Map<string, Condition[]>()
  gather(query, found)
  return found
}

function gather(query: PlainObject, found: Map<string, Condition[]>): void {
  for (const [field, operand] of Object.entries(query)) {
    if (field === '$and' && Array.isArray(operand)) {
      for (const part of operand) if (isPlainObject(part)) gather(part, found)
    } else if (!field.startsWith('$')) {
      const conditions = conditionsOf(operand)
      if (conditions.length > 0) found.set(field, [...(found.get(field) ?? []), ...conditions])
    }
  }
}

function conditionsOf(operand: unknown): Condition[] {
  if (!isPlainObject(operand) || !Object.keys(operand).some((name) => name.startsWith('$'))) {
    return isKey(operand) ? [{ values: [operand ?? null] }] : []
  }
  return Object.entries(operand).flatMap(([operator, value]) => condition(operator, value) ?? [])
}

function condition(operator: string, value: unknown): Condition | undefined {
  if (operator === '$in') return Array.isArray(value) && value.every(isKey) ? { values: value.map((item) => item ?? null) } : undefined
  if (!isKey(value)) return undefined
  switch (operator) {
    case '$eq':
      return { values: [value] }
    case '$gt':
      return { range: { lower: { value, inclusive: false } } }
    case '$gte':
      return { range: { lower: { value, inclusive: true } } }
    case '$lt':
      return { range: { upper: { value, inclusive: false } } }
    case '$lte':
      return { range: { upper: { value, inclusive: true } } }
    default:
      return undefined
  }
}

/** Arrays do not stand in an index as such, and a pattern stands for many values. */
function isKey(value: unknown): boolean {
  return value !== undefined && !Array.isArray(value) && !(value instanceof RegExp)
}
