import BTree from 'sorted-btree'
import { type PlainObject, type Row } from '../document'
import { compareValues, equalValues, TypeEdge, typeRank } from '../query/compare'
import { fieldPath, indexValues, type FieldPath } from '../query/field-values'
import { type Direction } from '../query/sort'

export interface IndexSpec {
  name: string
  unique: boolean
  keys: readonly (readonly [field: string, direction: Direction])[]
}

/** Bounds of one field, in order of values. */
export interface Range {
  lower?: { value: unknown; inclusive: boolean }
  upper?: { value: unknown; inclusive: boolean }
}

/** One document, by its key in the collection, under one key of the index. Those with equal values stand in natural order. */
interface Entry {
  readonly values: readonly unknown[]
  readonly seq: number
  readonly key: string
  /** Its place among all, while many are put in order at once. */
  place?: number
}

/** So many new ones, and as many as this part of all, are sorted together with the others: each by itself is found its place among all. */
const MANY = 1000
const LARGE_PART = 0.25

/**
 * An index in memory: a B+ tree in the order of values that MongoDB has.
 * A field that holds an array stands in it once per element (multikey).
 * New documents are put in order when somebody reads it: of 50,000 that come together most indexes are not asked for at once.
 */
export class OrderedIndex {
  readonly #paths: readonly FieldPath[]
  readonly #directions: readonly Direction[]
  #tree: BTree<Entry, undefined>
  #new: Entry[] = []
  /** Becomes true with the first document that stands here under several keys, and stays. */
  multikey = false

  constructor(readonly spec: IndexSpec) {
    this.#paths = spec.keys.map(([field]) => fieldPath(field))
    this.#directions = spec.keys.map(([, direction]) => direction)
    this.#tree = new BTree<Entry, undefined>(undefined, (a, b) => this.#compare(a, b))
  }

  add(row: Row): void {
    const keys = this.keysOf(row.doc)
    if (keys.length > 1) this.multikey = true
    for (const values of keys) this.#new.push({ values, seq: row.seq, key: row.key })
  }

  remove(row: Row): void {
    this.#putInOrder()
    for (const values of this.keysOf(row.doc)) this.#tree.delete({ values, seq: row.seq, key: row.key })
  }

  /** The same document with new content. Most updates leave most indexes alone. */
  replace(old: Row, now: Row): void {
    if (equalValues(this.keysOf(old.doc), this.keysOf(now.doc))) return
    this.remove(old)
    this.add(now)
  }

  /** Every combination of the values of its fields. */
  keysOf(doc: PlainObject): unknown[][] {
    const fields = this.#paths.map((path) => indexValues(doc, path))
    if (fields.every((values) => values.length === 1)) return [fields.map(([value]) => value)]
    return fields.reduce<unknown[][]>((keys, values) => keys.flatMap((key) => values.map((value) => [...key, value])), [[]])
  }

  /** Keys of the documents whose first fields equal `prefix` and whose next field lies in `range`; if multikey, maybe one twice. */
  *scan(prefix: readonly unknown[], range?: Range, reverse = false): Generator<string> {
    this.#putInOrder()
    const [low, high] = this.#bounds(prefix, range)
    // Where to stop is looked up once, not compared with every entry; no entry is equal to a bound.
    const end = reverse ? this.#tree.nextLowerKey(low) : this.#tree.nextHigherKey(high)
    const pair: Entry[] = []
    const pairs = reverse ? this.#tree.entriesReversed(high, pair) : this.#tree.entries(low, pair)
    for (const [entry] of pairs) {
      if (entry === end) return
      yield entry.key
    }
  }

  /** `{ openid: "o1", n: 2 }`, as MongoDB writes a key into its errors. */
  keyText(values: readonly unknown[]): string {
    const parts = this.spec.keys.map(([field], i) => `${field}: ${JSON.stringify(values[i] ?? null)}`)
    return `{ ${parts.join(', ')} }`
  }

  #putInOrder(): void {
    if (this.#new.length === 0) return
    const added = this.#new
    this.#new = []
    if (added.length < MANY || added.length < this.#tree.size * LARGE_PART) {
      for (const entry of added) this.#tree.set(entry, undefined)
      return
    }
    const all = [...this.#tree.keys(), ...added].sort((a, b) => this.#compare(a, b))
    for (const [place, entry] of all.entries()) entry.place = place
    let compare = (a: Entry, b: Entry): number => (a.place ?? 0) - (b.place ?? 0)
    this.#tree = new BTree<Entry, undefined>(undefined, (a, b) => compare(a, b))
    for (const entry of all) this.#tree.set(entry, undefined)
    compare = (a, b) => this.#compare(a, b)
  }

  #bounds(prefix: readonly unknown[], range: Range | undefined): [low: Entry, high: Entry] {
    if (!range) return [bound(prefix, -Infinity), bound(prefix, Infinity)]
    const rank = typeRank((range.lower ?? range.upper)?.value)
    const lower = range.lower ?? { value: new TypeEdge(rank, -1), inclusive: true }
    const upper = range.upper ?? { value: new TypeEdge(rank, 1), inclusive: true }
    const [first, last] = this.#directions[prefix.length] === -1 ? [upper, lower] : [lower, upper]
    return [
      bound([...prefix, first.value], first.inclusive ? -Infinity : Infinity),
      bound([...prefix, last.value], last.inclusive ? Infinity : -Infinity),
    ]
  }

  #compare(a: Entry, b: Entry): number {
    const length = Math.min(a.values.length, b.values.length)
    for (let i = 0; i < length; i++) {
      const order = compareValues(a.values[i], b.values[i])
      if (order !== 0) return this.#directions[i] === -1 ? -order : order
    }
    if (a.seq === b.seq) return 0
    return a.seq < b.seq ? -1 : 1
  }
}

/** A place just before (-Infinity) or just after (Infinity) all entries that begin with these values. */
function bound(values: readonly unknown[], seq: number): Entry {
  return { values, seq, key: '' }
}
