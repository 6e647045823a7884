import { type PermissionQuestion } from '../../database'
import { type Cloud } from '../cloud'
import { ejsonObject, sortOrder, toEjson } from '../json-fields'
import { post, type Route } from '../route'
import { BadRequest, object, oneOf, optional, text, wholeNumber } from '../shape'

/** Looks that change nothing: how a query is read, and what a user may do. */
export function explainRoutes({ database }: Cloud): Route[] {
  return [
    post(
      '/emulator/explain',
      'how a query is read: {index, candidates (documents looked at), returned, ms, missing}; missing is an index that would help, with what it would take',
      object({ collection: text, query: optional(ejsonObject), sort: optional(sortOrder), limit: optional(wholeNumber(1)) }),
      ({ collection, query = {}, sort, limit }) => database.explain(collection, query, sort, limit),
    ),
    post(
      '/emulator/permission-check',
      'what a mini-program user may do, tried without doing it: operation read, create, update or delete of query, or of the document id',
      object({ openid: text, collection: text, operation: oneOf('read', 'create', 'update', 'delete'), id: optional(text), query: optional(ejsonObject), data: optional(ejsonObject) }),
      ({ openid, collection, ...asked }) => {
        const { acl = 'PRIVATE', rule } = database.describe(collection).config
        return toEjson({ ...database.checkPermission(collection, openid, questionOf(asked)), acl, ...(rule && { rule }) })
      },
    ),
  ]
}

interface Asked {
  operation: PermissionQuestion['operation']
  id?: string
  query?: Record<string, unknown>
  data?: Record<string, unknown>
}

function questionOf({ operation, id, query, data }: Asked): PermissionQuestion {
  if (operation === 'create') return { operation, document: data ?? {} }
  if (id !== undefined && query) throw new BadRequest('Either id or query is taken, not both.')
  if (operation === 'update' && !data) throw new BadRequest('data is missing: what the update would write.')
  return { operation, query: id === undefined ? (query ?? {}) : { _id: id }, data }
}
