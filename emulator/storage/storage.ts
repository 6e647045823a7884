import { Packr } from 'msgpackr'
import { CARRY_AFTER_BYTES, Disk } from './disk'
import { WriteThroughMap, type DiskTable, type PersistentMap } from './write-through-map'

export { type PersistentMap } from './write-through-map'

/** What all maps held at a moment; `entriesOf` reads it. Packed, or for a map of frozen values these themselves. */
export type Snapshot = ReadonlyMap<string, Buffer | readonly [key: string, value: unknown][]>

export interface MapOptions {
  /** Nobody changes a value in place, ever: others may keep it. */
  frozen?: boolean
}

const packr = new Packr({ moreTypes: true })

/** The entries of one map, in their order; fresh copies where the values may change. */
export function entriesOf<V>(snapshot: Snapshot, map: string): readonly [key: string, value: V][] {
  const kept = snapshot.get(map) ?? []
  return (Buffer.isBuffer(kept) ? packr.unpack(kept) : kept) as readonly [string, V][]
}

/** The table of the names of all maps, and what the table of a map is called. */
const NAMES_TABLE = 'maps'
const MAP_TABLE = 'map:'

/**
 * What the local cloud keeps: named maps, held in memory and, where a folder is given, on the disk.
 * Writes reach it in groups; `durable()` resolves when all writes made so far would survive a `kill -9` of this process.
 * The writes of one synchronous step reach it together or not at all.
 */
export class Storage {
  readonly #maps = new Map<string, WriteThroughMap<unknown>>()
  readonly #frozen = new Set<string>()
  readonly #disk: Disk | undefined

  /**
   * @param dir  folder to keep the data in; without it everything lives in memory only
   * @param carryAfterBytes  length at which the journal is carried over to LMDB
   * @throws Error in words, when the folder cannot be created or read
   */
  constructor(dir?: string, carryAfterBytes = CARRY_AFTER_BYTES) {
    if (dir === undefined) return
    try {
      this.#disk = new Disk(dir, carryAfterBytes)
      for (const { key: name } of this.#disk.read(NAMES_TABLE)) this.#maps.set(name, this.#read(this.#disk, MAP_TABLE + name))
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause)
      throw new Error(`The data folder ${dir} cannot be used: ${why}. Choose another with --data, or remove it and start again.`, { cause })
    }
  }

  /** The map of that name, made when it does not exist yet. */
  map<V>(name: string, { frozen = false }: MapOptions = {}): PersistentMap<V> {
    if (frozen) this.#frozen.add(name)
    let map = this.#maps.get(name)
    if (!map) {
      this.#disk?.put(NAMES_TABLE, name, true)
      map = new WriteThroughMap(this.#table(MAP_TABLE + name))
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
    this.#disk?.remove(NAMES_TABLE, name)
  }

  snapshot(): Snapshot {
    return new Map([...this.#maps].map(([name, map]) => [name, this.#frozen.has(name) ? [...map.entries()] : packr.pack([...map.entries()])]))
  }

  /**
   * Resolves when all writes made so far would survive.
   * @throws Error in words when one has not reached the disk (a full one, for example); memory and disk differ from then on
   */
  async durable(): Promise<void> {
    await this.#disk?.durable()
  }

  /** Meanwhile all that is written is kept by the journal alone, and carried over to LMDB afterwards: whoever fills fresh data is done sooner. */
  async filling<T>(fill: () => Promise<T>): Promise<T> {
    this.#disk?.hold(true)
    try {
      return await fill()
    } finally {
      this.#disk?.hold(false)
    }
  }

  async close(): Promise<void> {
    await this.#disk?.close()
  }

  #read(disk: Disk, table: string): WriteThroughMap<unknown> {
    return new WriteThroughMap(this.#table(table), disk.read(table))
  }

  #table(name: string): DiskTable | undefined {
    const disk = this.#disk
    if (!disk) return undefined
    return { put: (key, value) => disk.put(name, key, value), remove: (key) => disk.remove(name, key), clear: () => disk.clear(name) }
  }
}
