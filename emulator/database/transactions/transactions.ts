import { type Clock } from '../../clock'
import { type Collection } from '../collections/collection'
import { type Document } from '../document'
import { transactionConflict, transactionNotExist } from '../errors'
import { type View } from '../view'
import { Locks, type LockHolder } from './locks'
import { Transaction } from './transaction'

/** How often a waiting write looks whether the emulated clock has passed the transaction's end, in real milliseconds. */
const POLL_MS = 20

/** The open transactions of the database. */
export class Transactions {
  readonly #open = new Map<string, Transaction>()
  readonly #locks = new Locks()

  constructor(
    private readonly clock: Clock,
    private readonly newId: () => string,
    private readonly seconds: number,
  ) {}

  start(): string {
    const id = this.newId()
    this.#open.set(id, new Transaction(id, this.clock.now(), this.#locks))
    return id
  }

  /**
   * How an operation sees a collection: inside that transaction, or without an id as it is.
   * @throws WireError DATABASE_TRANSACTION_FAIL when there is no such transaction (any more)
   */
  view(collection: Collection, id: string | undefined): View {
    if (id !== undefined) return this.#find(id).view(collection)
    return {
      collection,
      get: (key) => collection.get(key),
      scan: (query, order) => collection.scan(query, order),
      claim: (keys) => this.#locks.assertFree(collection, keys),
      put: (doc) => collection.put(doc),
      delete: (key) => collection.delete(key),
    }
  }

  /**
   * Makes all its writes real, or none. It is over either way.
   * @throws WireError DATABASE_TRANSACTION_CONFLICT when a document it writes would now break a unique index
   */
  commit(id: string): void {
    const transaction = this.#find(id)
    this.#end(transaction)
    const writes = [...transaction.writes.entries()]
    for (const [collection, , doc] of writes) {
      const written = transaction.writes.of(collection)
      if (doc && collection.isKeyTaken(doc, (key) => written.has(key))) throw transactionConflict()
    }
    for (const [collection, key, doc] of writes) {
      if (doc) collection.putChecked(doc)
      else collection.delete(key)
    }
  }

  /** Of an unknown id it is no error: the SDK rolls back what a failed commit has dropped already. */
  abort(id: string): void {
    const transaction = this.#open.get(id)
    if (transaction) this.#end(transaction)
  }

  abortAll(): void {
    for (const transaction of this.#open.values()) this.#end(transaction)
  }

  /** Drops the transactions whose time is over. */
  expire(): void {
    for (const transaction of this.#open.values()) if (this.#isOver(transaction)) this.#end(transaction)
  }

  /** To be told before a document changes, so that open snapshots keep what it was. */
  remember(collection: Collection, key: string, before: Document | undefined): void {
    for (const transaction of this.#open.values()) transaction.remember(collection, key, before)
  }

  /** Resolves when the transaction has ended: by itself, by the emulated clock, or after as long in real time. */
  async whenEnded({ id }: LockHolder): Promise<void> {
    const since = performance.now()
    for (let transaction = this.#open.get(id); transaction; transaction = this.#open.get(id)) {
      // The emulated clock may stand still; nobody must wait for ever because of that.
      if (this.#isOver(transaction) || performance.now() - since > this.seconds * 1000) return this.#end(transaction)
      await Promise.race([transaction.ended, new Promise((resolve) => setTimeout(resolve, POLL_MS))])
    }
  }

  #find(id: string): Transaction {
    const transaction = this.#open.get(id)
    if (!transaction) throw transactionNotExist()
    return transaction
  }

  #isOver(transaction: Transaction): boolean {
    return this.clock.now() - transaction.startedAt >= this.seconds * 1000
  }

  #end(transaction: Transaction): void {
    this.#open.delete(transaction.id)
    transaction.end()
  }
}
