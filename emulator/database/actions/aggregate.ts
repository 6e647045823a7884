import { Aggregator } from 'mingo/aggregator'
import { cloneDeep } from 'mingo/util'
import { inParts } from '../aggregate/parts'
import { aggregateContext, assertKnownStages } from '../aggregate/stages'
import { isPlainObject, type PlainObject, type Row } from '../document'
import { riskOf } from '../query/budget'
import { inEngine } from '../query/engine'
import { type Order, parseOrder } from '../query/sort'
import { type ActionContext, allMatching, encodeList } from './action'
import { findRows } from './get'
import { atOnce, inTurns, ROWS_PER_TURN, type Work } from './turns'

export interface AggregateContext extends ActionContext {
  /** Another collection of a $lookup. */
  foreign(name: string): Pick<ActionContext, 'view' | 'guard'>
  random(): number
}

/** Stages that only pass documents on or make new ones; mingo's others may change nested fields of the documents they are given. */
const READ_ONLY_STAGES = ['$match', '$sort', '$skip', '$limit', '$group', '$count', '$sortByCount', '$sample', '$bucket']

/** `aggregate`. What the first stages match and sort is found through the indexes. */
export async function aggregateDocuments(context: AggregateContext): Promise<PlainObject> {
  const { body, view, guard, budget } = context
  const stages = body.stages().map((stage) => withNow(stage, new Date(body.now)) as PlainObject)
  assertKnownStages(stages)
  const { query, rest: unmatched } = splitLeadingMatches(stages)
  const { order, limit, rest } = splitLeadingSort(unmatched)
  const matched = guard.restrict('read', query)
  const found = order ? findRows(view, matched, order, 0, limit) : allMatching(view, matched)
  const rows = await inTurns(found, budget, riskOf(matched))
  const run = runner(context)
  const risk = riskOf(rest)
  const list =
    rows.length > ROWS_PER_TURN
      ? await inTurns(runInParts(run, rest, rows), budget, risk)
      : budget.run(risk, () => run(rest, documentsFor(rest, rows)))
  return { data: { list: encodeList(list, guard) } }
}

type Run = (stages: readonly PlainObject[], docs: PlainObject[]) => PlainObject[]

function runner(context: AggregateContext): Run {
  const foreignDocuments = (name: string): PlainObject[] => {
    const foreign = context.foreign(name)
    return copies(atOnce(allMatching(foreign.view, foreign.guard.restrict('read', {})), context.budget))
  }
  const options = { context: aggregateContext(context.random), scriptEnabled: false, collectionResolver: foreignDocuments }
  return (stages, docs) => inEngine(() => new Aggregator(stages.map((stage) => withForeign(stage, context)), options).run<PlainObject>(docs))
}

/** Of a lookup whose pipeline begins with a plain match, what that finds through the indexes: not the whole other collection. */
function withForeign(stage: PlainObject, { foreign, budget }: AggregateContext): PlainObject {
  const lookup = stage.$lookup
  if (!isPlainObject(lookup) || typeof lookup.from !== 'string' || !Array.isArray(lookup.pipeline) || lookup.localField !== undefined) return stage
  const { query, rest } = splitLeadingMatches(lookup.pipeline as PlainObject[])
  if (rest.length === lookup.pipeline.length || JSON.stringify(query).includes('$expr')) return stage
  const { view, guard } = foreign(lookup.from)
  return { $lookup: { ...lookup, from: copies(atOnce(allMatching(view, guard.restrict('read', query)), budget)), pipeline: rest } }
}

/** A turn for each part of the rows. What takes all of them at once, such as a $sort, is one turn all the same. */
function* runInParts(run: Run, stages: readonly PlainObject[], rows: readonly Row[]): Work<PlainObject[]> {
  const { onEach, onAll, enough } = inParts(stages)
  const given: PlainObject[] = []
  for (let from = 0; from < rows.length && given.length < enough; from += ROWS_PER_TURN) {
    const docs = documentsFor(stages, rows.slice(from, from + ROWS_PER_TURN))
    for (const doc of onEach.length > 0 ? run(onEach, docs) : docs) given.push(doc)
    yield
  }
  return run(onAll, given)
}

function documentsFor(stages: readonly PlainObject[], rows: readonly Row[]): PlainObject[] {
  const isReadOnly = stages.every((stage) => READ_ONLY_STAGES.includes(Object.keys(stage)[0] ?? ''))
  return isReadOnly ? rows.map(({ doc }) => doc) : copies(rows)
}

function copies(rows: readonly Row[]): PlainObject[] {
  return rows.map(({ doc }) => cloneDeep(doc) as PlainObject)
}

function splitLeadingMatches(stages: PlainObject[]): { query: PlainObject; rest: PlainObject[] } {
  const firstOther = stages.findIndex((stage) => !isPlainObject(stage.$match))
  const count = firstOther === -1 ? stages.length : firstOther
  const matches = stages.slice(0, count).map((stage) => stage.$match)
  const [only = {}] = matches
  return { query: matches.length > 1 ? { $and: matches } : (only as PlainObject), rest: stages.slice(count) }
}

/** What is sorted first, and then maybe cut off, is read from an index in that order, where there is one. */
function splitLeadingSort([sort, ...rest]: PlainObject[]): { order?: Order; limit: number; rest: PlainObject[] } {
  if (!isPlainObject(sort?.$sort)) return { limit: Infinity, rest: sort ? [sort, ...rest] : [] }
  const [next = {}, ...later] = rest
  const isCut = typeof next.$limit === 'number' && Number.isInteger(next.$limit) && next.$limit > 0
  return { order: parseOrder(sort.$sort), limit: isCut ? Number(next.$limit) : Infinity, rest: isCut ? later : rest }
}

/** mingo's $$NOW is the machine's clock. */
function withNow(value: unknown, now: Date): unknown {
  if (value === '$$NOW') return now
  if (Array.isArray(value)) return value.map((item) => withNow(item, now))
  if (!isPlainObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withNow(item, now)]))
}
