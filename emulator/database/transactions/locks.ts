import { type Collection } from '../collections/collection'
import { transactionConflict } from '../errors'

/** A transaction, as far as its locks know it. */
export interface LockHolder {
  readonly id: string
  /** Settles when it lets go of everything. */
  readonly ended: Promise<void>
}

/** Thrown to an ordinary write; it is carried out again when the transaction has ended. */
export class LockedByTransaction extends Error {
  constructor(readonly holder: LockHolder) {
    super(`the document is locked by transaction ${holder.id}`)
  }
}

/** The first transaction to write a document holds it until it ends: official page «数据库 / 事务». */
export class Locks {
  readonly #holders = new Map<Collection, Map<string, LockHolder>>()

  /** @throws WireError DATABASE_TRANSACTION_CONFLICT when another transaction holds one of them */
  acquire(transaction: LockHolder, collection: Collection, keys: string[]): void {
    const holders = this.#holders.get(collection) ?? new Map<string, LockHolder>()
    if (keys.some((key) => (holders.get(key) ?? transaction) !== transaction)) throw transactionConflict()
    for (const key of keys) holders.set(key, transaction)
    this.#holders.set(collection, holders)
  }

  /** @throws LockedByTransaction when any transaction holds one of them */
  assertFree(collection: Collection, keys: string[]): void {
    const holders = this.#holders.get(collection)
    if (!holders || holders.size === 0) return
    for (const key of keys) {
      const holder = holders.get(key)
      if (holder) throw new LockedByTransaction(holder)
    }
  }

  releaseAll(transaction: LockHolder): void {
    for (const holders of this.#holders.values()) {
      for (const [key, holder] of holders) if (holder === transaction) holders.delete(key)
    }
  }
}
