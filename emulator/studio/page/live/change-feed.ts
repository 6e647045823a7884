import { type Change } from '../../../control/changes'

type Listener = (change: Change) => void

/** Whether the page hears of changes. */
export type FeedState = 'connecting' | 'live' | 'lost'

const RETRY_MS = 1000

/**
 * `GET /emulator/changes`, once for the whole page. After a break everything counts as changed, because nobody knows what was missed.
 */
export class ChangeFeed {
  readonly #listeners = new Set<Listener>()
  readonly #watchers = new Set<(state: FeedState) => void>()
  #state: FeedState = 'connecting'

  constructor(private readonly open: () => EventSource) {}

  get state(): FeedState {
    return this.#state
  }

  start(): void {
    const source = this.open()
    source.onopen = () => {
      const missed = this.#state === 'lost'
      this.#become('live')
      if (missed) this.#tell({ what: 'seed' })
    }
    source.onerror = () => {
      this.#become('lost')
      // The browser tries again by itself, but not after a refusal, which is what a local cloud answers while it starts.
      if (source.readyState === EventSource.CLOSED) setTimeout(() => this.start(), RETRY_MS)
    }
    source.onmessage = ({ data }: MessageEvent<string>) => this.#tell(JSON.parse(data) as Change)
  }

  /** Returns how to stop. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Returns how to stop. */
  watchState(watcher: (state: FeedState) => void): () => void {
    this.#watchers.add(watcher)
    return () => void this.#watchers.delete(watcher)
  }

  #tell(change: Change): void {
    for (const listener of this.#listeners) listener(change)
  }

  #become(state: FeedState): void {
    this.#state = state
    for (const watcher of this.#watchers) watcher(state)
  }
}

export const feed = new ChangeFeed(() => new EventSource('/emulator/changes'))
