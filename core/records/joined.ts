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

/** Only how many there are, which an index knows without looking at them; of a condition without operators. */
export interface CountPart extends Pick<Part, 'from' | 'match'> {
  only: 'count'
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

/**
 * The same by themselves, a call each and all at once. What goes through many rows is read so: each then has a time limit of its own,
 * and the local cloud groups three times as fast as beside another row.
 */
export async function readParts(db: Database, parts: Readonly<Record<string, Part | CountPart>>): Promise<Record<string, unknown[]>> {
  const read = async ([as, part]: [string, Part | CountPart]): Promise<[string, unknown[]]> => ('only' in part ? [as, [{ count: (await db.collection<Record_>(part.from).where(part.match).count()).total }]] : readPart(as, part))
  const readPart = async (as: string, { from, match, sort, limit, group, fields }: Part): Promise<[string, unknown[]]> => {
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
