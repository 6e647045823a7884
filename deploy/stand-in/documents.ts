import { EJSON } from 'bson'
import { type Environment } from './account'

type Body = Record<string, unknown>
type Document = Record<string, unknown>

/**
 * The database as @cloudbase/node-sdk reaches it (`POST /admin`), for single documents by their `_id`; what needs more of it gives
 * the stand-in the address of a local cloud, see README.md. Errors answer as `{code, message}`.
 */
export function answerDocuments(environment: Environment, body: Body): Body {
  const requestId = 'stand-in'
  const action = String(body['action'])
  const collection = environment.collections[String(body['collectionName'])]
  if (!collection) return { requestId, code: 'DATABASE_COLLECTION_NOT_EXIST', message: `Db or Table not exist: ${String(body['collectionName'])}` }
  const { documents } = collection
  const ids = (): string[] => [idOf(body['query'])]
  if (action === 'database.getDocument') {
    const found = ids().flatMap((id) => documents[id] ?? [])
    return { requestId, data: { list: found.map((document) => EJSON.stringify(document)), offset: 0, limit: found.length } }
  }
  if (action === 'database.insertDocument') {
    const inserted = (body['data'] as string[]).map((text) => EJSON.parse(text) as Document)
    const taken = inserted.find(({ _id }) => documents[String(_id)])
    if (taken) return { requestId, code: 'DATABASE_DUPLICATE_WRITE', message: `E11000 duplicate key ${String(taken['_id'])}` }
    for (const document of inserted) documents[String(document['_id'])] = document
    return { requestId, data: { insertedIds: inserted.map(({ _id }) => _id) } }
  }
  if (action === 'database.modifyDocument') return modify(documents, body)
  return { requestId, code: 'INVALID_ACTION', message: `stand-in: the database action ${action} is not played` }
}

function modify(documents: Record<string, Document>, body: Body): Body {
  const requestId = 'stand-in'
  const _id = idOf(body['query'])
  const existed = Object.hasOwn(documents, _id)
  const data = EJSON.parse(String(body['data'])) as Document
  if (!existed && body['upsert'] !== true) return { requestId, data: { updated: 0, upsert_id: null } }
  if (body['merge'] === true) documents[_id] = { ...documents[_id], ...(data['$set'] as Document), _id }
  else documents[_id] = { ...data, _id }
  return { requestId, data: { updated: existed ? 1 : 0, upsert_id: existed ? null : _id } }
}

function idOf(query: unknown): string {
  const { _id } = EJSON.parse(String(query)) as { _id: unknown }
  return String(_id)
}
