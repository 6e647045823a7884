import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises'
import { asBinary, open, TransactionFlags, type Database as LmdbTable, type RootDatabase } from 'lmdb'
import { Packr } from 'msgpackr'
import { DiskError } from './disk-error'
import { Journal, leftJournals, readJournals, type Change } from './journal'
import { assertLmdbFile } from './lmdb-file'

/** LMDB fixes the number of its tables when it opens. */
const MAX_TABLES = 500
/** The journal is carried over to LMDB when it is this old or this long. */
const CARRY_AFTER_MS = 1000
export const CARRY_AFTER_BYTES = 16 * 1024 * 1024
/** How long the end of a disk that failed is waited for. */
const CLOSE_AFTER_FAILURE_MS = 1000
/** How long LMDB is waited for to say why a write failed. */
const CAUSE_MS = 200
/** Entries handed to LMDB in one turn, so that nobody waits long. */
const ENTRIES_PER_TURN = 500
/** Of a transaction: it is committed when the call returns, and flushed to the disk later. */
const COMMIT_NOW = TransactionFlags.SYNCHRONOUS_COMMIT | TransactionFlags.NO_SYNC_FLUSH
/** What is written last when a journal is carried over; nobody reads it. */
const CARRIED_TABLE = 'carried'

/** What is still to be done to one table of LMDB: empty it first, then put or remove (null) these keys. */
interface Pending {
  cleared: boolean
  entries: Map<string, Buffer | null>
}

/**
 * Tables in a folder. A change is kept as soon as it stands in the journal; LMDB, which needs the disk's own confirmation and so
 * takes milliseconds, gets all changes of a second together. When a process dies, the next one carries its journal over first.
 * LMDB itself is whole at any moment, also when the machine loses power: then at most the last seconds are missing.
 */
export class Disk {
  readonly #root: RootDatabase
  readonly #journal: Journal
  readonly #tables = new Map<string, LmdbTable<unknown, string>>()
  // LMDB's own encoder makes arrays of regular expressions.
  readonly #packr = new Packr({ moreTypes: true })
  #pending = new Map<string, Pending>()
  #carrying: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined
  #failure: Promise<Error> | undefined
  #isHeld = false

  /** @throws Error when the folder cannot be created or read, or holds something else */
  constructor(
    dir: string,
    private readonly carryAfterBytes: number,
  ) {
    mkdirSync(dir, { recursive: true })
    assertLmdbFile(join(dir, 'data.mdb'))
    // What it batches by itself has a promise that nobody is given: when the disk is full, its rejection would end the process.
    this.#root = open({ path: dir, maxDbs: MAX_TABLES, encoding: 'msgpack', noSubdir: false, eventTurnBatching: false })
    this.#recover(dir)
    this.#journal = new Journal(dir)
  }

  /** What the table holds on the disk; for the start only. */
  read(table: string): Iterable<{ key: string; value: unknown }> {
    return this.#open(table).getRange({})
  }

  put(table: string, key: string, value: unknown): void {
    this.#change([table, key, this.#packr.pack(value)])
  }

  remove(table: string, key: string): void {
    this.#change([table, key, null])
  }

  clear(table: string): void {
    this.#change([table, null, null])
  }

  /**
   * Resolves when all changes made so far would survive the death of this process.
   * @throws Error in words when one could not be written; memory and disk differ from then on
   */
  async durable(): Promise<void> {
    await this.#journal.written().catch((error: unknown) => this.#failed(error))
    if (this.#failure) throw await this.#failure
  }

  /** Leaves all in the journal until it is let go of again: what comes by the thousands is not waited for twice. */
  hold(isHeld: boolean): void {
    this.#isHeld = isHeld
    if (!isHeld && this.#pending.size > 0) this.#carryOverSoon()
  }

  /** Carries all over to LMDB. What could not be stays in the journal, for the next start. */
  async close(): Promise<void> {
    while (this.#carrying || (this.#pending.size > 0 && !this.#failure)) await this.#carryOver()
    clearTimeout(this.#timer)
    const removeJournal = await this.#journal.close()
    if (!this.#failure) removeJournal()
    // After a write that failed LMDB may wait for it for ever. Nothing is lost by leaving: all that was acknowledged stands in the journal.
    await Promise.race([this.#root.close(), ...(this.#failure ? [pause(CLOSE_AFTER_FAILURE_MS)] : [])])
  }

  #change(change: Change): void {
    const [table, key, value] = change
    this.#journal.append(change)
    const pending = this.#pending.get(table) ?? { cleared: false, entries: new Map<string, Buffer | null>() }
    this.#pending.set(table, pending)
    if (key === null) Object.assign(pending, { cleared: true, entries: new Map() })
    else pending.entries.set(key, value)
    this.#carryOverSoon()
  }

  #carryOverSoon(): void {
    if (this.#carrying || this.#failure || this.#isHeld) return
    if (this.#journal.bytes > this.carryAfterBytes) void this.#carryOver()
    else this.#timer ??= setTimeout(() => void this.#carryOver(), CARRY_AFTER_MS).unref()
  }

  #carryOver(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#carrying ??= this.#carry()
      .catch((error: unknown) => this.#failed(error))
      .finally(() => {
        this.#carrying = undefined
        if (this.#pending.size > 0) this.#carryOverSoon()
      })
    return this.#carrying
  }

  async #carry(): Promise<void> {
    const pending = this.#pending
    this.#pending = new Map()
    const removeJournal = this.#journal.startNewFile()
    for (const [name, { cleared, entries }] of pending) {
      const table = this.#open(name)
      if (cleared) this.#write(() => table.clearSync())
      for (const some of parts([...entries], ENTRIES_PER_TURN)) {
        this.#write(() => some.forEach(([key, value]) => (value ? table.putSync(key, asBinary(value)) : table.removeSync(key))))
        await nextTurn()
      }
    }
    // The disk's own confirmation is waited for elsewhere than here; with it comes that of all transactions before.
    await this.#open(CARRIED_TABLE).put('journals', true)
    await this.#root.flushed
    await removeJournal()
  }

  /**
   * One transaction, committed on return. LMDB's queue of writes is no way to carry many: it may give writes of two transactions one
   * promise, which then tells of the first alone, and a process that dies before the second is committed has lost it.
   */
  #write(work: () => void): void {
    this.#root.transactionSync(work, COMMIT_NOW)
  }

  #open(name: string): LmdbTable<unknown, string> {
    const options = { name, encoder: this.#packr }
    const table = this.#tables.get(name) ?? this.#root.openDB<unknown, string>(options)
    this.#tables.set(name, table)
    return table
  }

  #recover(dir: string): void {
    const files = leftJournals(dir)
    if (files.length === 0) return
    const changes = [...readJournals(files)]
    for (const [name] of changes) this.#open(name)
    this.#root.transactionSync(() => {
      for (const [name, key, value] of changes) {
        const table = this.#open(name)
        if (key === null) table.clearSync()
        else if (value) table.putSync(key, asBinary(value))
        else table.removeSync(key)
      }
    })
    for (const file of files) rmSync(file)
  }

  #failed(error: unknown): void {
    this.#failure ??= inWords(error)
  }
}

/** LMDB hides the cause of a failed write in a promise of its own: each must be taken, or its rejection ends the process, and some never settle. */
async function hiddenCause(error: unknown): Promise<unknown> {
  return error instanceof Error && 'commitError' in error ? error.commitError : undefined
}

async function inWords(error: unknown): Promise<Error> {
  const cause: unknown = await Promise.race([hiddenCause(error), pause(CAUSE_MS)]).catch((reason: unknown) => reason)
  const why = cause instanceof Error ? cause.message : String(error)
  return new DiskError(`The data folder cannot be written: ${why}. Make room and start again. 数据写不进磁盘了,请腾出空间后重新启动。`, { cause: error })
}

function* parts<T>(all: readonly T[], size: number): Generator<T[]> {
  for (let from = 0; from < all.length; from += size) yield all.slice(from, from + size)
}
