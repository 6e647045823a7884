import { type Collection, type Scan } from './collections/collection'
import { type Document, type PlainObject } from './document'
import { type Order } from './query/sort'

/** How an action sees and changes one collection: as it is, or from inside a transaction. */
export interface View {
  readonly collection: Collection
  get(key: string): Document | undefined
  scan(query: PlainObject, order?: Order): Scan
  /**
   * To be called with all keys that the action is about to change, before the first change.
   * Fails when a transaction holds one of them.
   */
  claim(keys: string[]): void
  put(doc: Document): void
  delete(key: string): void
}
