import { evalExpr } from 'mingo/core'
import { Lazy } from 'mingo/lazy'
import { $group } from 'mingo/operators/pipeline'
import { type Options } from 'mingo/types'
import { isPlainObject, type PlainObject } from '../document'
import { invalidParam, requestFailed } from '../errors'
import { compareValues } from '../query/compare'

/** `$bucket`: groups by the boundaries that a value lies between, lower one included. Empty buckets do not appear. */
export function bucket(docs: PlainObject[], spec: PlainObject, options: Options): PlainObject[] {
  const { groupBy, boundaries, output = { count: { $sum: 1 } } } = spec
  if (!Array.isArray(boundaries) || boundaries.length < 2 || !isAscending(boundaries)) {
    throw invalidParam('$bucket needs at least two boundaries in ascending order')
  }
  if (!isPlainObject(output)) throw invalidParam('output of $bucket must be an object')
  const groups = new Map<unknown, PlainObject[]>()
  for (const doc of docs) {
    const id = bucketOf(evalExpr(doc, groupBy, options), boundaries, spec)
    const group = groups.get(id)
    if (group) group.push(doc)
    else groups.set(id, [doc])
  }
  const sorted = [...groups].sort(([a], [b]) => compareValues(a, b))
  return sorted.flatMap(([id, group]) => $group(Lazy(group), { ...output, _id: { $literal: id } }, options).collect<PlainObject>())
}

function isAscending(boundaries: unknown[]): boolean {
  return boundaries.every((value, i) => i === 0 || compareValues(boundaries[i - 1], value) < 0)
}

/** The lower boundary, or the default. */
function bucketOf(value: unknown, boundaries: unknown[], spec: PlainObject): unknown {
  const upper = boundaries.findIndex((boundary) => compareValues(value, boundary) < 0)
  if (upper > 0) return boundaries[upper - 1]
  if ('default' in spec) return spec.default
  throw requestFailed(`$bucket has no default, and ${JSON.stringify(value)} lies outside its boundaries`)
}
