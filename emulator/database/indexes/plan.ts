import { type PlainObject } from '../document'
import { compareValues, typeRank } from '../query/compare'
import { type Order } from '../query/sort'
import { indexableConditions, type Condition } from './conditions'
import { type OrderedIndex, type Range } from './ordered-index'

/** A way to find the documents that a query may match, through one index. */
export interface Plan {
  index: OrderedIndex
  /** Values of the first fields of the index; one scan for each. */
  prefixes: readonly (readonly unknown[])[]
  range?: Range
  reverse: boolean
  /** They come in the order that was asked for. */
  sorted: boolean
}

/** More combinations of $in values than this are not worth single look-ups. */
const MAX_PREFIXES = 2000
/** Candidates looked at to tell a good index from a bad one. */
const TRIAL_SIZE = 1000

/** The best index for the query, or undefined when only reading everything will do. */
export function choosePlan(query: PlainObject, order: Order, indexes: Iterable<OrderedIndex>): Plan | undefined {
  const conditions = indexableConditions(query)
  const plans = Array.from(indexes, (index) => planFor(index, conditions, order)).filter((plan) => plan !== undefined)
  if (plans.length < 2) return plans[0]
  const costs = new Map(plans.map((plan) => [plan, trialCost(plan)]))
  return plans.sort((a, b) => (costs.get(a) ?? 0) - (costs.get(b) ?? 0) || rank(b) - rank(a))[0]
}

/** Keys of the candidates, each once; in the order that was asked for if the plan is sorted. */
export function* candidateKeys(plan: Plan): Generator<string> {
  const seen = plan.index.multikey ? new Set<string>() : undefined
  for (const prefix of plan.prefixes) {
    for (const key of plan.index.scan(prefix, plan.range, plan.reverse)) {
      if (seen?.has(key)) continue
      seen?.add(key)
      yield key
    }
  }
}

function trialCost(plan: Plan): number {
  let candidates = 0
  for (const _key of candidateKeys(plan)) if (++candidates === TRIAL_SIZE) break
  return candidates
}

/** Between plans that a trial cannot tell apart: one that saves sorting so many, then more fixed fields, then a range. */
function rank({ sorted, prefixes: [prefix = []], range }: Plan): number {
  return (sorted ? 1000 : 0) + prefix.length * 2 + (range ? 1 : 0)
}

function planFor(index: OrderedIndex, conditions: Map<string, Condition[]>, order: Order): Plan | undefined {
  const fields = index.spec.keys.map(([field]) => field)
  let prefixes: unknown[][] = [[]]
  const pinned: string[] = []
  for (const field of fields) {
    const values = fewestValues(conditions.get(field) ?? [])
    if (!values || (pinned.length > 0 && prefixes.length * values.length > MAX_PREFIXES)) break
    prefixes = prefixes.flatMap((prefix) => values.map((value) => [...prefix, value]))
    pinned.push(field)
  }
  const next = fields[pinned.length]
  const range = next === undefined ? undefined : rangeOf(conditions.get(next) ?? [], index.multikey)
  const direction = prefixes.length <= 1 && !index.multikey ? sortDirection(index, pinned, order) : undefined
  if (pinned.length === 0 && !range && direction === undefined) return undefined
  return { index, prefixes, range, reverse: direction === -1, sorted: direction !== undefined }
}

function fewestValues(conditions: Condition[]): unknown[] | undefined {
  const lists = conditions.flatMap((condition) => ('values' in condition ? [condition.values] : []))
  const [shortest] = lists.sort((a, b) => a.length - b.length)
  if (!shortest) return undefined
  const sorted = [...shortest].sort(compareValues)
  return sorted.filter((value, i) => i === 0 || compareValues(value, sorted[i - 1]) !== 0)
}

/** In a multikey index two elements of one array may fulfil one bound each, so that only one bound can be used. */
function rangeOf(conditions: Condition[], multikey: boolean): Range | undefined {
  const ranges = conditions.flatMap((condition) => ('range' in condition ? [condition.range] : []))
  const lower = ranges.find((range) => range.lower)?.lower
  if (multikey && lower) return { lower }
  const upper = ranges.find((range) => range.upper && (!lower || typeRank(range.upper.value) === typeRank(lower.value)))?.upper
  return lower || upper ? { lower, upper } : undefined
}

/** 1 or -1 when reading the index that way gives the order, leaving out the fields that are the same everywhere. */
function sortDirection(index: OrderedIndex, pinned: string[], order: Order): 1 | -1 | undefined {
  const wanted = order.filter(([field]) => !pinned.includes(field))
  const given = index.spec.keys.slice(pinned.length)
  const [first] = wanted
  if (order.length === 0 || wanted.length > given.length) return undefined
  const direction = !first || first[1] === given[0]?.[1] ? 1 : -1
  const fits = wanted.every(([field, way], i) => given[i]?.[0] === field && given[i][1] * direction === way)
  return fits ? direction : undefined
}
