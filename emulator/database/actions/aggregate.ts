import { Aggregator } from 'mingo/aggregator'
import { cloneDeep } from 'mingo/util'
import { aggregateContext, assertKnownStages } from '../aggregate/stages'
import { isPlainObject, type PlainObject } from '../document'
import { inEngine } from '../query/engine'
import { type View } from '../view'
import { type ActionContext, encodeList, matching } from './action'

export interface AggregateContext extends ActionContext {
  /** Another collection of a $lookup. */
  foreign(name: string): Pick<ActionContext, 'view' | 'guard'>
  random(): number
}

/** Stages that only pass documents on or make new ones; mingo's others may change nested fields of the documents they are given. */
const READ_ONLY_STAGES = ['$match', '$sort', '$skip', '$limit', '$group', '$count', '$sortByCount', '$sample', '$bucket']

/** `aggregate`. What the first stages match is found through the indexes. */
export function aggregateDocuments(context: AggregateContext): PlainObject {
  const { body, view, guard } = context
  const stages = body.stages().map((stage) => withNow(stage, new Date(body.now)) as PlainObject)
  assertKnownStages(stages)
  const { query, rest } = splitLeadingMatches(stages)
  const isReadOnly = rest.every((stage) => READ_ONLY_STAGES.includes(Object.keys(stage)[0] ?? ''))
  const docs = documentsOf(view, guard.restrict('read', query), isReadOnly)
  const list = inEngine(() => {
    const aggregator = new Aggregator(rest, {
      context: aggregateContext(context.random),
      scriptEnabled: false,
      collectionResolver: (name) => {
        const foreign = context.foreign(name)
        return [...documentsOf(foreign.view, foreign.guard.restrict('read', {}), false)]
      },
    })
    return aggregator.run<PlainObject>(docs)
  })
  return { data: { list: encodeList(list, guard) } }
}

function* documentsOf(view: View, query: PlainObject, isReadOnly: boolean): Generator<PlainObject> {
  for (const { doc } of matching(view, query)) yield isReadOnly ? doc : (cloneDeep(doc) as PlainObject)
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
