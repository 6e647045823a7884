import { type Collection } from '../collections/collection'
import { type Document } from '../document'

/** Documents by collection and key; undefined stands for «there is none». */
export class Changes {
  readonly #byCollection = new Map<Collection, Map<string, Document | undefined>>()

  of(collection: Collection): ReadonlyMap<string, Document | undefined> {
    return this.#byCollection.get(collection) ?? new Map<string, Document | undefined>()
  }

  set(collection: Collection, key: string, doc: Document | undefined): void {
    const ofCollection = this.#byCollection.get(collection)
    if (ofCollection) ofCollection.set(key, doc)
    else this.#byCollection.set(collection, new Map([[key, doc]]))
  }

  *entries(): Generator<[collection: Collection, key: string, doc: Document | undefined]> {
    for (const [collection, docs] of this.#byCollection) {
      for (const [key, doc] of docs) yield [collection, key, doc]
    }
  }
}
