import { isPlainObject, type PlainObject } from '../document'
import { invalidOperator, requestFailed } from '../errors'
import { fieldPath, valuesAt, type FieldPath } from '../query/field-values'
import { compileFilter } from '../query/filter'
import { changeAt } from './paths'

/**
 * The paths that a field name with `$` (the element that the query found) or `$[]` (every element) stands for in this document.
 * @throws WireError DATABASE_REQUEST_FAILED when the query says nothing about the array of `$`
 */
export function expandPositional(field: string, doc: PlainObject, query: PlainObject): FieldPath[] {
  if (!field.includes('$')) return [fieldPath(field)]
  let paths: string[][] = [[]]
  for (const name of fieldPath(field)) {
    paths = paths.flatMap((path) => positions(name, path, doc, query).map((position) => [...path, position]))
  }
  return paths
}

function positions(name: string, path: FieldPath, doc: PlainObject, query: PlainObject): string[] {
  if (!name.startsWith('$')) return [name]
  if (name !== '$' && name !== '$[]') throw invalidOperator(`unknown positional operator ${name}`)
  const [array] = valuesAt(doc, path)
  if (!Array.isArray(array)) throw requestFailed(`The path '${path.join('.')}' must hold an array to apply ${name} to it`)
  if (name === '$[]') return array.map((_, i) => String(i))
  return [String(foundElement(path, array, query))]
}

function foundElement(path: FieldPath, array: unknown[], query: PlainObject): number {
  const conditions = conditionsOn(path.join('.'), query)
  const filter = compileFilter({ $and: conditions })
  const index = array.findIndex((element) => filter.matches(changeAt({}, path, () => [element])))
  if (conditions.length > 0 && index >= 0) return index
  throw requestFailed('The positional operator did not find the match needed from the query.')
}

/** The parts of the query that speak of this array or of fields of its elements. */
function conditionsOn(array: string, query: PlainObject): PlainObject[] {
  return Object.entries(query).flatMap(([field, condition]) => {
    if (field === array || field.startsWith(`${array}.`)) return [{ [field]: condition }]
    if (field !== '$and' || !Array.isArray(condition)) return []
    return condition.filter(isPlainObject).flatMap((part) => conditionsOn(array, part))
  })
}
