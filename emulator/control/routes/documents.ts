import { type Database } from '../../database'
import { type Cloud } from '../cloud'
import { writeDocuments } from '../document-text'
import { importDocuments } from '../import-documents'
import { jsonObject } from '../json-fields'
import { get, post, put, remove, type Route } from '../route'
import { BadRequest, dictionary, object, oneOf, optional, text } from '../shape'

/** Documents travel as EJSON, which the database reads itself. */
const document = dictionary((value) => value)

/** What the console does with documents: with full rights, and with the checks and limits of a function. */
export function documentRoutes({ database }: Cloud): Route[] {
  return [
    post('/emulator/db/:collection', 'adds a document', object({ collection: text, document }), async ({ collection, document }) => {
      const body = { collectionName: nameOf(database, collection), data: [JSON.stringify(document)] }
      const { data } = (await database.execute('database.insertDocument', body)) as { data: { insertedIds: unknown[] } }
      return { _id: data.insertedIds[0] }
    }),
    post(
      '/emulator/db/:collection/import',
      'documents from a text, a JSON array or JSON lines; mode insert (default) refuses an _id that is there, upsert replaces it',
      object({ collection: text, text, mode: optional(oneOf('insert', 'upsert')) }),
      ({ collection, text, mode = 'insert' }) => importDocuments(database, collection, text, mode),
    ),
    get(
      '/emulator/db/:collection/export',
      'the documents as text: ?query=JSON&format=json (default) or lines',
      object({ collection: text, query: optional(jsonObject), format: optional(oneOf('json', 'lines')) }),
      ({ collection, query = {}, format = 'json' }) => {
        const documents = database.find(collection, query)
        return { name: `${collection}.json`, count: documents.length, text: writeDocuments(documents, format) }
      },
    ),
    put(
      '/emulator/db/:collection/:id',
      'puts a document in the place of the one that is there, or changes it as an update does: document or update, one of them',
      object({ collection: text, id: text, document: optional(document), update: optional(document) }),
      async ({ collection, id, document, update }) => {
        if ((document === undefined) === (update === undefined)) throw new BadRequest('Either document or update is needed.')
        const _id = idOf(database, collection, id)
        if (document && '_id' in document && document._id !== _id) throw new BadRequest('document._id cannot be changed: add a new document instead.')
        const { _id: _same, ...fields } = document ?? {}
        const change = update ? { data: JSON.stringify(update), merge: true } : { data: JSON.stringify(fields), merge: false }
        const body = { collectionName: nameOf(database, collection), query: JSON.stringify({ _id }), ...change }
        const { data } = (await database.execute('database.modifyDocument', body)) as { data: { updated: number } }
        return { updated: data.updated }
      },
    ),
    remove('/emulator/db/:collection/:id', 'removes a document', object({ collection: text, id: text }), async ({ collection, id }) => {
      return removed(database, collection, { _id: idOf(database, collection, id) })
    }),
    remove('/emulator/db/:collection', 'removes the documents of ?query=JSON; {} stands for all', object({ collection: text, query: jsonObject }), ({ collection, query }) =>
      removed(database, collection, query),
    ),
  ]
}

/** The name that the collection is stored under. @throws WireError when there is none */
function nameOf(database: Database, collection: string): string {
  return database.describe(collection).name
}

/** The _id as it is: an address cannot tell 5 from "5". @throws BadRequest NOT_FOUND */
function idOf(database: Database, collection: string, id: string): unknown {
  const ids = /^-?\d/.test(id) && Number.isFinite(Number(id)) ? [id, Number(id)] : [id]
  const found = ids.find((_id) => database.count(collection, { _id }) > 0)
  if (found === undefined) throw new BadRequest(`There is no document ${id} in ${collection}.`, 'NOT_FOUND')
  return found
}

async function removed(database: Database, collection: string, query: object): Promise<{ deleted: number }> {
  const body = { collectionName: nameOf(database, collection), query: JSON.stringify(query), multi: true }
  const { data } = (await database.execute('database.removeDocument', body)) as { data: { deleted: number } }
  return data
}
