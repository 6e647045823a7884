import { type EmulatedClock } from '../clock'
import { type Faults } from '../faults/faults'
import { type InvokeResult } from '../functions/invocation'
import { MAX_WAIT_MS, realScheduler, type Scheduler } from '../scheduler'
import { type PersistentMap, type Storage } from '../storage/storage'
import { MessageLog, type LoggedMessage } from './message-log'

/** What WeChat pushes, whatever its kind. */
export type Pushed = Record<string, unknown>

export interface MessagePushOptions {
  storage: Storage
  clock: EmulatedClock
  faults: Faults
  /** Gives the message to the project's function; `undefined` where none takes it. */
  handle: (message: Pushed) => Promise<InvokeResult | undefined>
  /** Told whenever another number of messages waits. */
  onWaiting?: () => void
  scheduler?: Scheduler
}

/** A message on its way, until `dueAt` of emulated time. */
interface Waiting {
  dueAt: number
  message: Pushed
  /** It came in a span at whose end all come in another order. */
  gathered: boolean
}

/**
 * The way of WeChat's messages to the project: at once, or as the ordered faults have it.
 *
 * message        when                            then
 * as always      nothing is ordered              is handed over at once, side by side with others
 * lost           `lost` takes it                 nothing
 * late           `delayMs`, a second copy        waits in the storage, also over a restart; is handed over when the emulated clock is there
 * gathered       `order`                         waits until its span is over, is handed over with the others of it in that order
 *
 * Those that waited are handed over one after the other, each when the one before has been handled, so that their order is the ordered one.
 * A message leaves the storage right before it is handed over: a local cloud that is killed there has lost it, as WeChat would not repeat it either.
 */
export class MessagePush {
  readonly #options: MessagePushOptions
  readonly #scheduler: Scheduler
  readonly #log = new MessageLog()
  readonly #waiting: PersistentMap<Waiting>
  #lastId: number
  #spanEndsAt = 0
  /** The next time at which something is due, as far as the scheduler knows. */
  #wakesFor = Infinity
  /** The handing over of those that are due, while it lasts. */
  #delivering: Promise<void> | undefined
  #stopFollowingClock: (() => void) | undefined

  constructor(options: MessagePushOptions) {
    this.#options = options
    this.#scheduler = options.scheduler ?? realScheduler()
    this.#waiting = options.storage.map('message-push:waiting')
    this.#lastId = Math.max(0, ...[...this.#waiting.keys()].map(Number))
  }

  /** Begins to hand over what waits, also from before a restart. */
  start(): void {
    this.#stopFollowingClock ??= this.#options.clock.onJump(() => this.#wake())
    this.#wake()
  }

  /** Nothing that waits is handed over any more. */
  stop(): void {
    this.#stopFollowingClock?.()
    this.#stopFollowingClock = undefined
    this.#scheduler.clear()
    this.#wakesFor = Infinity
  }

  /** Takes a message from WeChat. */
  push(message: Pushed): void {
    const { copiesAfterMs, gathered } = this.#options.faults.takeEvent(String(message['Event']))
    const now = this.#options.clock.now()
    copiesAfterMs.forEach((afterMs, copy) => {
      if (afterMs === 0) return void this.#handOver(message)
      // A copy keeps its distance from the first one.
      const dueAt = gathered ? this.#spanEnd(now, copiesAfterMs[0] ?? 0) + afterMs - (copiesAfterMs[0] ?? 0) : now + afterMs
      this.#wait({ dueAt, message, gathered: gathered && (copy === 0 || afterMs === copiesAfterMs[0]) })
    })
  }

  /** How many messages wait for their time. */
  get waiting(): number {
    return this.#waiting.size
  }

  /** The last ones that were handed over, newest first. */
  list(): LoggedMessage[] {
    return this.#log.list()
  }

  /** Whether a message is being handled, or is due. */
  get busy(): boolean {
    return this.#log.busy || this.#delivering !== undefined
  }

  /** Forgets those that wait, and what was. */
  clear(): void {
    this.#waiting.clear()
    this.#spanEndsAt = 0
    this.#log.clear()
  }

  /** Resolves when no message is being handled or due, those included that came of handling one. */
  async settled(): Promise<void> {
    while (this.busy) {
      await this.#delivering
      await this.#log.settled()
    }
  }

  #wait(waiting: Waiting): void {
    this.#lastId += 1
    this.#waiting.set(String(this.#lastId), waiting)
    this.#options.onWaiting?.()
    if (this.#stopFollowingClock && waiting.dueAt < this.#wakesFor) this.#wake()
  }

  #spanEnd(now: number, spanMs: number): number {
    const open = this.#spanEndsAt > now && this.#spanEndsAt <= now + spanMs
    if (!open) this.#spanEndsAt = now + spanMs
    return this.#spanEndsAt
  }

  #wake(): void {
    const now = this.#options.clock.now()
    let dueAt = Infinity
    for (const each of this.#waiting.values()) dueAt = Math.min(dueAt, each.dueAt)
    this.#wakesFor = dueAt
    if (dueAt <= now) this.#delivering ??= this.#deliverDue().finally(() => this.#delivered())
    else if (dueAt < Infinity) this.#scheduler.set(() => this.#wake(), Math.min(dueAt - now, MAX_WAIT_MS))
  }

  #delivered(): void {
    this.#delivering = undefined
    if (this.#stopFollowingClock) this.#wake()
  }

  async #deliverDue(): Promise<void> {
    for (const id of this.#due()) {
      const waiting = this.#waiting.get(id)
      // Stopped, or forgotten meanwhile.
      if (!waiting || !this.#stopFollowingClock) continue
      this.#waiting.delete(id)
      this.#options.onWaiting?.()
      await this.#handOver(waiting.message)
    }
  }

  /** The ids of those that are due, as they are to come. */
  #due(): string[] {
    const now = this.#options.clock.now()
    const byTime = new Map<number, [id: string, Waiting][]>()
    for (const entry of this.#waiting.entries()) {
      const [, { dueAt }] = entry
      if (dueAt > now) continue
      const together = byTime.get(dueAt)
      if (together) together.push(entry)
      else byTime.set(dueAt, [entry])
    }
    const times = [...byTime].sort(([a], [b]) => a - b)
    return times.flatMap(([, together]) => {
      const ids = together.map(([id]) => id)
      return together.some(([, { gathered }]) => gathered) ? this.#options.faults.orderOfEvents(ids) : ids
    })
  }

  #handOver(message: Pushed): Promise<unknown> {
    const handling = this.#options.handle({ ...message })
    this.#log.add(this.#options.clock.now(), message, handling)
    return handling
  }
}
