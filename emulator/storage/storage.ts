import { mkdirSync } from 'node:fs'
import { open, type Database as LmdbTable, type RootDatabase } from 'lmdb'

/** A map that is read from memory and written through to disk. Values must survive structured cloning. */
export interface PersistentMap<V> {
  readonly size: number
  get(key: string): V | undefined
  has(key: string): boolean
  set(key: string, value: V): void
  delete(key: string): boolean
  clear(): void
  keys(): IterableIterator<string>
  values(): IterableIterator<V>
  entries(): IterableIterator<[string, V]>
}

/**
 * What the local cloud keeps: named maps, held in memory and, where a folder is given, in LMDB.
 * Writes reach the disk in groups; `durable()` resolves when all writes made so far would survive a `kill -9` of this process.
 */
export class Storage {
  readonly #maps = new Map<string, WriteThroughMap<unknown>>()
  readonly #root: RootDatabase | undefined
  readonly #catalogue: LmdbTable<true, string> | undefined

  /**
   * @param dir  folder to keep the data in; without it everything lives in memory only
   * @throws Error in words, when the folder cannot be created or read
   */
  constructor(dir?: string) {
    if (dir === undefined) return
    try {
      mkdirSync(dir, { recursive: true })
      this.#root = open({ path: dir, maxDbs: 500, encoding: 'msgpack', noSubdir: false })
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause)
      throw new Error(`The data folder ${dir} cannot be used: ${why}. Choose another with --data, or remove it and start again.`, { cause })
    }
    this.#catalogue = this.#root.openDB<true, string>({ name: 'maps' })
    for (const name of this.#catalogue.getKeys()) this.map(name)
  }

  /** The map of that name, made when it does not exist yet. */
  map<V>(name: string): PersistentMap<V> {
    let map = this.#maps.get(name)
    if (!map) {
      void this.#catalogue?.put(name, true)
      map = new WriteThroughMap(this.#root?.openDB<unknown, string>({ name: `map:${name}` }))
      this.#maps.set(name, map)
    }
    return map as WriteThroughMap<unknown> as PersistentMap<V>
  }

  names(): string[] {
    return [...this.#maps.keys()]
  }

  /** Removes the map and all it holds. */
  drop(name: string): void {
    this.#maps.get(name)?.clear()
    this.#maps.delete(name)
    void this.#catalogue?.remove(name)
  }

  async durable(): Promise<void> {
    await this.#root?.committed
  }

  async close(): Promise<void> {
    await this.#root?.flushed
    await this.#root?.close()
  }
}

class WriteThroughMap<V> implements PersistentMap<V> {
  readonly #memory: Map<string, V>

  constructor(private readonly table: LmdbTable<V, string> | undefined) {
    this.#memory = new Map(table ? [...table.getRange({})].map(({ key, value }) => [key, value]) : [])
  }

  get size(): number {
    return this.#memory.size
  }

  get(key: string): V | undefined {
    return this.#memory.get(key)
  }

  has(key: string): boolean {
    return this.#memory.has(key)
  }

  set(key: string, value: V): void {
    this.#memory.set(key, value)
    void this.table?.put(key, value)
  }

  delete(key: string): boolean {
    void this.table?.remove(key)
    return this.#memory.delete(key)
  }

  clear(): void {
    for (const key of this.#memory.keys()) void this.table?.remove(key)
    this.#memory.clear()
  }

  keys(): IterableIterator<string> {
    return this.#memory.keys()
  }

  values(): IterableIterator<V> {
    return this.#memory.values()
  }

  entries(): IterableIterator<[string, V]> {
    return this.#memory.entries()
  }
}
