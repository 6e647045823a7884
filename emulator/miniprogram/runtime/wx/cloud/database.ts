import { Db } from '@cloudbase/database'
import { type Session } from '../../session'
import { deliver, type Callbacks } from '../api'
import { CloudError, errorOf, type CodedError } from './cloud-error'

type Data = Record<string, unknown>

/** The query builder of the SDK, as far as it is used: what it sends is what a real client sends. */
interface Query {
  where(query: object): Query
  orderBy(field: string, direction: string): Query
  limit(count: number): Query
  skip(count: number): Query
  field(projection: object): Query
  get(): Promise<{ data: Data[] }>
  count(): Promise<{ total: number }>
  update(data: Data): Promise<{ updated: number }>
  remove(): Promise<{ deleted: number }>
}

interface Document extends Query {
  set(data: Data): Promise<{ updated: number; upsertedId?: unknown }>
}

interface Collection extends Query {
  add(data: Data): Promise<{ id: string }>
  doc(id: string): Document
}

/** A request that the local cloud refused, until the operation puts its name before it. */
class RequestFailure extends Error {
  constructor(readonly error: CodedError) {
    super(error.message)
  }
}

/** `wx.cloud.database()`: requests go out as the user, under permissions and security rules. */
export function clientDatabase({ cloud, openid }: Session): object {
  Db.reqClass = class {
    async send(action: string, body: Data): Promise<unknown> {
      try {
        return await cloud.post('/emulator/client-database', { openid, action, body: JSON.parse(JSON.stringify(body)) as Data })
      } catch (error) {
        throw new RequestFailure(errorOf(error))
      }
    }
  } as unknown as typeof Db.reqClass
  const db = new Db({ env: 'local' })
  const { command, Geo, serverDate, RegExp } = db as unknown as Record<string, unknown>
  return { command, Geo, serverDate, RegExp, collection: (name: string) => collectionOf(db.collection(name) as unknown as Collection) }
}

type Options = { data?: Data } & Callbacks<object>

function collectionOf(collection: Collection): object {
  return {
    ...queryOf(collection, 'collection'),
    add: (options: Options) => run('collection.add', options, async () => ({ _id: (await collection.add(requireData(options))).id })),
    doc: (id: string) => documentOf(collection.doc(id)),
  }
}

function queryOf(query: Query, api: string): object {
  return {
    where: (condition: object) => queryOf(query.where(condition), api),
    orderBy: (field: string, direction: string) => queryOf(query.orderBy(field, direction), api),
    limit: (count: number) => queryOf(query.limit(count), api),
    skip: (count: number) => queryOf(query.skip(count), api),
    field: (projection: object) => queryOf(query.field(projection), api),
    get: (options?: Options) => run(`${api}.get`, options, async () => ({ data: (await query.get()).data })),
    count: (options?: Options) => run(`${api}.count`, options, async () => ({ total: (await query.count()).total })),
    update: (options: Options) => run(`${api}.update`, options, () => updated(query, options)),
    remove: (options?: Options) => run(`${api}.remove`, options, () => removed(query)),
  }
}

function documentOf(document: Document): object {
  const { id } = document as unknown as { id: string }
  return {
    field: (projection: object) => documentOf(document.field(projection) as Document),
    get: (options?: Options) =>
      run('document.get', options, async () => {
        const [data] = (await document.get()).data
        if (data === undefined) throw new Error(`document with _id ${id} does not exist`)
        return { data }
      }),
    set: (options: Options) =>
      run('document.set', options, async () => {
        const { updated, upsertedId } = await document.set(requireData(options))
        return { _id: id, stats: { updated, created: upsertedId ? 1 : 0 } }
      }),
    update: (options: Options) => run('document.update', options, () => updated(document, options)),
    remove: (options?: Options) => run('document.remove', options, () => removed(document)),
  }
}

async function updated(target: Query, options: Options): Promise<object> {
  return { stats: { updated: (await target.update(requireData(options))).updated } }
}

async function removed(target: Query): Promise<object> {
  return { stats: { removed: (await target.remove()).deleted } }
}

function requireData({ data }: Options = {}): Data {
  if (typeof data !== 'object' || data === null) throw new Error('parameter.data should be object')
  return data
}

async function attempt(api: string, work: () => Promise<object>): Promise<{ errMsg: string }> {
  try {
    return { ...(await work()), errMsg: `${api}:ok` }
  } catch (error) {
    throw failure(api, error)
  }
}

function run(api: string, options: Options | undefined, work: () => Promise<object>): Promise<object> | undefined {
  return deliver(options ?? {}, attempt(api, work))
}

function failure(api: string, error: unknown): CloudError {
  if (error instanceof RequestFailure) {
    const { errCode, text, message } = error.error
    return new CloudError(api, errCode, `${errCode} ${text}. ${message}`)
  }
  return new CloudError(api, -1, error instanceof Error ? error.message : String(error))
}
