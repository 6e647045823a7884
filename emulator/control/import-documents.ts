import { type Database } from '../database'
import { WireError } from '../wire-error'
import { readDocuments, type TextEntry } from './document-text'

/** What becomes of a document whose _id is there already: refused, or put in the place of the one that is there. */
export type ImportMode = 'insert' | 'upsert'

export interface ImportOutcome {
  inserted: number
  replaced: number
  /** What the database refused; the others are in it. */
  failed: { at: string; message: string }[]
}

/** So many are on their way to the disk together. */
const AT_ONCE = 200

/**
 * Puts the documents of a text into a collection, one by one as the console does.
 * @throws BadRequest when the text is not JSON, and nothing is written; WireError when there is no such collection
 */
export async function importDocuments(database: Database, collection: string, text: string, mode: ImportMode): Promise<ImportOutcome> {
  const { name } = database.describe(collection)
  const entries = readDocuments(text)
  const outcome: ImportOutcome = { inserted: 0, replaced: 0, failed: [] }
  const put = mode === 'insert' ? insert : upsert
  for (let from = 0; from < entries.length; from += AT_ONCE) {
    await Promise.all(entries.slice(from, from + AT_ONCE).map((each) => counted(each, outcome, () => put(database, name, each.document))))
  }
  return outcome
}

type Put = (database: Database, collectionName: string, document: object) => Promise<'inserted' | 'replaced'>

const insert: Put = async (database, collectionName, document) => {
  await database.execute('database.insertDocument', { collectionName, data: [JSON.stringify(document)] })
  return 'inserted'
}

const upsert: Put = async (database, collectionName, document) => {
  if (!('_id' in document)) return insert(database, collectionName, document)
  const { _id, ...data } = document
  const body = { collectionName, query: JSON.stringify({ _id }), data: JSON.stringify(data), merge: false, upsert: true }
  const { data: done } = (await database.execute('database.modifyDocument', body)) as { data: { upsert_id: unknown } }
  return done.upsert_id === null ? 'replaced' : 'inserted'
}

async function counted({ at }: TextEntry, outcome: ImportOutcome, put: () => ReturnType<Put>): Promise<void> {
  try {
    outcome[await put()] += 1
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    outcome.failed.push({ at, message: error.message })
  }
}
