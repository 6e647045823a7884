import { type Message } from '../outbox/message'
import { type Push } from '../outbox/push'
import { type Ports } from '../ports'
import { LOW_WATER, SEND_CONCURRENCY } from './limits'
import { send, type Outcome } from './outcome'
import { type Settler } from './settler'
import { stopAfter, type Stop } from './stop'

/** A message that is marked, holds what it needs, and is to be handed to WeChat now. */
export interface Ready {
  push: Push
  message: Message
}

/** Where the pool gets its work from. */
export interface Source {
  /** More work; an empty list means that there is none left. */
  next(): Promise<Ready[]>
  /** Takes back what will not be sent after all. */
  putBack(items: readonly Ready[], stop: Stop): Promise<void>
  /** Why no more is coming, once `next` gave an empty list. */
  readonly ended: 'nothing-due' | Stop
}

/** Sends with bounded concurrency, one message per user at a time, and keeps its slots filled. */
export class SendPool {
  tried = 0
  #stop: Stop | undefined
  readonly #ready: Ready[] = []
  /** WeChat refuses a second message to a user while one is on its way (43108). */
  readonly #perUser = new Map<string, Promise<void>>()

  constructor(
    private readonly ports: Ports,
    private readonly settler: Settler,
  ) {}

  get stop(): Stop | undefined {
    return this.#stop
  }

  /** @returns why it ended */
  async run(source: Source): Promise<'nothing-due' | Stop> {
    let feeding: Promise<void> | undefined
    let exhausted = false
    const failures: unknown[] = []
    const feed = async (): Promise<void> => {
      try {
        const items = this.#stop === undefined ? await source.next() : []
        exhausted = items.length === 0
        this.#ready.push(...items)
      } catch (error) {
        failures.push(error)
        exhausted = true
      } finally {
        feeding = undefined
      }
    }
    const work = async (): Promise<void> => {
      for (;;) {
        if (this.#stop !== undefined || failures.length > 0) return
        if (this.#ready.length < LOW_WATER && !feeding && !exhausted) feeding = feed()
        const item = this.#ready.shift()
        if (item) await this.sendOne(item).catch((error: unknown) => failures.push(error))
        else if (feeding) await feeding
        else if (exhausted) return
      }
    }
    await Promise.all(Array.from({ length: SEND_CONCURRENCY }, work))
    await feeding
    const left = this.#ready.splice(0)
    if (left.length > 0) await source.putBack(left, this.#stop ?? 'out-of-time')
    if (failures.length > 0) throw failures[0]
    return this.#stop ?? source.ended
  }

  /** Sends one and notes what came of it. */
  async sendOne({ push, message }: Ready): Promise<Outcome> {
    const before = this.#perUser.get(message.openid) ?? Promise.resolve()
    const sending = before.then(() => send(this.ports, push, message))
    const done = sending.then(() => undefined)
    this.#perUser.set(message.openid, done)
    this.tried += 1
    const outcome = await sending
    if (this.#perUser.get(message.openid) === done) this.#perUser.delete(message.openid)
    this.#stop ??= stopAfter(outcome)
    await this.settler.add(push, outcome)
    return outcome
  }
}
