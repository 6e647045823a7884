import { type Session } from '../../../session'
import { notAvailable } from '../../not-available'
import { aggregateOf } from './aggregate'
import { type Data, type Options, requireData, run } from './run'
import { type Collection, type Document, type Query } from './sdk'
import { watch, type Watched, type WatchOptions } from './watch'

/** What the operations of one collection need. */
export interface Place {
  session: Session
  collection: Collection
  name: string
  /** `_.in` */
  oneOf: (values: unknown[]) => unknown
  /** A missing document fails; otherwise it is null. */
  throwOnNotFound: boolean
}

export function collectionOf(place: Place): object {
  const { collection, session } = place
  const operations = {
    ...queryOf(place, collection, 'collection'),
    add: (options: Options) => run('collection.add', options, async () => ({ _id: (await collection.add(requireData(options))).id })),
    doc: (id: unknown) => documentOf(place, collection.doc(id)),
    aggregate: () => aggregateOf(collection.aggregate()),
  }
  return notAvailable(operations, 'db.collection()', session.toasts)
}

/** @param limit  of the query so far, for watching */
function queryOf(place: Place, query: Query, api: string, limit?: number): object {
  const next = (changed: Query, its = limit): object => queryOf(place, changed, api, its)
  return {
    where: (condition: object) => next(query.where(condition)),
    orderBy: (field: string, direction: string) => next(query.orderBy(field, direction)),
    limit: (count: number) => next(query.limit(count), count),
    skip: (count: number) => next(query.skip(count)),
    field: (projection: object) => next(query.field(projection)),
    get: (options?: Options) => run(`${api}.get`, options, async () => ({ data: (await query.get()).data })),
    count: (options?: Options) => run(`${api}.count`, options, async () => ({ total: (await query.count()).total })),
    update: (options: Options) => run(`${api}.update`, options, () => updated(query, options)),
    remove: (options?: Options) => run(`${api}.remove`, options, () => removed(query)),
    watch: (options: WatchOptions) => watch(watched(place, query, limit), options),
  }
}

function documentOf(place: Place, document: Document): object {
  const { id } = document
  return {
    field: (projection: object) => documentOf(place, document.field(projection) as Document),
    get: (options?: Options) =>
      run('document.get', options, async () => {
        const [data] = (await document.get()).data
        if (data === undefined && place.throwOnNotFound) throw new Error(`document with _id ${String(id)} does not exist`)
        return { data: data ?? null }
      }),
    set: (options: Options) =>
      run('document.set', options, async () => {
        const { updated, upsertedId } = await document.set(requireData(options))
        return { _id: id, stats: { updated, created: upsertedId ? 1 : 0 } }
      }),
    update: (options: Options) => run('document.update', options, () => updated(document, options)),
    remove: (options?: Options) => run('document.remove', options, () => removed(document)),
    watch: (options: WatchOptions) => watch(watched(place, place.collection.where({ _id: id })), options),
  }
}

function watched({ name, collection, oneOf }: Place, query: Query, limit?: number): Watched {
  return { collection: name, query, limit, others: (ids) => collection.where({ _id: oneOf(ids) }) }
}

async function updated(target: Query, options: Options): Promise<Data> {
  return { stats: { updated: (await target.update(requireData(options))).updated } }
}

async function removed(target: Query): Promise<Data> {
  return { stats: { removed: (await target.remove()).deleted } }
}
