import { atOnce } from '../actions/turns'
import { findRows } from '../actions/get'
import { type PlainObject } from '../document'
import { riskOf, TimeBudget, type TimeLimits } from '../query/budget'
import { type Order } from '../query/sort'
import { type View } from '../view'
import { helpfulKeys } from './helpful-keys'
import { type IndexSpec } from './ordered-index'

/** What reading the documents of a query took. */
interface Reading {
  /** Documents looked at. */
  candidates: number
  /** Documents found. */
  returned: number
  ms: number
}

/** How a query is read now, and by an index that would help. */
export interface Explained extends Reading {
  /** Name of the index that it is read through; null: all documents are looked at. */
  index: string | null
  /** An index that is not there, and what reading would take with it; null when none would spare looking at documents. */
  missing: ({ keys: IndexSpec['keys'] } & Reading) | null
}

/**
 * Reads the query for its first `limit` documents, and once more with the index that it would want, built for this alone.
 * @throws WireError DATABASE_REQUEST_FAILED when it takes too long
 */
export function explainQuery(view: View, query: PlainObject, order: Order, limit: number, limits: TimeLimits): Explained {
  const read = (scan: View['scan']) => reading({ ...view, scan }, query, order, limit, limits)
  const { index, ...now } = read(view.scan)
  const keys = helpfulKeys(query, order)
  if (keys.length === 0 || now.candidates <= now.returned) return { index, ...now, missing: null }
  const trial = view.collection.trialIndex(keys)
  const { index: _index, ...then } = read((wanted, sorted) => view.collection.scan(wanted, sorted, [trial]))
  return { index, ...now, missing: then.candidates < now.candidates ? { keys, ...then } : null }
}

function reading(view: View, query: PlainObject, order: Order, limit: number, limits: TimeLimits): Reading & { index: string | null } {
  let index: string | null = null
  let candidates = 0
  const scan: View['scan'] = (...of) => {
    const found = view.scan(...of)
    index = found.index ?? null
    return { ...found, rows: counted(found.rows, () => candidates++) }
  }
  const started = performance.now()
  const rows = atOnce(findRows({ ...view, scan }, query, order, 0, limit), new TimeBudget(limits), riskOf(query))
  return { index, candidates, returned: rows.length, ms: Math.round((performance.now() - started) * 100) / 100 }
}

function* counted<T>(items: Iterable<T>, count: () => void): Generator<T> {
  for (const item of items) {
    count()
    yield item
  }
}
