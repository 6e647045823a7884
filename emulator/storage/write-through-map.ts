import { createHash } from 'node:crypto'

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

/** Where the entries of one map are kept. */
export interface DiskTable {
  put(key: string, value: unknown): void
  remove(key: string): void
  clear(): void
}

/**
 * `order` is the place of the entry in its map, so that a map is read back in the order in which it was filled.
 * Where the key on disk is a hash, the real one stands beside, as JSON (which escapes lone surrogates; UTF-8 merges them).
 */
type DiskEntry<V> = [value: V, order: number, keyJson?: string]

/** LMDB takes keys of at most 1978 bytes, none that are empty, and escapes control characters: others are hashed. */
const PLAIN_KEY = /^[\x21-\x7e]{1,500}$/

function diskKey(key: string): string {
  if (PLAIN_KEY.test(key)) return key
  // The space keeps hashes apart from plain keys, which hold none.
  return ` ${createHash('sha256').update(key, 'utf16le').digest('hex')}`
}

/** A Map in memory, whose writes also go to a table on the disk. */
export class WriteThroughMap<V> implements PersistentMap<V> {
  readonly #memory = new Map<string, V>()
  readonly #orders = new Map<string, number>()
  #nextOrder = 0

  /**
   * @param table  undefined: in memory only
   * @param kept  what the table holds
   */
  constructor(
    private readonly table?: DiskTable,
    kept: Iterable<{ key: string; value: unknown }> = [],
  ) {
    const entries = Array.from(kept, ({ key, value }) => ({ onDisk: key, entry: value as DiskEntry<V> })).sort((a, b) => a.entry[1] - b.entry[1])
    for (const { onDisk, entry } of entries) {
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
    const entry: DiskEntry<V> = onDisk === key ? [value, order] : [value, order, JSON.stringify(key)]
    this.table.put(onDisk, entry)
  }

  delete(key: string): boolean {
    if (!this.#memory.delete(key)) return false
    this.#orders.delete(key)
    this.table?.remove(diskKey(key))
    return true
  }

  clear(): void {
    this.table?.clear()
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
