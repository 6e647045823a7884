import { type Push } from '../outbox/push'
import { type Ports } from '../ports'
import { groupBy } from '../records/group-by'
import { SETTLE_AFTER_MS, SETTLE_SIZE } from './limits'
import { type Outcome } from './outcome'
import { settle } from './settle'

interface Item {
  push: Push
  outcome: Outcome
}

/** Collects outcomes and writes them in batches, one batch at a time, while sending goes on. */
export class Settler {
  #waiting: Item[] = []
  #writing: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined
  #failure: unknown

  constructor(
    private readonly ports: Ports,
    private readonly owner: string,
  ) {}

  /** Rejects when an earlier batch could not be written: to go on sending would only make more that nobody can account for. */
  async add(push: Push, outcome: Outcome): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure
    this.#waiting.push({ push, outcome })
    if (this.#waiting.length >= SETTLE_SIZE) this.#write()
    else this.#timer ??= setTimeout(() => this.#write(), SETTLE_AFTER_MS)
  }

  /** Everything that was added is written. */
  async flush(): Promise<void> {
    while (this.#waiting.length > 0 || this.#writing) {
      this.#write()
      await this.#writing
    }
    if (this.#failure !== undefined) throw this.#failure
  }

  async end(): Promise<void> {
    try {
      await this.flush()
    } finally {
      clearTimeout(this.#timer)
    }
  }

  #write(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#writing || this.#waiting.length === 0) return
    const batch = this.#waiting
    this.#waiting = []
    this.#writing = this.#settle(batch)
      .catch((error: unknown) => {
        this.#failure ??= error
      })
      .finally(() => {
        this.#writing = undefined
        if (this.#waiting.length >= SETTLE_SIZE) this.#write()
        else if (this.#waiting.length > 0) this.#timer ??= setTimeout(() => this.#write(), SETTLE_AFTER_MS)
      })
  }

  async #settle(batch: readonly Item[]): Promise<void> {
    for (const items of groupBy(batch, ({ push }) => push._id).values()) {
      const push = items[0]?.push
      if (push) await settle(this.ports, this.owner, push, items.map(({ outcome }) => outcome))
    }
  }
}
