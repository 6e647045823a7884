import { type Collection, type Database, type Document, type Query, type Record_ } from '../ports/database'
import { MAX_ROWS } from './collections'

export { isDuplicate } from '../ports/faults'

/** Which fields of a record are wanted (`true`) or not (`false`); all of them when not given. */
export type Fields = Record<string, boolean>

/** The record with that `_id`, or undefined. */
export async function findById<T extends Record_>(collection: Collection<T>, id: string, fields?: Fields): Promise<T | undefined> {
  const { data } = await only(collection.where({ _id: id }).limit(1), fields).get()
  return data[0]
}

/** The same inside a transaction, where `get` of a missing document rejects. */
export async function getIfAny<T>(document: Pick<Document<T>, 'get'>): Promise<T | undefined> {
  try {
    return (await document.get()).data
  } catch (error) {
    if (/does not exist/i.test(String((error as { errMsg?: unknown }).errMsg ?? error))) return undefined
    throw error
  }
}

/** All records with these ids, however many, in no particular order. */
export async function findByIds<T extends Record_>(db: Database, name: string, ids: readonly string[], fields?: Fields): Promise<T[]> {
  const found: T[] = []
  for (let from = 0; from < ids.length; from += MAX_ROWS) {
    const among = { _id: db.command.in(ids.slice(from, from + MAX_ROWS)) }
    const { data } = await only(db.collection<T>(name).where(among).limit(MAX_ROWS), fields).get()
    found.push(...data)
  }
  return found
}

function only<T>(query: Query<T>, fields: Fields | undefined): Query<T> {
  return fields === undefined ? query : query.field(fields)
}

/** All that a query gives, page by page. For small collections: the caller knows that there are few. */
export async function findAll<T>(query: Query<T>): Promise<T[]> {
  const found: T[] = []
  for (;;) {
    const { data } = await query.skip(found.length).limit(MAX_ROWS).get()
    found.push(...data)
    if (data.length < MAX_ROWS) return found
  }
}
