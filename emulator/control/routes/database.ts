import { MAX_DOCUMENT_NESTING, parseJson } from '../../nesting'
import { WireError } from '../../wire-error'
import { type Cloud } from '../cloud'
import { get, type Route } from '../route'
import { BadRequest, object, oneOf, optional, text, type Shape } from '../shape'

const DEFAULT_LIMIT = 100

const jsonObject: Shape<object> = (value, at) => {
  let parsed: unknown
  try {
    parsed = parseJson(text(value, at), at, MAX_DOCUMENT_NESTING)
  } catch (error) {
    if (!(error instanceof WireError)) throw error
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new BadRequest(`${at} must be a JSON object.`)
  return parsed
}

export const wholeNumber =
  (least: number): Shape<number> =>
  (value, at) => {
    if (!/^(0|[1-9]\d*)$/.test(text(value, at)) || Number(value) < least) throw new BadRequest(`${at} must be a whole number, ${least} or more.`)
    return Number(value)
  }

const asked = { collection: text, query: optional(jsonObject), text: optional(text) }

export function databaseRoutes({ database }: Cloud): Route[] {
  return [
    get('/emulator/db', 'the names of the collections', object({}), () => database.collections()),
    get('/emulator/collections', 'the collections, each with its number of documents', object({}), () =>
      database.collections().map((name) => ({ name, count: database.count(name) })),
    ),
    get(
      '/emulator/db/:collection',
      `documents as they are, of a collection with or without the project's prefix: ?query=JSON&text= (in a value)&limit= (default ${DEFAULT_LIMIT})&skip=&newest=true (the last ones, backwards)`,
      object({ ...asked, limit: optional(wholeNumber(1)), skip: optional(wholeNumber(0)), newest: optional(oneOf('true', 'false')) }),
      ({ collection, query = {}, text, limit = DEFAULT_LIMIT, skip, newest }) => database.find(collection, query, { limit, skip, text, newest: newest === 'true' }),
    ),
    get('/emulator/db/:collection/count', 'how many documents there are of ?query=JSON&text=', object(asked), ({ collection, query, text }) => ({
      count: database.count(collection, query, text),
    })),
  ]
}
