import { createHash } from 'node:crypto'
import { type Database as LmdbTable } from 'lmdb'

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
 * `order` is the place of the entry in its map, so that a map is read back in the order in which it was filled.
 * Where the key on disk is a hash, the real one stands beside, as JSON (which escapes lone surrogates; UTF-8 merges them).
 */
export type DiskEntry<V> = [value: V, order: number, keyJson?: string]

/** LMDB takes keys of at most 1978 bytes, none that are empty, and escapes control characters: others are hashed. */
const PLAIN_KEY = /^[\x21-\x7e]{1,500}$/

function diskKey(key: string): string {
  if (PLAIN_KEY.test(key)) return key
  // The space keeps hashes apart from plain keys, which hold none.
  return ` ${createHash('sha256').update(key, 'utf16le').digest('hex')}`
}

/** A Map in memory, whose writes also go to an LMDB table. `watch` is handed the promise of every write. */
export class WriteThroughMap<V> implements PersistentMap<V> {
  readonly #memory = new Map<string, V>()
  readonly #orders = new Map<string, number>()
  #nextOrder = 0

  constructor(
    private readonly table: LmdbTable<DiskEntry<V>, string> | undefined,
    private readonly watch: (written: Promise<unknown> | undefined) => void,
  ) {
    if (!table) return
    const entries = [...table.getRange({})].sort((a, b) => a.value[1] - b.value[1])
    for (const { key: onDisk, value: entry } of entries) {
      const [value, order, keyJson] = entry
      const key = keyJson === undefined ? onDisk : String(JSON.parse(keyJson))
      this.#memory.set(key, value)
      this.#orders.set(key, order)
      this.#nextOrder = order + 1
    }
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
    if (!this.table) return
    const order = this.#orders.get(key) ?? this.#nextOrder++
    this.#orders.set(key, order)
    const onDisk = diskKey(key)
    this.watch(this.table.put(onDisk, onDisk === key ? [value, order] : [value, order, JSON.stringify(key)]))
  }

  delete(key: string): boolean {
    if (!this.#memory.delete(key)) return false
    this.#orders.delete(key)
    this.watch(this.table?.remove(diskKey(key)))
    return true
  }

  clear(): void {
    this.watch(this.table?.clearAsync())
    this.#memory.clear()
    this.#orders.clear()
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
