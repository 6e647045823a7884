import { Query } from 'mingo/query'
import { cloneDeep } from 'mingo/util'
import { type PlainObject } from '../document'
import { engineOptions, inEngine } from './engine'

/**
 * The documents with only the fields that the projection names (or without them), `_id` first as MongoDB has it.
 * @param query  the condition they were found by, which decides the element of `array.$`
 */
export function project(docs: PlainObject[], projection: PlainObject, query: PlainObject): PlainObject[] {
  if (Object.keys(projection).length === 0) return docs
  // mingo removes nested fields from the documents it is given.
  const copies = docs.map((doc) => cloneDeep(doc) as PlainObject)
  const projected = inEngine(() => new Query(query, engineOptions).find<PlainObject>(copies, projection).all())
  return projected.map((shown, index) => inOrder(corrected(docs[index] ?? {}, shown, projection)))
}

/** mingo gives null for an operator on a field that is not there, and drops the rest beside a lone $slice; MongoDB does neither. */
function corrected(doc: PlainObject, shown: PlainObject, projection: PlainObject): PlainObject {
  const fields = Object.keys(projection).filter((field) => field !== '_id')
  const absent = fields.filter((field) => isOperator(projection[field]) && !(field in doc))
  const onlySlices = fields.every((field) => isOperator(projection[field], '$slice'))
  const base = onlySlices ? { ...doc, ...shown } : { ...shown }
  for (const field of absent) delete base[field]
  return base
}

function isOperator(value: unknown, ...names: string[]): boolean {
  if (typeof value !== 'object' || value === null) return false
  return (names.length > 0 ? names : ['$slice', '$elemMatch']).some((name) => name in value)
}

function inOrder({ _id, ...rest }: PlainObject): PlainObject {
  return _id === undefined ? rest : { _id, ...rest }
}
