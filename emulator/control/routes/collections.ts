import { type Cloud } from '../cloud'
import { get, post, remove, type Route } from '../route'
import { object, text } from '../shape'

const named = object({ collection: text })

export function collectionRoutes({ database }: Cloud): Route[] {
  return [
    get('/emulator/collections', 'the collections, each with its number of documents', object({}), () =>
      database.collections().map((name) => ({ name, count: database.count(name) })),
    ),
    get('/emulator/missing-collections', 'names of collections that were asked for and are not there', object({}), () => database.missingCollections()),
    post('/emulator/collections', 'makes a collection, as the console does', object({ name: text }), async ({ name }) => {
      await database.execute('database.addCollection', { collectionName: name })
      return { name, count: 0 }
    }),
    get('/emulator/collections/:collection', 'its number of documents, permissions and indexes', named, ({ collection }) => {
      const { config, ...rest } = database.describe(collection)
      return { ...rest, acl: 'PRIVATE', indexes: [], ...config }
    }),
    remove('/emulator/collections/:collection', 'removes a collection with all its documents', named, ({ collection }) => database.dropCollection(collection)),
  ]
}
