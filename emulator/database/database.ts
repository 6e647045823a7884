import { randomBytes } from 'node:crypto'
import { cloneDeep } from 'mingo/util'
import { type Clock } from '../clock'
import { type CollectionConfig } from '../project/project'
import { type Snapshot, type Storage } from '../storage/storage'
import { WireError } from '../wire-error'
import { type ActionContext } from './actions/action'
import { aggregateDocuments, type AggregateContext } from './actions/aggregate'
import { calculateDocument } from './actions/count'
import { getDocument } from './actions/get'
import { insert, insertDocument, newDocument } from './actions/insert'
import { modifyAndReturn, modifyDocument } from './actions/modify'
import { removeDocument } from './actions/remove'
import { Catalogue } from './collections/catalogue'
import { type OnChange } from './collections/collection'
import { dropUndefined, type Document, type PlainObject } from './document'
import { permissionDenied } from './errors'
import { type Explained } from './indexes/explain'
import { type FindOptions, Lookup } from './lookup'
import { DEFAULT_TIME_LIMITS, TimeBudget, type TimeLimits } from './query/budget'
import { assertRules, clientGuard } from './rules/client-guard'
import { FULL_RIGHTS, type Guard } from './rules/guard'
import { checkPermission, type PermissionAnswer, type PermissionQuestion } from './rules/permission-check'
import { DEFAULT_SWITCHES, type DatabaseSwitches } from './switches'
import { LockedByTransaction } from './transactions/locks'
import { Transactions } from './transactions/transactions'
import { RequestBody } from './wire/request'

/** A mini-program that calls the database itself; without it the caller is a function, which has full rights. */
export interface ClientAccess {
  openid: string
}

export interface DatabaseOptions {
  storage: Storage
  clock: Clock
  /** Chance of $sample, 0 ≤ x < 1. */
  random?: () => number
  switches?: Partial<DatabaseSwitches>
  /** What a name may leave out where tools and tests look at collections; requests of the protocol never. Default: nothing. */
  prefix?: string
  /** Told of each write of a document, and of a collection that comes or goes. */
  onWrite?: (collection: string) => void
  timeLimits?: TimeLimits
  /** A collection that a request names is made when it is missing; default false: the request is refused, as on the cloud. */
  createMissing?: boolean
}

/** Actions on one collection. One document is written in one turn; many, and those that are read, may take several. */
const COLLECTION_ACTIONS: Record<string, (context: AggregateContext) => PlainObject | Promise<PlainObject>> = {
  'database.insertDocument': insertDocument,
  'database.getDocument': getDocument,
  'database.calculateDocument': calculateDocument,
  'database.modifyDocument': modifyDocument,
  'database.modifyAndReturnDoc': modifyAndReturn,
  'database.removeDocument': removeDocument,
  'database.aggregateDocuments': aggregateDocuments,
}

/** The document database of the local cloud: what the gateway's `database.*` actions do. */
export class Database {
  readonly #storage: Storage
  readonly #clock: Clock
  readonly #random: () => number
  readonly #switches: DatabaseSwitches
  readonly #timeLimits: TimeLimits
  readonly #transactions: Transactions
  readonly #catalogue: Catalogue
  readonly #lookup: Lookup
  readonly #createMissing: boolean
  readonly #onWrite: (collection: string) => void

  constructor({ storage, clock, random = Math.random, switches, prefix = '', onWrite = () => undefined, timeLimits = DEFAULT_TIME_LIMITS, createMissing = false }: DatabaseOptions) {
    this.#storage = storage
    this.#clock = clock
    this.#random = random
    this.#onWrite = onWrite
    this.#createMissing = createMissing
    this.#timeLimits = timeLimits
    this.#switches = { ...DEFAULT_SWITCHES, ...switches }
    this.#transactions = new Transactions(clock, newId, this.#switches.transactionSeconds)
    const onChange: OnChange = (collection, key, before) => {
      this.#transactions.remember(collection, key, before)
      onWrite(collection.name)
    }
    this.#catalogue = new Catalogue(storage, onChange, this.#switches.indexMax)
    this.#lookup = new Lookup({ catalogue: this.#catalogue, transactions: this.#transactions, timeLimits, prefix })
  }

  /**
   * Carries out one request of the wire protocol.
   * @param action  `database.…`
   * @param body  the JSON body: names, and strings of EJSON for documents, queries and updates
   * @param access  the mini-program user who calls; undefined for a function
   * @returns what goes beside requestId in the answer; a write is on disk by then
   * @throws WireError
   */
  async execute(action: string, body: Record<string, unknown>, access?: ClientAccess): Promise<Record<string, unknown>> {
    for (;;) {
      this.#transactions.expire()
      try {
        const result = await this.#run(action, new RequestBody(body, this.#clock.now()), access)
        await this.#storage.durable()
        return result
      } catch (error) {
        if (!(error instanceof LockedByTransaction)) throw error
        await this.#transactions.whenEnded(error.holder)
      }
    }
  }

  /**
   * Makes the collection if it is missing, and gives it this configuration; without one it keeps what it has.
   * @throws WireError in words, when the name, the rule or the indexes cannot be
   */
  createCollection(name: string, config?: CollectionConfig): void {
    if (config) assertRules(name, config)
    this.#catalogue.ensure(name, config)
  }

  /** Names of collections that were asked for and are not there. */
  missingCollections(): string[] {
    return this.#catalogue.missing()
  }

  collections(): string[] {
    return this.#catalogue.names()
  }

  /**
   * Copies of the documents that the query (plain JS) matches: so many of them, after the first `skip`.
   * @param newest  the last ones, backwards
   * @param text  only those that have it in a value, in large or small letters
   * @param sort  by these fields; without it as old as they are
   * @throws WireError DATABASE_COLLECTION_NOT_EXIST; DATABASE_REQUEST_FAILED when it takes too long
   */
  find(collection: string, query: object, options: FindOptions = {}): PlainObject[] {
    return this.#lookup.find(collection, query, options)
  }

  /** How many documents it has, or how many of them `find` would give. @throws WireError as `find` */
  count(collection: string, query: object = {}, text = ''): number {
    return this.#lookup.count(collection, query, text)
  }

  /** How the first `limit` documents of a query are read, and by an index that would help. @throws WireError as `find` */
  explain(collection: string, query: object, sort: Record<string, 1 | -1> = {}, limit = Infinity): Explained {
    return this.#lookup.explain(collection, query, sort, limit)
  }

  /** What the mini-program user may do. @throws WireError when the collection is missing or its rule is malformed */
  checkPermission(collection: string, openid: string, asked: PermissionQuestion): PermissionAnswer {
    const view = this.#lookup.view(collection)
    return checkPermission(this.#guard(view.collection.name, this.#clock.now(), { openid }), view, asked)
  }

  /** What a collection has, under a name that may leave out the prefix. @throws WireError DATABASE_COLLECTION_NOT_EXIST */
  describe(collection: string): { name: string; count: number; config: CollectionConfig } {
    const { name, size: count } = this.#lookup.view(collection).collection
    return { name, count, config: this.#catalogue.config(name) }
  }

  /** Removes a collection with all it holds, and ends open transactions, which may have it in them. @throws WireError DATABASE_COLLECTION_NOT_EXIST */
  async dropCollection(collection: string): Promise<void> {
    const { name } = this.#lookup.view(collection).collection
    this.#transactions.abortAll()
    this.#catalogue.drop(name)
    this.#onWrite(name)
    await this.#storage.durable()
  }

  /**
   * Inserts documents given as plain JS; makes the collection if it is missing.
   * @param given  whether they are the database's own from now on: nobody changes them any more, so none is copied
   * @throws WireError E11000; the documents before the refused one stay
   */
  insert(collection: string, docs: readonly object[], { given = false }: { given?: boolean } = {}): void {
    const view = this.#transactions.view(this.#catalogue.ensure(this.#lookup.stored(collection)), undefined)
    for (const doc of docs) {
      const own = (given ? doc : cloneDeep(doc)) as PlainObject
      dropUndefined(own)
      insert({ view }, newDocument(own, newId))
    }
  }

  /** Drops every collection, and all open transactions. */
  reset(): void {
    this.#transactions.abortAll()
    this.#catalogue.dropAll()
  }

  /** Drops every collection, and brings back those of a snapshot of the storage. */
  restore(snapshot: Snapshot): void {
    this.reset()
    this.#catalogue.restore(snapshot)
  }

  #run(action: string, body: RequestBody, access: ClientAccess | undefined): PlainObject | Promise<PlainObject> {
    const onCollection = Object.hasOwn(COLLECTION_ACTIONS, action) ? COLLECTION_ACTIONS[action] : undefined
    if (onCollection) return onCollection(this.#context(body, access))
    if (access) throw permissionDenied(`${action} can only be called in a cloud function`)
    switch (action) {
      case 'database.addCollection':
        return this.#addCollection(body.name('collectionName'))
      case 'database.startTransaction':
        return { transactionId: this.#transactions.start() }
      case 'database.commitTransaction':
        this.#transactions.commit(body.name('transactionId'))
        return {}
      case 'database.abortTransaction':
        this.#transactions.abort(body.name('transactionId'))
        return {}
      default:
        throw new WireError('INVALID_ACTION', `unknown action ${action}`)
    }
  }

  #addCollection(name: string): PlainObject {
    if (this.#catalogue.has(name)) throw new WireError('DATABASE_COLLECTION_ALREADY_EXIST', `[ResourceExist] Table exist: ${name}`)
    this.#catalogue.ensure(name)
    this.#onWrite(name)
    return {}
  }

  #context(body: RequestBody, access: ClientAccess | undefined): AggregateContext {
    const transactionId = body.optionalName('transactionId')
    if (transactionId !== undefined && access) throw permissionDenied('transactions can only be used in a cloud function')
    const on = (name: string): Pick<ActionContext, 'view' | 'guard'> => ({
      view: this.#transactions.view(this.#createMissing ? this.#catalogue.ensure(name) : this.#catalogue.get(name), transactionId),
      guard: this.#guard(name, body.now, access),
    })
    return {
      ...on(body.name('collectionName')),
      body,
      switches: this.#switches,
      budget: new TimeBudget(this.#timeLimits),
      newId,
      foreign: on,
      random: this.#random,
      whenFree: (holder) => this.#transactions.whenEnded(holder),
    }
  }

  #guard(name: string, now: number, access: ClientAccess | undefined): Guard {
    if (!access) return FULL_RIGHTS
    const read = (collection: string, key: string): Document | undefined => {
      return this.#catalogue.has(collection) ? this.#catalogue.get(collection).get(key) : undefined
    }
    return clientGuard({ name, config: this.#catalogue.config(name), openid: access.openid, now, read })
  }
}

/** 32 hex digits, as the platform makes them. */
function newId(): string {
  return randomBytes(16).toString('hex')
}
