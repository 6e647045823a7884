import { bondOf, type Push } from '../outbox/push'
import { type Ports } from '../ports'
import { groupBy } from '../records/group-by'
import { sideBySide } from '../records/side-by-side'
import { type Journal } from './journal'
import { PUSHES_AT_ONCE, SETTLE_AFTER_MS, SETTLE_SIZE } from './limits'
import { type Outcome } from './outcome'
import { settle } from './settle'

interface Item {
  push: Push
  outcome: Outcome
}

/** Collects outcomes and writes them in batches, one batch at a time, while sending goes on. */
export class Settler {
  /** Why a batch could not be written. To go on sending would only make more that nobody can account for. */
  failure: unknown
  /** Called when a batch is written, or cannot be. */
  onWritten: () => void = () => undefined
  #waiting: Item[] = []
  #underway = 0
  #writing: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(
    private readonly ports: Ports,
    private readonly owner: string,
    private readonly journal: Journal,
  ) {}

  /** Outcomes that are not written yet. */
  get unsettled(): number {
    return this.#waiting.length + this.#underway
  }

  add(push: Push, outcome: Outcome): void {
    this.#waiting.push({ push, outcome })
    this.#writeSoon()
  }

  /** Everything that was added is written. @throws what kept a batch from being written */
  async end(): Promise<void> {
    try {
      while (this.failure === undefined && this.unsettled > 0) {
        this.#write()
        await this.#writing
      }
    } finally {
      clearTimeout(this.#timer)
    }
    if (this.failure !== undefined) throw this.failure
  }

  #writeSoon(): void {
    if (this.#waiting.length >= SETTLE_SIZE) this.#write()
    else if (this.#waiting.length > 0) this.#timer ??= setTimeout(() => this.#write(), SETTLE_AFTER_MS)
  }

  #write(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#writing || this.#waiting.length === 0 || this.failure !== undefined) return
    const batch = this.#waiting.splice(0)
    this.#underway = batch.length
    this.#writing = this.#settle(batch)
      .catch((error: unknown) => {
        this.failure ??= error
      })
      .finally(() => {
        this.#underway = 0
        this.#writing = undefined
        this.#writeSoon()
        this.onWritten()
      })
  }

  async #settle(batch: readonly Item[]): Promise<void> {
    await sideBySide(groupBy(batch, ({ push }) => bondOf(push)).values(), PUSHES_AT_ONCE, async (items) => {
      const push = items[0]?.push
      if (!push) return
      await settle(this.ports, this.owner, push, items.map(({ outcome }) => outcome))
      this.journal.settled(items.map(({ outcome }) => outcome.message._id))
    })
  }
}
