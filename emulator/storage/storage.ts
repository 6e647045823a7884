import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { open, type Database as LmdbTable, type RootDatabase } from 'lmdb'
import { Packr } from 'msgpackr'
import { assertLmdbFile } from './lmdb-file'
import { WriteThroughMap, type DiskEntry, type PersistentMap } from './write-through-map'

export { type PersistentMap }

/** Map → its entries, in their order. */
export type Snapshot = ReadonlyMap<string, readonly (readonly [string, unknown])[]>

/** LMDB fixes the number of its tables when it opens. */
const MAX_MAPS = 500

/**
 * What the local cloud keeps: named maps, held in memory and, where a folder is given, in LMDB.
 * Writes reach the disk in groups; `durable()` resolves when all writes made so far would survive a `kill -9` of this process.
 * The writes of one synchronous step reach it together or not at all.
 */
export class Storage {
  readonly #maps = new Map<string, WriteThroughMap<unknown>>()
  /** Kept after drop(), because LMDB may not have emptied their tables yet: opening one again would bring the old entries back. */
  readonly #dropped = new Map<string, WriteThroughMap<unknown>>()
  readonly #root: RootDatabase | undefined
  readonly #catalogue: LmdbTable<true, string> | undefined
  #writeError: Promise<Error> | undefined

  /**
   * @param dir  folder to keep the data in; without it everything lives in memory only
   * @throws Error in words, when the folder cannot be created or read
   */
  constructor(dir?: string) {
    if (dir === undefined) return
    try {
      mkdirSync(dir, { recursive: true })
      assertLmdbFile(join(dir, 'data.mdb'))
      this.#root = open({ path: dir, maxDbs: MAX_MAPS, encoding: 'msgpack', noSubdir: false })
      this.#catalogue = this.#root.openDB<true, string>({ name: 'maps' })
      for (const name of [...this.#catalogue.getKeys()]) this.map(name)
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause)
      throw new Error(`The data folder ${dir} cannot be used: ${why}. Choose another with --data, or remove it and start again.`, { cause })
    }
  }

  /** The map of that name, made when it does not exist yet. */
  map<V>(name: string): PersistentMap<V> {
    let map = this.#maps.get(name)
    if (!map) {
      this.#watch(this.#catalogue?.put(name, true))
      map = this.#dropped.get(name) ?? this.#open(name)
      this.#dropped.delete(name)
      this.#maps.set(name, map)
    }
    return map as WriteThroughMap<unknown> as PersistentMap<V>
  }

  names(): string[] {
    return [...this.#maps.keys()]
  }

  /** Removes the map and all it holds. */
  drop(name: string): void {
    const map = this.#maps.get(name)
    if (!map) return
    map.clear()
    this.#maps.delete(name)
    this.#dropped.set(name, map)
    this.#watch(this.#catalogue?.remove(name))
  }

  /** Copies of all entries, by map. */
  snapshot(): Snapshot {
    return new Map([...this.#maps].map(([name, map]) => [name, structuredClone([...map.entries()])]))
  }

  /**
   * Resolves when all writes made so far would survive.
   * @throws Error in words when one has not reached the disk (a full one, for example); memory and disk differ from then on
   */
  async durable(): Promise<void> {
    try {
      await this.#root?.committed
    } catch (error) {
      this.#writeError ??= inWords(error)
    }
    if (this.#writeError) throw await this.#writeError
  }

  async close(): Promise<void> {
    await this.#root?.flushed
    await this.#root?.close()
  }

  #open(name: string): WriteThroughMap<unknown> {
    // LMDB's own encoder makes arrays of regular expressions.
    const options = { name: `map:${name}`, encoder: new Packr({ moreTypes: true }) }
    const table = this.#root?.openDB<DiskEntry<unknown>, string>(options)
    return new WriteThroughMap(table, (written) => this.#watch(written))
  }

  #watch(written: Promise<unknown> | undefined): void {
    written?.catch((error: unknown) => (this.#writeError ??= inWords(error)))
  }
}

/** LMDB hides the cause in a promise of its own, which would end the process if nobody took its rejection. */
async function inWords(error: unknown): Promise<Error> {
  const hidden = error instanceof Error && 'commitError' in error ? error.commitError : undefined
  const cause: unknown = await Promise.resolve(hidden).catch((reason: unknown) => reason)
  const why = cause instanceof Error ? cause.message : String(error)
  return new Error(`The data folder cannot be written: ${why}. Make room and start again.`, { cause: error })
}
