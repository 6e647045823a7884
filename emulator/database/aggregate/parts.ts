import { isPlainObject, type PlainObject } from '../document'

/** A pipeline in two: what is carried out on each part of the documents, and what on all that the parts gave, one after the other. */
export interface InParts {
  onEach: PlainObject[]
  onAll: PlainObject[]
  /** More documents than these are of no use to `onAll`. */
  enough: number
}

/** Stages that treat each document by itself. */
const BY_DOCUMENT = ['$match', '$project', '$addFields', '$replaceRoot', '$unwind']

/** Accumulators that put together what they gave for parts. */
const MERGING = ['$sum', '$min', '$max', '$first', '$last']

export function inParts(stages: readonly PlainObject[]): InParts {
  const firstOther = stages.findIndex((stage) => !BY_DOCUMENT.some((name) => name in stage))
  const count = firstOther === -1 ? stages.length : firstOther
  const [onEach, onAll] = [stages.slice(0, count), stages.slice(count)]
  const [next = {}, ...later] = onAll
  if (typeof next.$limit === 'number') return { onEach: [...onEach, next], onAll, enough: next.$limit }
  const merging = isPlainObject(next.$group) ? mergingGroup(next.$group) : undefined
  if (merging) return { onEach: [...onEach, next], onAll: [{ $group: merging }, ...later], enough: Infinity }
  return { onEach, onAll, enough: Infinity }
}

/** The $group that makes one of the groups that parts gave; undefined where that cannot be. */
function mergingGroup({ _id: _, ...fields }: PlainObject): PlainObject | undefined {
  const merged: PlainObject = { _id: '$_id' }
  for (const [name, accumulator] of Object.entries(fields)) {
    const [operator = ''] = isPlainObject(accumulator) ? Object.keys(accumulator) : []
    if (!MERGING.includes(operator)) return undefined
    merged[name] = { [operator]: `$${name}` }
  }
  return merged
}
