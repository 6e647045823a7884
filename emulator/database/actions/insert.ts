import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Document, keyOf, type PlainObject } from '../document'
import { duplicateKey, requestFailed } from '../errors'
import { type ActionContext, assertWriteSize } from './action'
import { WRITES_PER_TURN } from './turns'

/**
 * `add`: like insertMany, ordered. Of several documents those before the first refused one stay.
 * @throws WireError DATABASE_REQUEST_FAILED (E11000) for an _id or unique key that exists
 */
export async function insertDocument(context: ActionContext): Promise<PlainObject> {
  const { body, view, guard } = context
  assertWriteSize(context)
  const docs = body.objects('data').map((doc) => newDocument(guard.admit(doc), context.newId))
  view.claim(docs.map((doc) => keyOf(doc._id)))
  for (const [index, doc] of docs.entries()) {
    if (index > 0 && index % WRITES_PER_TURN === 0) await nextTurn()
    insert(context, doc)
  }
  return { data: { insertedIds: docs.map((doc) => doc._id) } }
}

/** @throws WireError E11000 */
export function insert({ view }: Pick<ActionContext, 'view'>, doc: Document): void {
  if (view.get(keyOf(doc._id))) throw duplicateKey(view.collection.name, '_id_', `{ _id: ${JSON.stringify(doc._id)} }`)
  view.put(doc)
}

/** @throws WireError DATABASE_REQUEST_FAILED for field names that no document can have */
export function newDocument(fields: PlainObject, newId: () => string): Document {
  assertFieldNames(fields)
  const { _id = newId(), ...rest } = fields
  keyOf(_id)
  return { _id: _id as Document['_id'], ...rest }
}

export function assertFieldNames(fields: PlainObject): void {
  const operator = Object.keys(fields).find((name) => name.startsWith('$'))
  if (operator !== undefined) throw requestFailed(`The dollar ($) prefixed field '${operator}' in '${operator}' is not valid for storage.`)
}
