import { evalExpr } from 'mingo/core'
import { type Options } from 'mingo/types'
import { invalidParam } from '../errors'
import { compareValues } from './compare'

type ExpressionOperator = (doc: unknown, operands: unknown, options: Options) => unknown

/** `{$gt: ['$a', '$b']}` in $expr and aggregates compares values of any type, in their order; mingo's refuse where types differ. */
export const comparisonExpressions: Record<string, ExpressionOperator> = {
  $eq: comparison('$eq', (order) => order === 0),
  $ne: comparison('$ne', (order) => order !== 0),
  $gt: comparison('$gt', (order) => order > 0),
  $gte: comparison('$gte', (order) => order >= 0),
  $lt: comparison('$lt', (order) => order < 0),
  $lte: comparison('$lte', (order) => order <= 0),
  $cmp: comparison('$cmp', Math.sign),
}

function comparison(name: string, answer: (order: number) => unknown): ExpressionOperator {
  return (doc, operands, options) => {
    if (!Array.isArray(operands) || operands.length !== 2) throw invalidParam(`${name} compares exactly two values`)
    const [left, right] = evalExpr(doc, operands, options) as unknown[]
    return answer(compareValues(left, right))
  }
}
