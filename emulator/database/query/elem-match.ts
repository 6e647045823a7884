import { Query } from 'mingo/query'
import { type Options } from 'mingo/types'
import { isPlainObject, type PlainObject } from '../document'
import { invalidParam } from '../errors'
import { fieldPath, valuesAt } from './field-values'

/** What joins conditions on fields of an element; other operators look at the element itself. */
const OF_FIELDS = new Set(['$and', '$or', '$nor', '$expr', '$jsonSchema'])

/** One element of an array meets all conditions. Conditions on fields are met by objects alone, which mingo's `$exists` does not see. */
export function $elemMatch(field: string, conditions: unknown, options: Partial<Options>): (doc: PlainObject) => boolean {
  if (!isPlainObject(conditions)) throw invalidParam('$elemMatch needs an object of conditions')
  const path = fieldPath(field)
  const passes = elementTest(conditions, options)
  return (doc) => valuesAt(doc, path).some((value) => Array.isArray(value) && value.some(passes))
}

function elementTest(conditions: PlainObject, options: Partial<Options>): (element: unknown) => boolean {
  const names = Object.keys(conditions)
  if (names.length > 0 && names.every((name) => name.startsWith('$') && !OF_FIELDS.has(name))) {
    const query = new Query({ element: conditions }, options)
    return (element) => query.test({ element })
  }
  const query = new Query(conditions, options)
  return (element) => (isPlainObject(element) || Array.isArray(element)) && query.test(element as PlainObject)
}
