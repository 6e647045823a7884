import { type CollectionConfig } from '../../project/project'
import { entriesOf, type PersistentMap, type Snapshot, type Storage } from '../../storage/storage'
import { WireError } from '../../wire-error'
import { type Document } from '../document'
import { collectionNotExist, invalidParam } from '../errors'
import { MAX_COLLECTIONS } from '../limits'
import { Collection, type OnChange } from './collection'

const CONFIG_MAP = 'database:collections'
const DOCUMENTS_MAP = 'collection:'
/** Who asks for names at random asks for more than anybody looks at. */
const MOST_MISSED = 50

/** All collections by name, with what is configured for each. */
export class Catalogue {
  readonly #collections = new Map<string, Collection>()
  readonly #configs: PersistentMap<CollectionConfig>
  readonly #missed = new Set<string>()

  constructor(
    private readonly storage: Storage,
    private readonly onChange: OnChange,
    private readonly indexMax: number,
  ) {
    this.#configs = storage.map<CollectionConfig>(CONFIG_MAP)
    for (const [name, config] of this.#configs.entries()) {
      this.#open(name)
      this.#applyIndexes(name, config)
    }
  }

  names(): string[] {
    return [...this.#collections.keys()]
  }

  has(name: string): boolean {
    return this.#collections.has(name)
  }

  /** @throws WireError DATABASE_COLLECTION_NOT_EXIST */
  get(name: string): Collection {
    const collection = this.#collections.get(name)
    if (collection) return collection
    if (this.#missed.size < MOST_MISSED) this.#missed.add(name)
    throw collectionNotExist(name)
  }

  /** Names that were asked for and are not there. */
  missing(): string[] {
    return [...this.#missed].filter((name) => !this.has(name))
  }

  config(name: string): CollectionConfig {
    return this.#configs.get(name) ?? {}
  }

  /**
   * Makes the collection if it is missing; a config replaces the one it had.
   * @throws WireError DATABASE_COLLECTION_EXCEED_LIMIT, INVALID_PARAM for a name or too many indexes, E11000 for a unique index
   */
  ensure(name: string, config?: CollectionConfig): Collection {
    if (name === '' || name.includes('\0') || name.startsWith('$')) throw invalidParam(`not a collection name: ${JSON.stringify(name)}`)
    const { indexes = [] } = config ?? {}
    if (indexes.length > this.indexMax) throw invalidParam(`collection ${name} can have at most ${this.indexMax} indexes`)
    if (!this.has(name)) {
      if (this.#collections.size >= MAX_COLLECTIONS) {
        throw new WireError('DATABASE_COLLECTION_EXCEED_LIMIT', `an environment has at most ${MAX_COLLECTIONS} collections`)
      }
      this.#open(name)
    }
    if (config) this.#applyIndexes(name, config)
    if (config || !this.#configs.has(name)) this.#configs.set(name, config ?? {})
    return this.get(name)
  }

  /** Brings back what a snapshot of the storage holds; there must be no collections. */
  restore(snapshot: Snapshot): void {
    for (const [name, config] of entriesOf<CollectionConfig>(snapshot, CONFIG_MAP)) {
      const collection = this.ensure(name, config)
      for (const [, document] of entriesOf<Document>(snapshot, DOCUMENTS_MAP + name)) collection.put(document)
    }
  }

  drop(name: string): void {
    this.storage.drop(DOCUMENTS_MAP + name)
    this.#collections.delete(name)
    this.#configs.delete(name)
  }

  dropAll(): void {
    this.#missed.clear()
    for (const name of this.names()) this.drop(name)
  }

  #open(name: string): void {
    this.#collections.set(name, new Collection(name, this.storage.map<Document>(DOCUMENTS_MAP + name, { frozen: true }), this.onChange))
  }

  #applyIndexes(name: string, { indexes = [] }: CollectionConfig): void {
    this.get(name).setIndexes(indexes.map(({ name: index, unique = false, keys }) => ({ name: index, unique, keys })))
  }
}
