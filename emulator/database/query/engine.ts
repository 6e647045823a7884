import { Context } from 'mingo/core'
import * as accumulators from 'mingo/operators/accumulator'
import * as expressions from 'mingo/operators/expression'
import * as projections from 'mingo/operators/projection'
import { $all, $size } from 'mingo/operators/query/array'
import * as bits from 'mingo/operators/query/bitwise'
import { $exists, $type } from 'mingo/operators/query/element'
import { $expr, $jsonSchema, $regex } from 'mingo/operators/query/evaluation'
import * as logic from 'mingo/operators/query/logical'
import { type Options } from 'mingo/types'
import { MingoError } from 'mingo/util'
import { WireError } from '../../wire-error'
import { invalidOperator, requestFailed } from '../errors'
import { comparisonExpressions } from './comparison-expressions'
import { comparisonOperators } from './comparison-operators'
import { dateExpressions } from './date-expressions'
import { $elemMatch } from './elem-match'
import { geoOperators } from './geo'
import { jsonSchema } from './json-schema'
import { textExpressions } from './text-expressions'

/** Operators that run code sent by a client have no place in the cloud. */
const { $function: _function, ...safeExpressions } = expressions
const { $accumulator: _accumulator, ...safeAccumulators } = accumulators

/** What the platform's queries and expressions can say. `stages.ts` adds the stages of an aggregate. */
export const operators = Context.init({
  query: { ...logic, ...bits, $all, $elemMatch, $size, $exists, $type, $expr, $jsonSchema, $regex, ...comparisonOperators, ...geoOperators },
  projection: projections,
  expression: { ...safeExpressions, ...comparisonExpressions, ...textExpressions, ...dateExpressions },
  accumulator: safeAccumulators,
})

export const engineOptions: Partial<Options> = { context: operators, scriptEnabled: false, jsonSchemaValidator: jsonSchema }

const UNKNOWN_OPERATOR = /unknown|not registered|unregistered|requires 'scriptEnabled'/i

/** Runs a piece of mingo; what it has to say about a query becomes an answer of the database. */
export function inEngine<T>(run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (error instanceof WireError || !(error instanceof Error)) throw error
    if (error instanceof MingoError && UNKNOWN_OPERATOR.test(error.message)) throw invalidOperator(error.message)
    throw requestFailed(error.message)
  }
}
