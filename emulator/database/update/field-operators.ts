import { isPlainObject } from '../document'
import { invalidParam, requestFailed } from '../errors'
import { compareValues, equalValues } from '../query/compare'
import { type Change, REMOVED } from './paths'

/** Operators that give a field a new value, whatever kind of field it is. `field` is its full name, for errors. */
export const fieldOperators: Record<string, (operand: unknown, field: string) => Change> = {
  $set: (operand) => (old) => (old !== undefined && equalValues(old, operand) ? old : operand),
  $unset: () => (old) => (old === undefined ? undefined : REMOVED),
  $inc: (operand, field) => arithmetic('$inc', operand, field, (old, by) => old + by, (by) => by),
  $mul: (operand, field) => arithmetic('$mul', operand, field, (old, by) => old * by, () => 0),
  $min: (operand) => (old) => (old === undefined || compareValues(operand, old) < 0 ? operand : old),
  $max: (operand) => (old) => (old === undefined || compareValues(operand, old) > 0 ? operand : old),
  $bit: bitwise,
}

type Binary = (old: number, by: number) => number

function arithmetic(name: string, operand: unknown, field: string, change: Binary, ofMissing: (by: number) => number): Change {
  if (typeof operand !== 'number') throw invalidParam(`${name} of ${field} needs a number`)
  return (old) => {
    if (old === undefined) return ofMissing(operand)
    if (typeof old === 'number') return change(old, operand)
    throw requestFailed(`Cannot apply ${name} to a value of non-numeric type: the field '${field}' is ${JSON.stringify(old)}`)
  }
}

const BIT_OPERATIONS: Record<string, Binary> = {
  and: (old, by) => old & by,
  or: (old, by) => old | by,
  xor: (old, by) => old ^ by,
}

function bitwise(operand: unknown, field: string): Change {
  const [[name, by] = []] = isPlainObject(operand) ? Object.entries(operand) : []
  const operation = name === undefined ? undefined : BIT_OPERATIONS[name]
  if (!operation || typeof by !== 'number') throw invalidParam(`$bit of ${field} needs {and|or|xor: integer}`)
  return (old) => {
    if (old === undefined || Number.isInteger(old)) return operation(Number(old ?? 0), by)
    throw requestFailed(`Cannot apply $bit to a value of non-integral type: the field '${field}' is ${JSON.stringify(old)}`)
  }
}
