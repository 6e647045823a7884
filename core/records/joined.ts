import { type Aggregate, type Collection, type Condition, type Database, type Record_ } from '../ports/database'
import { MAX_ROWS, type COLLECTIONS } from './collections'

/** Rows of another collection, whatever the first row says; the condition in the database's own words (`{ _id: { $in: [] } }`). */
export interface Part {
  from: (typeof COLLECTIONS)[keyof typeof COLLECTIONS]
  match: Condition
  sort?: Record<string, 1 | -1>
  limit?: number
  /** What is told of them together, in place of the rows. */
  group?: Readonly<Record<string, unknown>>
  fields?: Readonly<Record<string, unknown>>
}

/**
 * The record with that `_id`, and beside it what else the same step needs: one call instead of one for each. Undefined, and then
 * nothing of the others either, when there is no such record.
 */
export async function joined<T extends Record_, P extends Record<string, unknown[]>>(
  collection: Collection<T>,
  id: string,
  parts: { readonly [Name in keyof P]: Part },
): Promise<(T & P) | undefined> {
  const { list } = await withParts(collection.aggregate().match({ _id: id }), parts).end()
  return list[0] as (T & P) | undefined
}

/** The same by themselves, a call each. */
export async function readParts(db: Database, parts: Readonly<Record<string, Part>>): Promise<Record<string, unknown[]>> {
  const read = async ([as, { from, match, sort, limit, group, fields }]: [string, Part]): Promise<[string, unknown[]]> => {
    let rows = db.collection<Record_>(from).aggregate().match(match)
    if (sort) rows = rows.sort(sort)
    if (limit !== undefined) rows = rows.limit(limit)
    if (group) rows = rows.group(group).limit(MAX_ROWS)
    return [as, (await (fields ? rows.project(fields) : rows).end()).list]
  }
  return Object.fromEntries(await Promise.all(Object.entries(parts).map(read)))
}

/** Each row with these beside it. */
export function withParts(aggregate: Aggregate, parts: Readonly<Record<string, Part>>): Aggregate {
  return Object.entries(parts).reduce((rows, [as, { from, ...part }]) => rows.lookup({ from, pipeline: pipelineOf(part), as }), aggregate)
}

function pipelineOf({ match, sort, limit, group, fields }: Omit<Part, 'from'>): Record<string, unknown>[] {
  return [
    { $match: match },
    ...(sort ? [{ $sort: sort }] : []),
    ...(limit === undefined ? [] : [{ $limit: limit }]),
    ...(group ? [{ $group: group }, { $limit: MAX_ROWS }] : []),
    ...(fields ? [{ $project: fields }] : []),
  ]
}
