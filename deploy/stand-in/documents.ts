import { EJSON } from 'bson'
import { type Environment } from './account'
import { at, matches, order } from './matches'

type Body = Record<string, unknown>
type Document = Record<string, unknown>

/**
 * The database as @cloudbase/node-sdk reaches it (`POST /admin`): reads by simple queries, writes by `_id`; what needs more of it gives
 * the stand-in the address of a local cloud, see README.md. Errors answer as `{code, message}`.
 */
export function answerDocuments(environment: Environment, body: Body): Body {
  const requestId = 'stand-in'
  const action = String(body['action'])
  const collection = environment.collections[String(body['collectionName'])]
  if (!collection) return { requestId, code: 'DATABASE_COLLECTION_NOT_EXIST', message: `Db or Table not exist: ${String(body['collectionName'])}` }
  const { documents } = collection
  if (action === 'database.getDocument') {
    const found = sorted(matching(documents, body), body['order']).slice(Number(body['offset'] ?? 0)).slice(0, Number(body['limit'] ?? 100))
    return { requestId, data: { list: found.map((document) => EJSON.stringify(document)), offset: 0, limit: found.length } }
  }
  if (action === 'database.calculateDocument') return { requestId, data: { total: matching(documents, body).length } }
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

function matching(documents: Record<string, Document>, { query }: Body): Document[] {
  const asked = query === undefined ? {} : (EJSON.parse(String(query)) as Document)
  return Object.values(documents).filter((document) => matches(document, asked))
}

function sorted(found: Document[], by: unknown): Document[] {
  if (by === undefined) return found
  const keys = Object.entries(EJSON.parse(String(by)) as Record<string, number>)
  return [...found].sort((a, b) => keys.map(([key, direction]) => order(at(a, key), at(b, key)) * direction).find((step) => step !== 0) ?? 0)
}

function idOf(query: unknown): string {
  const { _id } = EJSON.parse(String(query)) as { _id: unknown }
  return String(_id)
}
