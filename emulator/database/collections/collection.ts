import { type PersistentMap } from '../../storage/storage'
import { type Document, keyOf, type PlainObject, type Row } from '../document'
import { duplicateKey } from '../errors'
import { candidateKeys, choosePlan, type Plan } from '../indexes/plan'
import { type IndexSpec, OrderedIndex } from '../indexes/ordered-index'
import { equalValues } from '../query/compare'
import { type Order } from '../query/sort'

/** Told before a document changes, with what it was (undefined for a new one). */
export type OnChange = (collection: Collection, key: string, before: Document | undefined) => void

/** The candidates of a query: a superset of what it matches, each row once. */
export interface Scan {
  rows: Iterable<Row>
  /** They come in the order that was asked for. */
  sorted: boolean
  /** Name of the index they were read through; undefined when all documents are candidates. */
  index?: string
}

interface TakenKey {
  index: OrderedIndex
  values: readonly unknown[]
}

const ID_INDEX: IndexSpec = { name: '_id_', unique: true, keys: [['_id', 1]] }

/** The documents of one collection with their indexes. Every method is one synchronous step. */
export class Collection {
  readonly #rows = new Map<string, Row>()
  #indexes: OrderedIndex[] = [new OrderedIndex(ID_INDEX)]
  #nextSeq = 0

  /**
   * @param stored  where the documents are kept; what it holds already is read in
   */
  constructor(
    readonly name: string,
    private readonly stored: PersistentMap<Document>,
    private readonly onChange: OnChange,
  ) {
    for (const doc of stored.values()) this.#add({ key: keyOf(doc._id), seq: this.#nextSeq++, doc })
  }

  get size(): number {
    return this.#rows.size
  }

  get(key: string): Document | undefined {
    return this.#rows.get(key)?.doc
  }

  /** @param indexes  to choose from; its own unless told otherwise */
  scan(query: PlainObject, order: Order = [], indexes: Iterable<OrderedIndex> = this.#indexes): Scan {
    const plan = choosePlan(query, order, indexes)
    if (!plan) return { rows: this.#rows.values(), sorted: false }
    return { rows: this.#rowsOf(plan), sorted: plan.sorted, index: plan.index.spec.name }
  }

  /**
   * Inserts the document, or puts it in the place of the one with its _id.
   * @throws WireError DATABASE_REQUEST_FAILED (E11000) when a unique index would hold a key twice; nothing has changed then
   */
  put(doc: Document): void {
    this.assertUnique(doc)
    this.putChecked(doc)
  }

  /** `put` for a document whose unique keys are known to be free. */
  putChecked(doc: Document): void {
    const key = keyOf(doc._id)
    const old = this.#rows.get(key)
    this.onChange(this, key, old?.doc)
    if (old) this.#replace(old, { ...old, doc })
    else this.#add({ key, seq: this.#nextSeq++, doc })
    this.stored.set(key, doc)
  }

  delete(key: string): void {
    const row = this.#rows.get(key)
    if (!row) return
    this.onChange(this, key, row.doc)
    for (const index of this.#indexes) index.remove(row)
    this.#rows.delete(key)
    this.stored.delete(key)
  }

  /**
   * @param isReplaced  documents that do not count, because they are about to change too
   * @throws WireError E11000 when another document holds one of this one's unique keys
   */
  assertUnique(doc: Document, isReplaced?: (key: string) => boolean): void {
    const taken = this.#takenKey(doc, isReplaced)
    if (taken) throw duplicateKey(this.name, taken.index.spec.name, taken.index.keyText(taken.values))
  }

  isKeyTaken(doc: Document, isReplaced: (key: string) => boolean): boolean {
    return this.#takenKey(doc, isReplaced) !== undefined
  }

  /** @throws WireError E11000 when both documents would stand in one unique index under the same key */
  assertDistinct(doc: Document, other: Document): void {
    for (const index of this.#uniqueIndexes()) {
      const others = index.keysOf(other)
      const taken = index.keysOf(doc).find((values) => others.some((its) => equalValues(its, values)))
      if (taken) throw duplicateKey(this.name, index.spec.name, index.keyText(taken))
    }
  }

  /**
   * Makes the secondary indexes exactly these.
   * @throws WireError E11000 when the documents there break a unique one; the indexes stay as they were
   */
  setIndexes(specs: readonly IndexSpec[]): void {
    const wanted = [ID_INDEX, ...specs]
    const same = (a: IndexSpec) => (b: IndexSpec) => JSON.stringify(a) === JSON.stringify(b)
    this.#indexes = wanted.map((spec) => this.#indexes.find((index) => same(spec)(index.spec)) ?? this.#build(spec))
  }

  /** An index that could be there, for a look at what it would do. It is right until the next write. */
  trialIndex(keys: IndexSpec['keys']): OrderedIndex {
    const index = this.#build({ name: 'trial', unique: false, keys })
    index.scan([]).next()
    return index
  }

  /** What its secondary indexes are. */
  get indexes(): IndexSpec[] {
    return this.#indexes.map(({ spec }) => spec).filter(({ name }) => name !== ID_INDEX.name)
  }

  #takenKey(doc: Document, isReplaced: (key: string) => boolean = () => false): TakenKey | undefined {
    const own = keyOf(doc._id)
    for (const index of this.#uniqueIndexes()) {
      for (const values of index.keysOf(doc)) {
        for (const key of index.scan(values)) if (key !== own && !isReplaced(key)) return { index, values }
      }
    }
    return undefined
  }

  /** Without the one of _id, which is unique already because a document's place is its key. */
  #uniqueIndexes(): OrderedIndex[] {
    return this.#indexes.filter(({ spec }) => spec.unique && spec.name !== ID_INDEX.name)
  }

  #build(spec: IndexSpec): OrderedIndex {
    const index = new OrderedIndex(spec)
    for (const row of this.#rows.values()) {
      const taken = spec.unique && index.keysOf(row.doc).find((values) => !index.scan(values).next().done)
      if (taken) throw duplicateKey(this.name, spec.name, index.keyText(taken))
      index.add(row)
    }
    return index
  }

  *#rowsOf(plan: Plan): Generator<Row> {
    for (const key of candidateKeys(plan)) {
      const row = this.#rows.get(key)
      if (row) yield row
    }
  }

  #add(row: Row): void {
    this.#rows.set(row.key, row)
    for (const index of this.#indexes) index.add(row)
  }

  #replace(old: Row, now: Row): void {
    this.#rows.set(now.key, now)
    for (const index of this.#indexes) index.replace(old, now)
  }
}
