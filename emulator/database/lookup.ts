import { cloneDeep } from 'mingo/util'
import { atOnce } from './actions/turns'
import { findRows } from './actions/get'
import { type Catalogue } from './collections/catalogue'
import { type PlainObject, type Row } from './document'
import { explainQuery, type Explained } from './indexes/explain'
import { holdsText } from './query/holds-text'
import { riskOf, TimeBudget, type TimeLimits } from './query/budget'
import { type Transactions } from './transactions/transactions'
import { type View } from './view'

/** Which of the documents that a query matches, and in which order. */
export interface FindOptions {
  limit?: number
  skip?: number
  newest?: boolean
  text?: string
  sort?: Record<string, 1 | -1>
}

export interface LookupOptions {
  catalogue: Catalogue
  transactions: Transactions
  timeLimits: TimeLimits
  /** What the name of a collection may leave out. */
  prefix: string
}

/** How tools and tests look at collections: outside of the protocol, and by names that may leave out the prefix. */
export class Lookup {
  constructor(private readonly options: LookupOptions) {}

  /** The name as it is, or else with the prefix. */
  stored(name: string): string {
    const { catalogue, prefix } = this.options
    return !catalogue.has(name) && catalogue.has(prefix + name) ? prefix + name : name
  }

  /** Without a transaction. @throws WireError DATABASE_COLLECTION_NOT_EXIST */
  view(collection: string): View {
    const { catalogue, transactions } = this.options
    return transactions.view(catalogue.get(this.stored(collection)), undefined)
  }

  find(collection: string, query: object, { limit = Infinity, skip = 0, newest = false, text = '', sort = {} }: FindOptions): PlainObject[] {
    const isPage = !newest && text === ''
    const rows = this.#matching(collection, query, text, isPage ? skip + limit : Infinity, sort)
    const chosen = (newest ? rows.reverse() : rows).slice(skip, skip + limit)
    return chosen.map(({ doc }) => cloneDeep(doc) as PlainObject)
  }

  count(collection: string, query: object, text: string): number {
    const isWhole = Object.keys(query).length === 0 && text === ''
    return isWhole ? this.view(collection).collection.size : this.#matching(collection, query, text, Infinity).length
  }

  explain(collection: string, query: object, sort: Record<string, 1 | -1>, limit: number): Explained {
    return explainQuery(this.view(collection), query as PlainObject, Object.entries(sort), limit, this.options.timeLimits)
  }

  #matching(collection: string, query: object, text: string, limit: number, sort: Record<string, 1 | -1> = {}): Row[] {
    const work = findRows(this.view(collection), query as PlainObject, Object.entries(sort), 0, limit)
    const rows = atOnce(work, new TimeBudget(this.options.timeLimits), riskOf(query))
    return text === '' ? rows : rows.filter(({ doc }) => holdsText(doc, text.toLowerCase()))
  }
}
