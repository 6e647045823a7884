import { Context } from 'mingo/core'
import { type Iterator, Lazy } from 'mingo/lazy'
import { $addFields, $bucketAuto, $limit, $lookup, $match, $project, $replaceRoot } from 'mingo/operators/pipeline'
import { $skip, $sortByCount, $unwind } from 'mingo/operators/pipeline'
import { type Options } from 'mingo/types'
import { isPlainObject, type PlainObject } from '../document'
import { invalidOperator, invalidParam } from '../errors'
import { operators } from '../query/engine'
import { parseOrder, sortBy } from '../query/sort'
import { bucket } from './bucket'
import { geoNear } from './geo-near'
import { group } from './group'

type Stage = (docs: Iterator, spec: never, options: Options) => Iterator

/** The stages of the platform's Aggregate. mingo's are used but where they are wrong: the reason stands beside each of ours. */
const STAGES: Record<string, Stage> = {
  $addFields,
  $bucketAuto,
  $limit,
  $lookup,
  $match,
  $project,
  $replaceRoot,
  $skip,
  $sortByCount,
  $unwind,
  // mingo puts values into the wrong bucket.
  $bucket: (docs, spec: PlainObject, options) => onAll(docs, (all) => bucket(all, spec, options)),
  // mingo answers one document with 0 when there are none.
  $count: (docs, field: unknown) => onAll(docs, (all) => count(all, field)),
  // mingo's is the same, and much slower.
  $group: group,
  // mingo has no geo stage.
  $geoNear: (docs, spec: PlainObject) => onAll(docs, (all) => geoNear(all, spec)),
  // mingo's order of types is not MongoDB's.
  $sort: (docs, spec: PlainObject) => onAll(docs, (all) => sortBy(all, parseOrder(spec), (doc) => doc)),
}

/**
 * The operators of an aggregate.
 * @param random  chance for $sample, 0 ≤ x < 1; mingo's own answers null for an empty collection
 */
export function aggregateContext(random: () => number): Context {
  const $sample: Stage = (docs, spec: PlainObject) => onAll(docs, (all) => sample(all, spec, random))
  return Context.from(Context.init({ pipeline: { ...STAGES, $sample } as never }), operators)
}

/** @throws WireError DATABASE_INVALID_OPERRATOR for a stage that the platform does not have, also inside a $lookup */
export function assertKnownStages(stages: unknown): void {
  if (!Array.isArray(stages)) throw invalidParam('a pipeline must be an array of stages')
  for (const stage of stages) {
    const [name = '', ...more] = isPlainObject(stage) ? Object.keys(stage) : []
    if (more.length > 0) throw invalidParam(`a stage has one operator, not ${[name, ...more].join(', ')}`)
    if (name !== '$sample' && !Object.hasOwn(STAGES, name)) throw invalidOperator(`unknown aggregation stage ${name}`)
    const spec: unknown = stage[name]
    if (name === '$lookup' && isPlainObject(spec) && spec.pipeline !== undefined) assertKnownStages(spec.pipeline)
  }
}

function onAll(docs: Iterator, change: (all: PlainObject[]) => PlainObject[]): Iterator {
  return docs.transform((all: PlainObject[]) => Lazy(change(all)))
}

function count(docs: PlainObject[], field: unknown): PlainObject[] {
  if (typeof field !== 'string' || field === '' || /[$.]/.test(field)) throw invalidParam('$count needs a field name without $ and dots')
  return docs.length > 0 ? [{ [field]: docs.length }] : []
}

function sample(docs: PlainObject[], spec: PlainObject, random: () => number): PlainObject[] {
  const size = Number(spec.size)
  if (!Number.isInteger(size) || size < 1) throw invalidParam('$sample needs a size of at least 1')
  const rest = [...docs]
  const chosen: PlainObject[] = []
  while (rest.length > 0 && chosen.length < size) chosen.push(...rest.splice(Math.floor(random() * rest.length), 1))
  return chosen
}
