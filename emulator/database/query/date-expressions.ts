import { evalExpr } from 'mingo/core'
import * as dates from 'mingo/operators/expression/date'
import { type Options } from 'mingo/types'
import { isPlainObject } from '../document'

type Part = (doc: unknown, operand: unknown, options: Options) => unknown

const PARTS = ['$year', '$month', '$dayOfMonth', '$dayOfWeek', '$dayOfYear', '$isoDayOfWeek', '$isoWeek', '$isoWeekYear', '$hour', '$minute', '$second', '$millisecond'] as const

/** Parts of a date. Of one that is missing each is null, where mingo's fail. */
export const dateExpressions: Record<string, Part> = {
  ...Object.fromEntries(PARTS.map((name) => [name, ofDate(dates[name] as unknown as Part)])),
  // Weeks begin on Sunday, and the days before the first one are week 0; mingo counts as ISO does.
  $week: ofDate((...of) => Math.floor((Number((dates.$dayOfYear as unknown as Part)(...of)) + 7 - Number((dates.$dayOfWeek as unknown as Part)(...of))) / 7)),
}

function ofDate(part: Part): Part {
  return (doc, operand, options) => {
    const given: unknown = evalExpr(doc, operand, options)
    const date: unknown = isPlainObject(given) ? given.date : given
    return date === null || date === undefined ? null : part(doc, operand, options)
  }
}
