import { type ListPage } from './answers'
import { type Outcome } from './outcome'

/** What a page shows of a list, beside its rows. */
export interface ListShown {
  state: 'loading' | 'ready' | 'empty'
  hasMore: boolean
  loadingMore: boolean
}

export interface ListView<T> {
  ask: (cursor: string | undefined) => Promise<Outcome<ListPage<T>>>
  /** `items` are all that were loaded so far; absent when only the state changes. */
  show: (shown: Partial<ListShown>, items?: readonly T[]) => void
  failed: (message: string) => void
}

/**
 * A list that loads as it scrolls. What it asks for may change at any time: an answer to an older question is not shown.
 */
export class PagedList<T> {
  private items: readonly T[] = []
  private cursor: string | undefined
  /** Counts the questions. */
  private asked = 0
  private isLoadingMore = false

  constructor(private readonly view: ListView<T>) {}

  /** From the start; what is shown stays until the answer. */
  reload(): Promise<void> {
    return this.load(undefined)
  }

  /** Another question, or another try: what is shown goes at once. */
  restart(): Promise<void> {
    this.view.show({ state: 'loading' })
    return this.reload()
  }

  /** The page after the last one, when there is one and nobody is waiting for it. */
  async more(): Promise<void> {
    if (this.cursor === undefined || this.isLoadingMore) return
    this.isLoadingMore = true
    this.view.show({ loadingMore: true })
    await this.load(this.cursor)
    this.isLoadingMore = false
    this.view.show({ loadingMore: false })
  }

  private async load(cursor: string | undefined): Promise<void> {
    this.asked += 1
    const asked = this.asked
    const outcome = await this.view.ask(cursor)
    if (asked !== this.asked) return
    if (!outcome.ok) return this.view.failed(outcome.failure.message)
    const { items, next } = outcome.value
    this.cursor = next
    this.items = cursor === undefined ? items : [...this.items, ...items]
    this.view.show({ state: this.items.length > 0 ? 'ready' : 'empty', hasMore: next !== undefined }, this.items)
  }
}
