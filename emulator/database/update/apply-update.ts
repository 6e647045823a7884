import { type Document, isPlainObject, type PlainObject } from '../document'
import { invalidOperator, invalidParam, requestFailed } from '../errors'
import { fieldPath, type FieldPath, valuesAt } from '../query/field-values'
import { arrayOperators } from './array-operators'
import { fieldOperators } from './field-operators'
import { type Change, changeAt, REMOVED } from './paths'
import { expandPositional } from './positional'

const OPERATORS = { ...fieldOperators, ...arrayOperators }

interface Step {
  field: string
  change: (doc: Document) => Change
}

/** An update, checked and ready for any number of documents. */
export interface Update {
  /** Names of the fields it touches, as written. */
  fields: string[]
  /** The changed document; the very same when nothing changed. */
  applyTo(doc: Document): Document
}

/**
 * Reads an update of operators, `{"$set": {…}, "$inc": {…}}`. The updater is ours because mingo's skips in silence what MongoDB
 * refuses ($inc of a text, $push to a number, a field inside null) and does not know whether anything changed.
 * @param query  the condition the documents were found by, for positional `$`
 * @throws WireError DATABASE_INVALID_OPERRATOR for an unknown operator, DATABASE_REQUEST_FAILED for conflicting paths
 */
export function parseUpdate(update: PlainObject, query: PlainObject): Update {
  const steps = Object.entries(update).flatMap(([operator, fields]) => stepsOf(operator, fields))
  const names = steps.map(({ field }) => field)
  assertNoConflict(names)
  return {
    fields: names,
    applyTo: (doc) => steps.reduce((current, { field, change }) => applyStep(current, doc, field, change, query), doc),
  }
}

function applyStep(current: Document, before: Document, field: string, change: Step['change'], query: PlainObject): Document {
  const paths = expandPositional(field, before, query)
  return paths.reduce((doc, path) => changeAt(doc, path, change(before)), current)
}

function stepsOf(operator: string, fields: unknown): Step[] {
  if (!operator.startsWith('$')) throw invalidParam(`an update needs operators, but has a field ${operator}`)
  if (!isPlainObject(fields)) throw invalidParam(`${operator} needs an object of fields`)
  if (operator === '$rename') return Object.entries(fields).flatMap(([from, to]) => rename(from, to))
  const prepare = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined
  if (!prepare) throw invalidOperator(`unknown update operator ${operator}`)
  return Object.entries(fields).map(([field, operand]) => {
    const change = prepare(operand, field)
    return { field, change: () => change }
  })
}

function rename(from: string, to: unknown): Step[] {
  if (typeof to !== 'string' || to === from) throw invalidParam(`$rename of ${from} needs another field name`)
  const source = fieldPath(from)
  const valueOf = (doc: Document): unknown => valuesAt(doc, source)[0]
  return [
    { field: from, change: () => (old) => (old === undefined ? undefined : REMOVED) },
    { field: to, change: (doc) => (old) => valueOf(doc) ?? old },
  ]
}

function assertNoConflict(fields: string[]): void {
  const seen: FieldPath[] = []
  for (const field of fields) {
    const path = fieldPath(field)
    if (path[0] === '_id') throw requestFailed(`Performing an update on the path '${field}' would modify the immutable field '_id'`)
    if (path.includes('') || path.includes('__proto__')) throw invalidParam(`not a field name: '${field}'`)
    const other = seen.find((one) => one.every((name, i) => i >= path.length || name === path[i]))
    if (other) throw requestFailed(`Updating the path '${field}' would create a conflict at '${other.join('.')}'`)
    seen.push(path)
  }
}
