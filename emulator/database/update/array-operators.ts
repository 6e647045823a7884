import { isPlainObject, type PlainObject } from '../document'
import { invalidParam, requestFailed } from '../errors'
import { compareValues, equalValues } from '../query/compare'
import { compileFilter } from '../query/filter'
import { parseOrder, sortBy } from '../query/sort'
import { type Change } from './paths'

/** Operators that change the elements of an array. `field` is its full name, for errors. */
export const arrayOperators: Record<string, (operand: unknown, field: string) => Change> = {
  $push: push,
  $addToSet: addToSet,
  $pop: pop,
  $pull: pull,
  $pullAll: pullAll,
}

/** An array's new elements from its old ones. A missing field stays missing if `make` is not asked to make one. */
function onArray(field: string, make: boolean, change: (old: unknown[]) => unknown[]): Change {
  return (old) => {
    if (old === undefined && !make) return undefined
    if (old !== undefined && !Array.isArray(old)) {
      throw requestFailed(`The field '${field}' must be an array but is ${JSON.stringify(old)}`)
    }
    const now = change(old ?? [])
    return old !== undefined && equalValues(old, now) ? old : now
  }
}

const PUSH_MODIFIERS = ['$each', '$position', '$slice', '$sort']

function push(operand: unknown, field: string): Change {
  const { $each, $position, $slice, $sort, ...unknown } = isPlainObject(operand) && '$each' in operand ? operand : { $each: [operand] }
  const [stranger] = Object.keys(unknown)
  if (stranger !== undefined) throw invalidParam(`$push of ${field} knows ${PUSH_MODIFIERS.join(', ')}, not ${stranger}`)
  if (!Array.isArray($each)) throw invalidParam(`$each of ${field} needs an array`)
  const position = integer($position, `$position of ${field}`)
  const slice = integer($slice, `$slice of ${field}`)
  return onArray(field, true, (old) => {
    const pushed = [...old]
    pushed.splice(position ?? pushed.length, 0, ...$each)
    const sorted = $sort === undefined ? pushed : sortElements(pushed, $sort)
    if (slice === undefined) return sorted
    return slice < 0 ? sorted.slice(slice) : sorted.slice(0, slice)
  })
}

function integer(value: unknown, name: string): number | undefined {
  if (value === undefined || Number.isInteger(value)) return value as number | undefined
  throw invalidParam(`${name} must be an integer`)
}

/** By the elements themselves (1, -1), or by fields of theirs ({at: -1}). */
function sortElements(elements: unknown[], spec: unknown): unknown[] {
  if (!isPlainObject(spec)) return sortBy(elements, parseOrder({ $sort: spec }), (element) => ({ $sort: element }))
  const order = parseOrder(spec)
  return sortBy(elements, order, (element) => (isPlainObject(element) ? element : {}))
}

function addToSet(operand: unknown, field: string): Change {
  const each = isPlainObject(operand) && '$each' in operand ? operand.$each : [operand]
  if (!Array.isArray(each)) throw invalidParam(`$each of ${field} needs an array`)
  return onArray(field, true, (old) => {
    const set = [...old]
    for (const item of each) if (!set.some((element) => equalValues(element, item))) set.push(item)
    return set
  })
}

function pop(operand: unknown, field: string): Change {
  if (operand !== 1 && operand !== -1) throw invalidParam(`$pop of ${field} needs 1 or -1`)
  return onArray(field, false, (old) => (operand === 1 ? old.slice(0, -1) : old.slice(1)))
}

function pull(operand: unknown, field: string): Change {
  const isCondition = operand instanceof RegExp || (isPlainObject(operand) && Object.keys(operand).some((key) => key.startsWith('$')))
  if (!isCondition && !isPlainObject(operand)) {
    return onArray(field, false, (old) => old.filter((element) => compareValues(element, operand) !== 0))
  }
  // A condition on the element itself, or one on its fields.
  const filter = compileFilter(isCondition ? { element: operand } : (operand as PlainObject))
  const isPulled = (element: unknown): boolean => {
    if (isCondition) return filter.matches({ element })
    return isPlainObject(element) && filter.matches(element)
  }
  return onArray(field, false, (old) => old.filter((element) => !isPulled(element)))
}

function pullAll(operand: unknown, field: string): Change {
  if (!Array.isArray(operand)) throw invalidParam(`$pullAll of ${field} needs an array`)
  return onArray(field, false, (old) => old.filter((element) => !operand.some((item) => equalValues(item, element))))
}
