import { EJSON } from 'bson'
import { type Clock } from '../clock'
import { type CollectionConfig } from '../project/project'
import { Storage } from '../storage/storage'
import { type ClientAccess, Database, type DatabaseOptions } from './database'

/** A clock that stands still until it is moved. */
export class ManualClock implements Clock {
  constructor(public time = Date.UTC(2026, 10, 22)) {}

  now(): number {
    return this.time
  }
}

/** As the SDK encodes documents, queries and updates. */
export const ejson = (value: unknown): string => EJSON.stringify(value, { relaxed: false })

export interface Page {
  order?: Record<string, unknown>
  offset?: number
  limit?: number
  projection?: object
}

interface Reply {
  data: { list: string[]; insertedIds: unknown[]; total: number; updated: number; upsert_id: unknown; deleted: number }
  transactionId: string
}

/** Sends the bodies that wx-server-sdk 4.0.2 sends, and unpacks the answers. */
export class Requests {
  constructor(
    readonly database: Database,
    private readonly access?: ClientAccess,
    private readonly transactionId?: string,
  ) {}

  as(openid: string): Requests {
    return new Requests(this.database, { openid })
  }

  async send(action: string, body: object): Promise<Reply> {
    const envelope = { envName: 'local', wxCloudApiToken: '', ...(this.transactionId && { transactionId: this.transactionId }) }
    return (await this.database.execute(`database.${action}`, { ...envelope, ...body }, this.access)) as unknown as Reply
  }

  async add(collectionName: string, ...docs: object[]): Promise<unknown[]> {
    return (await this.send('insertDocument', { collectionName, data: docs.map(ejson) })).data.insertedIds
  }

  async get(collectionName: string, query?: object, { order, projection, ...page }: Page = {}): Promise<Record<string, unknown>[]> {
    const body = {
      collectionName,
      queryType: 'WHERE',
      limit: 100,
      ...page,
      ...(query && { query: ejson(query) }),
      ...(order && { order: ejson(order) }),
      ...(projection && { projection: ejson(projection) }),
    }
    return (await this.send('getDocument', body)).data.list.map((text) => EJSON.parse(text) as Record<string, unknown>)
  }

  async doc(collectionName: string, _id: unknown): Promise<Record<string, unknown> | undefined> {
    const reply = await this.send('getDocument', { collectionName, query: ejson({ _id }), queryType: 'DOC', multi: false })
    return reply.data.list.map((text) => EJSON.parse(text) as Record<string, unknown>)[0]
  }

  async count(collectionName: string, query?: object): Promise<number> {
    const body = { collectionName, queryType: 'WHERE', ...(query && { query: ejson(query) }) }
    return (await this.send('calculateDocument', body)).data.total
  }

  async update(collectionName: string, query: object, data: object, multi = true): Promise<number> {
    const body = { collectionName, queryType: 'WHERE', multi, merge: true, upsert: false, data: ejson(data), query: ejson(query) }
    return (await this.send('modifyDocument', body)).data.updated
  }

  async updateDoc(collectionName: string, _id: unknown, data: object): Promise<number> {
    const body = { collectionName, queryType: 'DOC', multi: false, merge: true, upsert: false, data: ejson(data), query: ejson({ _id }) }
    return (await this.send('modifyDocument', body)).data.updated
  }

  async set(collectionName: string, _id: unknown, data: object): Promise<{ updated: number; upsert_id: unknown }> {
    const body = { collectionName, queryType: 'DOC', multi: false, merge: false, upsert: true, data: ejson(data), query: ejson({ _id }) }
    const { updated, upsert_id } = (await this.send('modifyDocument', body)).data
    return { updated, upsert_id }
  }

  async remove(collectionName: string, query: object | '', multi = true): Promise<number> {
    const body = { collectionName, query: query === '' ? '' : ejson(query), queryType: 'WHERE', multi }
    return (await this.send('removeDocument', body)).data.deleted
  }

  async aggregate(collectionName: string, ...stages: object[]): Promise<Record<string, unknown>[]> {
    const wire = stages.flatMap((stage) => Object.entries(stage).map(([stageKey, value]) => ({ stageKey, stageValue: ejson(value) })))
    const reply = await this.send('aggregateDocuments', { collectionName, stages: wire })
    return reply.data.list.map((text) => EJSON.parse(text) as Record<string, unknown>)
  }

  async begin(): Promise<Requests & { id: string }> {
    const id = (await this.send('startTransaction', {})).transactionId
    return Object.assign(new Requests(this.database, undefined, id), { id })
  }

  async commit(): Promise<void> {
    await this.send('commitTransaction', {})
  }

  async rollback(): Promise<void> {
    await this.send('abortTransaction', {})
  }
}

/** A database in memory with these collections, and a clock that stands still. */
export function setUp(
  collections: Record<string, CollectionConfig> = {},
  options: Partial<DatabaseOptions> = {},
): { db: Requests; clock: ManualClock; database: Database } {
  const clock = new ManualClock()
  const database = new Database({ storage: new Storage(), clock, ...options })
  for (const [name, config] of Object.entries(collections)) database.createCollection(name, config)
  return { db: new Requests(database), clock, database }
}
