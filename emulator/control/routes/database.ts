import { type Cloud } from '../cloud'
import { jsonObject, sortOrder, toEjson } from '../json-fields'
import { get, type Route } from '../route'
import { object, oneOf, optional, text, textNumber, type Shape } from '../shape'

const DEFAULT_LIMIT = 100

const textOrder: Shape<Record<string, 1 | -1>> = (value, at) => sortOrder(jsonObject(value, at), at)

const yesOrNo = oneOf('true', 'false')
const asked = { collection: text, query: optional(jsonObject), text: optional(text) }

export function databaseRoutes({ database }: Cloud): Route[] {
  return [
    get('/emulator/db', 'the names of the collections', object({}), () => database.collections()),
    get(
      '/emulator/db/:collection',
      `documents as they are, of a collection with or without the project's prefix: ?query=JSON&text= (in a value)&limit= (default ${DEFAULT_LIMIT})&skip=&newest=true (the last ones, backwards)&sort=JSON&ejson=true (dates as {"$date": …})`,
      object({ ...asked, limit: optional(textNumber(1)), skip: optional(textNumber(0)), newest: optional(yesOrNo), sort: optional(textOrder), ejson: optional(yesOrNo) }),
      ({ collection, query = {}, text, limit = DEFAULT_LIMIT, skip, newest, sort, ejson }) => {
        const documents = database.find(collection, query, { limit, skip, text, newest: newest === 'true', sort })
        return ejson === 'true' ? toEjson(documents) : documents
      },
    ),
    get('/emulator/db/:collection/count', 'how many documents there are of ?query=JSON&text=', object(asked), ({ collection, query, text }) => ({
      count: database.count(collection, query, text),
    })),
  ]
}
