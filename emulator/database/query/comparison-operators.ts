import { type PlainObject } from '../document'
import { invalidParam } from '../errors'
import { compareValues, equalValues, typeRank } from './compare'
import { fieldPath, ownValue, valuesAt } from './field-values'

type Test = (value: unknown) => boolean
type Operator = (field: string, operand: unknown) => (doc: PlainObject) => boolean

/**
 * The operators that look at a field's value, in place of mingo's: filter, index and sort must agree on one order of values,
 * and mingo lets $mod match null, finds no array by `$in: [[1, 2]]`, and builds its table for $in anew for each document.
 */
export const comparisonOperators: Record<string, Operator> = {
  $eq: (field, operand) => anyValue(field, (value) => equalValues(value, operand)),
  $ne: (field, operand) => not(anyValue(field, (value) => equalValues(value, operand))),
  $gt: (field, operand) => anyValue(field, ordered(operand, (order) => order > 0)),
  $gte: (field, operand) => anyValue(field, ordered(operand, (order) => order >= 0)),
  $lt: (field, operand) => anyValue(field, ordered(operand, (order) => order < 0)),
  $lte: (field, operand) => anyValue(field, ordered(operand, (order) => order <= 0)),
  $in: (field, operand) => anyValue(field, oneOf('$in', operand)),
  $nin: (field, operand) => not(anyValue(field, oneOf('$nin', operand))),
  $mod: (field, operand) => anyValue(field, modulo(operand)),
}

/** An array passes when it does as a whole, or when one of its elements does. */
function anyValue(field: string, test: Test): (doc: PlainObject) => boolean {
  const path = fieldPath(field)
  const passes = (value: unknown): boolean => test(value) || (Array.isArray(value) && value.some(test))
  // Most fields lie at the top of a document: no list is made for each of 100,000 documents then.
  return path.length === 1 ? (doc) => passes(ownValue(doc, field)) : (doc) => valuesAt(doc, path).some(passes)
}

function not(test: (doc: PlainObject) => boolean): (doc: PlainObject) => boolean {
  return (doc) => !test(doc)
}

/** Only values of the operand's type compare at all; NaN compares with nothing but itself. */
function ordered(operand: unknown, accept: (order: number) => boolean): Test {
  const rank = typeRank(operand)
  return (value) => {
    if (typeRank(value) !== rank) return false
    if (Number.isNaN(value) !== Number.isNaN(operand)) return false
    return accept(compareValues(value, operand))
  }
}

function oneOf(name: string, operand: unknown): Test {
  if (!Array.isArray(operand)) throw invalidParam(`${name} needs an array`)
  const patterns = operand.filter((item): item is RegExp => item instanceof RegExp)
  const scalars = new Set(operand.filter((item) => typeof item !== 'object' || item === null))
  const objects = operand.filter((item) => typeof item === 'object' && item !== null)
  return (value) => {
    if (scalars.has(value ?? null)) return true
    if (typeof value === 'string') return patterns.some((pattern) => pattern.test(value))
    return typeof value === 'object' && value !== null && objects.some((item) => equalValues(item, value))
  }
}

function modulo(operand: unknown): Test {
  const [divisor, remainder] = Array.isArray(operand) ? operand.map((part) => Math.trunc(Number(part))) : []
  if (!divisor || remainder === undefined || Number.isNaN(remainder)) throw invalidParam('$mod needs [divisor, remainder], divisor not 0')
  return (value) => typeof value === 'number' && Math.trunc(value) % divisor === remainder
}
