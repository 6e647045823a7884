import { kinOf, type Push } from '../outbox/push'
import { type Ports } from '../ports'
import { type Feeder } from './feeder'
import { GivenUp, isDue, Stopped, type Journal } from './journal'
import { HAND_OVER_MS, JOURNAL_EVERY, MAX_UNSETTLED, READY_LOW_WATER, SEND_CONCURRENCY } from './limits'
import { send, stopAfter, type Ending, type Outcome, type Ready, type Stop } from './outcome'
import { type Quota } from './quota'
import { type Settler } from './settler'

/**
 * Sends with bounded concurrency, and keeps its slots filled. A message goes from `ready` (claimed and held) over `begun`
 * (the journal says that it may go out) into a slot, and its outcome to the settler:
 *
 * - `ready` is filled by the feeder when it runs low;
 * - `begun` by one line of the journal at a time, which also carries what came back since the last one; of a push that is not
 *   known to get through, by one message alone;
 * - a slot by the next message whose user has none on its way (43108);
 * - before each hand-over: is there time, is the push still to go out, is what came back written fast enough?
 *
 * One loop decides; everything that happens wakes it.
 */
export class SendPool {
  /** Messages handed to WeChat. */
  tried = 0
  /** Of these, what WeChat took. */
  sent = 0
  /** Of what our own caps allowed: what did not go out. */
  unused = 0
  #stop: Stop | undefined
  #failure: unknown
  #ready: Ready[] = []
  #begun: Ready[] = []
  #flying = 0
  readonly #users = new Set<string>()
  /** Of which pushes, by their kin, a send got through: where every send would fail alike, one is enough to know. */
  readonly #proven = new Set<string>()
  readonly #probing = new Set<string>()
  /** Slots that fell free while the last line of the journal was written: so many messages have to be begun ahead. */
  #pace = 0
  #freed = 0
  #knows = 0
  #isExhausted = false
  #isCapped = false
  #feeding = false
  #writing = false
  #wake: () => void = () => undefined

  constructor(
    private readonly ports: Ports,
    private readonly feeder: Feeder,
    private readonly journal: Journal,
    private readonly quota: Quota,
    private readonly settler: Settler,
  ) {}

  async run(): Promise<Ending> {
    this.settler.onWritten = () => this.#wake()
    for (;;) {
      const changed = new Promise<void>((resolve) => (this.#wake = resolve))
      this.#failure ??= this.settler.failure
      this.#handOver()
      this.#write()
      this.#feed()
      if (this.#isIdle) break
      await changed
    }
    await this.#leave()
    if (this.#failure instanceof GivenUp) return 'given-up'
    if (this.#failure !== undefined) throw this.#failure
    return this.#stop ?? (this.#isCapped ? 'own-limit' : 'nothing-due')
  }

  get #isOver(): boolean {
    return this.#stop !== undefined || this.#failure !== undefined
  }

  get #isIdle(): boolean {
    if (this.#flying > 0 || this.#feeding || this.#writing) return false
    return this.#isOver || (this.#begun.length === 0 && (this.#isCapped || (this.#isExhausted && this.#ready.length === 0)))
  }

  #handOver(): void {
    while (!this.#isOver && this.#flying < SEND_CONCURRENCY && this.settler.unsettled < MAX_UNSETTLED) {
      const at = this.#begun.findIndex((item) => this.#mayFly(item))
      if (at < 0) return
      if (this.ports.remainingMs() < HAND_OVER_MS) this.#stop = 'out-of-time'
      else for (const item of this.#begun.splice(at, 1)) void this.#send(item)
    }
  }

  #mayFly({ push, message }: Ready): boolean {
    return !this.#users.has(message.openid) && this.feeder.runs(push)
  }

  async #send(item: Ready): Promise<void> {
    const { push, message } = item
    this.#flying += 1
    this.tried += 1
    this.#users.add(message.openid)
    if (!this.#proven.has(kinOf(push))) this.#probing.add(kinOf(push))
    const outcome = await send(this.ports, item)
    this.journal.end(outcome)
    this.settler.add(push, outcome)
    if (outcome.sent) this.sent += 1
    if (!outcome.sent && outcome.verdict.disposition !== 'unknown') this.unused += 1
    await this.#learn(push, outcome).catch((error: unknown) => (this.#failure ??= error))
    this.#users.delete(message.openid)
    this.#probing.delete(kinOf(push))
    this.#flying -= 1
    this.#freed += 1
    this.#wake()
  }

  /** What one outcome says about the others. */
  async #learn(push: Push, outcome: Outcome): Promise<void> {
    if (outcome.sent) {
      if (push.notice || !this.#proven.has(kinOf(push))) await this.feeder.gotThrough(push)
      this.#proven.add(kinOf(push))
      return
    }
    const { disposition, message } = outcome.verdict
    if (disposition === 'halt') return this.feeder.halt(push, outcome.verdict)
    this.#proven.add(kinOf(push))
    const stop = stopAfter(outcome)
    if (stop === undefined || this.#stop !== undefined) return
    this.#stop = stop
    await this.feeder.stopped(stop, message)
  }

  /** Writes a line of the journal, when there is something to begin, or enough has come back. */
  #write(): void {
    if (this.#writing || this.#isOver) return
    const isChanged = this.#knows !== this.feeder.changes
    const isLow = this.#begun.length <= this.#pace && !this.#isCapped && this.#next(1).length > 0
    if (!isLow && !isChanged && !isDue(this.journal)) return
    const count = isLow ? SEND_CONCURRENCY - this.#flying + JOURNAL_EVERY + this.#pace : 0
    this.#writing = true
    this.#freed = 0
    void this.#line(count)
      .catch((error: unknown) => {
        if (error instanceof Stopped) this.#stop ??= 'stopped'
        else this.#failure ??= error
      })
      .finally(() => {
        this.#writing = false
        this.#pace = Math.min(this.#freed, SEND_CONCURRENCY)
        this.#wake()
      })
  }

  async #line(count: number): Promise<void> {
    await this.feeder.look()
    await this.#sortOut()
    const wanted = this.#next(count)
    const items = wanted.slice(0, await this.quota.take(wanted.length))
    this.#isCapped ||= items.length < wanted.length
    const taken = new Set(items)
    this.#ready = this.#ready.filter((item) => !taken.has(item))
    try {
      await this.journal.begin(items.map(({ message }) => message._id))
    } finally {
      this.#begun.push(...items)
    }
  }

  /** Where every send of a push may still fail alike, one is begun alone. */
  #next(count: number): Ready[] {
    const probing = new Set([...this.#probing, ...this.#begun.map(({ push }) => kinOf(push))])
    const chosen: Ready[] = []
    for (const item of this.#ready) {
      if (chosen.length === count) break
      const kin = kinOf(item.push)
      if (!this.#proven.has(kin) && probing.has(kin)) continue
      probing.add(kin)
      chosen.push(item)
    }
    return chosen
  }

  /** A push was paused, halted or cancelled: its messages go back. */
  async #sortOut(): Promise<void> {
    this.#knows = this.feeder.changes
    const rests = ({ push }: Ready): boolean => !this.feeder.runs(push)
    const [ready, begun] = [this.#ready.filter(rests), this.#begun.filter(rests)]
    if (ready.length + begun.length === 0) return
    this.#ready = this.#ready.filter((item) => !rests(item))
    this.#begun = this.#begun.filter((item) => !rests(item))
    await this.#takeBack(ready, begun)
  }

  #feed(): void {
    if (this.#feeding || this.#isExhausted || this.#isCapped || this.#isOver || this.#ready.length >= READY_LOW_WATER) return
    if (this.ports.remainingMs() < HAND_OVER_MS) {
      this.#stop = 'out-of-time'
      return
    }
    this.#feeding = true
    void this.feeder
      .next(this.#ready.length + this.#begun.length + this.#flying)
      .then((items) => {
        this.#isExhausted = items.length === 0
        this.#ready.push(...items)
      })
      .catch((error: unknown) => (this.#failure ??= error))
      .finally(() => {
        this.#feeding = false
        this.#wake()
      })
  }

  async #leave(): Promise<void> {
    const [ready, begun] = [this.#ready.splice(0), this.#begun.splice(0)]
    if (this.#failure instanceof GivenUp) await this.feeder.abandon([...ready, ...begun])
    else await this.#takeBack(ready, begun)
    await this.feeder.end()
  }

  /** The journal first: what is not begun is nothing that anybody could take for sent. */
  async #takeBack(ready: readonly Ready[], begun: readonly Ready[]): Promise<void> {
    this.unused += begun.length
    if (begun.length > 0) await this.journal.withdraw(begun.map(({ message }) => message._id))
    await this.feeder.putBack([...ready, ...begun])
  }
}
