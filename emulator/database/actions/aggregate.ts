import { Aggregator } from 'mingo/aggregator'
import { cloneDeep } from 'mingo/util'
import { aggregateContext, assertKnownStages } from '../aggregate/stages'
import { isPlainObject, type PlainObject, type Row } from '../document'
import { inEngine } from '../query/engine'
import { type ActionContext, allMatching, encodeList } from './action'
import { atOnce, inTurns, withPauses, type Work } from './turns'

export interface AggregateContext extends ActionContext {
  /** Another collection of a $lookup. */
  foreign(name: string): Pick<ActionContext, 'view' | 'guard'>
  random(): number
}

/** Stages that only pass documents on or make new ones; mingo's others may change nested fields of the documents they are given. */
const READ_ONLY_STAGES = ['$match', '$sort', '$skip', '$limit', '$group', '$count', '$sortByCount', '$sample', '$bucket']

/** `aggregate`. What the first stages match is found through the indexes. */
export async function aggregateDocuments(context: AggregateContext): Promise<PlainObject> {
  const { body, view, guard } = context
  const stages = body.stages().map((stage) => withNow(stage, new Date(body.now)) as PlainObject)
  assertKnownStages(stages)
  const { query, rest } = splitLeadingMatches(stages)
  const isReadOnly = rest.every((stage) => READ_ONLY_STAGES.includes(Object.keys(stage)[0] ?? ''))
  const rows = await inTurns(allMatching(view, guard.restrict('read', query)))
  // Where a $limit cuts them short, most need no copy.
  const isCutShort = rest.some((stage) => '$limit' in stage)
  const docs = isReadOnly ? rows.map(({ doc }) => doc) : isCutShort ? copies(rows) : await inTurns(allCopies(rows))
  const list = inEngine(() => {
    const aggregator = new Aggregator(rest, {
      context: aggregateContext(context.random),
      scriptEnabled: false,
      collectionResolver: (name) => {
        const foreign = context.foreign(name)
        return [...copies(atOnce(allMatching(foreign.view, foreign.guard.restrict('read', {}))))]
      },
    })
    return aggregator.run<PlainObject>(docs)
  })
  return { data: { list: encodeList(list, guard) } }
}

function* copies(rows: Row[]): Generator<PlainObject> {
  for (const { doc } of rows) yield cloneDeep(doc) as PlainObject
}

function* allCopies(rows: Row[]): Work<PlainObject[]> {
  const made: PlainObject[] = []
  for (const row of withPauses(rows)) {
    if (row) made.push(cloneDeep(row.doc) as PlainObject)
    else yield
  }
  return made
}

function splitLeadingMatches(stages: PlainObject[]): { query: PlainObject; rest: PlainObject[] } {
  const firstOther = stages.findIndex((stage) => !isPlainObject(stage.$match))
  const count = firstOther === -1 ? stages.length : firstOther
  const matches = stages.slice(0, count).map((stage) => stage.$match)
  const [only = {}] = matches
  return { query: matches.length > 1 ? { $and: matches } : (only as PlainObject), rest: stages.slice(count) }
}

/** mingo's $$NOW is the machine's clock. */
function withNow(value: unknown, now: Date): unknown {
  if (value === '$$NOW') return now
  if (Array.isArray(value)) return value.map((item) => withNow(item, now))
  if (!isPlainObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withNow(item, now)]))
}
