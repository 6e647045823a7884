import { isPlainObject } from '../document'

/** Stands for an empty array in sort and index keys, where MongoDB puts it before null. */
export const EMPTY_ARRAY = Symbol('empty array')

/** Comes before (-1) or after (1) every value of one type; bounds of a range that is open on one side. */
export class TypeEdge {
  constructor(
    readonly rank: number,
    readonly side: -1 | 1,
  ) {}
}

/** MongoDB's order of types. A missing field counts as null. */
export function typeRank(value: unknown): number {
  switch (typeof value) {
    case 'symbol':
      return 0
    case 'undefined':
      return 1
    case 'number':
      return 2
    case 'string':
      return 3
    case 'boolean':
      return 6
    default:
      if (value === null) return 1
      if (value instanceof TypeEdge) return value.rank
      if (Array.isArray(value)) return 5
      if (value instanceof Date) return 7
      return value instanceof RegExp ? 8 : 4
  }
}

/** Order of two values as in an index or a sort: by type first. 0 means equal. */
export function compareValues(a: unknown, b: unknown): number {
  if (a === b) return 0
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : 1
  if (a instanceof Date && b instanceof Date) return compareNumbers(a.getTime(), b.getTime())
  const byType = typeRank(a) - typeRank(b)
  if (byType !== 0) return byType
  if (a instanceof TypeEdge || b instanceof TypeEdge) return sideOf(a) - sideOf(b)
  if (typeof a === 'number' && typeof b === 'number') return compareNumbers(a, b)
  if (typeof a === 'boolean') return a ? 1 : -1
  if (Array.isArray(a) && Array.isArray(b)) return compareLists(a, b)
  if (a instanceof RegExp && b instanceof RegExp) return compareLists([a.source, a.flags], [b.source, b.flags])
  if (isPlainObject(a) && isPlainObject(b)) return compareLists(objectParts(a), objectParts(b))
  return 0
}

export function equalValues(a: unknown, b: unknown): boolean {
  return compareValues(a, b) === 0
}

function sideOf(value: unknown): number {
  return value instanceof TypeEdge ? value.side : 0
}

/** NaN equals itself and comes before all other numbers. */
function compareNumbers(a: number, b: number): number {
  if (a < b) return -1
  if (a > b) return 1
  return Number(Number.isNaN(b)) - Number(Number.isNaN(a))
}

function compareLists(a: unknown[], b: unknown[]): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const order = compareValues(a[i], b[i])
    if (order !== 0) return order
  }
  return a.length - b.length
}

/** Fields in their order: the type of the value decides first, then the name, then the value. */
function objectParts(object: Record<string, unknown>): unknown[] {
  return Object.entries(object).flatMap(([name, value]) => [typeRank(value), name, value])
}
