import { type Collection, type Scan } from '../collections/collection'
import { type Document, keyOf, type PlainObject, type Row } from '../document'
import { transactionConflict } from '../errors'
import { type View } from '../view'
import { Changes } from './changes'
import { type Locks } from './locks'

/**
 * One open transaction. It reads the database as it was at its first operation, with its own writes on top:
 * documents are never changed in place, so the state before others' later writes is all that has to be kept.
 */
export class Transaction {
  /** False until the first operation: the snapshot is taken then, not at the start. */
  begun = false
  readonly writes = new Changes()
  readonly #snapshot = new Changes()
  readonly ended: Promise<void>
  #end: () => void = () => undefined

  constructor(
    readonly id: string,
    /** Milliseconds since 1970, emulated time. */
    readonly startedAt: number,
    private readonly locks: Locks,
  ) {
    this.ended = new Promise((resolve) => (this.#end = resolve))
  }

  /** Lets go of its locks and of everybody who waits for them. */
  end(): void {
    this.locks.releaseAll(this)
    this.#end()
  }

  /** To be told before anybody else changes a document. */
  remember(collection: Collection, key: string, before: Document | undefined): void {
    if (this.begun && !this.#snapshot.of(collection).has(key)) this.#snapshot.set(collection, key, before)
  }

  /** Its `claim` fails with DATABASE_TRANSACTION_CONFLICT for what others hold, or have changed since the snapshot. */
  view(collection: Collection): View {
    this.begun = true
    const writes = () => this.writes.of(collection)
    return {
      collection,
      get: (key) => this.#read(collection, key),
      scan: (query) => this.#scan(collection, query),
      claim: (keys) => {
        const changed = this.#snapshot.of(collection)
        if (keys.some((key) => changed.has(key))) throw transactionConflict()
        this.locks.acquire(this, collection, keys)
      },
      put: (doc) => {
        collection.assertUnique(doc, (key) => writes().has(key))
        for (const [key, other] of writes()) if (other && key !== keyOf(doc._id)) collection.assertDistinct(doc, other)
        this.writes.set(collection, keyOf(doc._id), doc)
      },
      delete: (key) => this.writes.set(collection, key, undefined),
    }
  }

  #read(collection: Collection, key: string): Document | undefined {
    for (const layer of [this.writes, this.#snapshot]) if (layer.of(collection).has(key)) return layer.of(collection).get(key)
    return collection.get(key)
  }

  /** Candidates of the indexes are right for what has not changed since; what has is a candidate always. */
  #scan(collection: Collection, query: PlainObject): Scan {
    const changed = new Set([...this.#snapshot.of(collection).keys(), ...this.writes.of(collection).keys()])
    const rows: Row[] = []
    for (const row of collection.scan(query).rows) if (!changed.has(row.key)) rows.push(row)
    for (const key of changed) {
      const doc = this.#read(collection, key)
      if (doc) rows.push({ key, seq: Infinity, doc })
    }
    return { rows, sorted: false }
  }
}
