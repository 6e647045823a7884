import { type Ports } from '../../core/ports'

/** When a worker dies: at its `at`-th call to the outside, just before it is made, or after it was carried out but before the reply. */
export interface CrashPoint {
  at: number
  moment: 'before' | 'after'
}

export class Crash extends Error {}

/** Database calls that reach the cloud; the rest of a chain only describes them. */
const CALLS = new Set(['get', 'count', 'add', 'set', 'update', 'remove', 'end', 'commit', 'rollback'])

/**
 * Ports of a worker that dies at that point. A process acts on the world through its calls only, so from then on every call
 * fails without being made: whatever the code still does, catch handlers included, has no effect.
 */
export class MortalPorts {
  readonly ports: Ports
  /** Calls made so far. */
  calls = 0
  readonly #underway = new Set<Promise<unknown>>()

  /** @param beforeCall  awaited before each call is made, with its number: a place to let the world go on without this worker */
  constructor(
    ports: Ports,
    private readonly crash?: CrashPoint,
    private readonly beforeCall: (call: number) => Promise<void> = () => Promise.resolve(),
  ) {
    const { db, openapi } = ports
    this.ports = {
      ...ports,
      pause: (ms) => (this.#isDead ? Promise.reject(new Crash()) : ports.pause(ms)),
      db: this.#wrap({
        command: db.command,
        collection: (name: string) => db.collection(name),
        runTransaction: (work: (transaction: object) => Promise<unknown>, times?: number) =>
          // Its start and its commit are calls as well; a crash in between leaves a transaction that nobody ends.
          this.#call(() => db.runTransaction((transaction) => work(this.#wrap(transaction)), times)),
      }) as unknown as Ports['db'],
      openapi: {
        ...openapi,
        subscribeMessage: {
          ...openapi.subscribeMessage,
          send: (message) => this.#call(() => openapi.subscribeMessage.send(message)),
        },
      },
    }
  }

  get #isDead(): boolean {
    return this.crash !== undefined && this.calls >= this.crash.at
  }

  /** What was already on its way when the worker died has arrived. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.#underway)
  }

  async #call<T>(make: () => Promise<T>): Promise<T> {
    this.calls += 1
    const mine = this.calls
    if (this.crash && mine > this.crash.at) throw new Crash()
    if (mine === this.crash?.at && this.crash.moment === 'before') throw new Crash()
    await this.beforeCall(mine)
    const made = make()
    this.#underway.add(made)
    const result = await made.finally(() => this.#underway.delete(made))
    // Others of the same worker may have died meanwhile: their replies come to nobody.
    if (this.crash && this.calls >= this.crash.at && (mine === this.crash.at || this.calls > this.crash.at)) throw new Crash()
    return result
  }

  /** Wraps whatever a chain of the database returns, so that the call at its end is counted. */
  #wrap<T extends object>(target: T): T {
    return new Proxy(target, {
      get: (object, name) => {
        const value: unknown = Reflect.get(object, name)
        if (typeof value !== 'function' || name === 'command') return value
        const method = value as (...args: unknown[]) => unknown
        if (name === 'runTransaction') return method
        if (CALLS.has(String(name))) return (...args: unknown[]) => this.#call(() => method.apply(object, args) as Promise<unknown>)
        return (...args: unknown[]) => {
          const next = method.apply(object, args)
          return typeof next === 'object' && next !== null ? this.#wrap(next) : next
        }
      },
    })
  }
}
