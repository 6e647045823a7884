/** Where time comes from, as milliseconds since 1970 (UTC). */
export interface Clock {
  now(): number
}

/**
 * The clock of the whole local cloud: the machine's, moved by an offset.
 * Functions, serverDate, timers and the platform all read this one, so that a test or a person can jump ahead.
 */
export class EmulatedClock implements Clock {
  #offsetMs = 0
  readonly #listeners = new Set<(offsetMs: number) => void>()

  get offsetMs(): number {
    return this.#offsetMs
  }

  now(): number {
    return Date.now() + this.#offsetMs
  }

  advance(ms: number): void {
    this.#move(this.#offsetMs + ms)
  }

  /** Makes `now()` answer `epochMs`, and run on from there. */
  set(epochMs: number): void {
    this.#move(epochMs - Date.now())
  }

  /** Calls `listener` after every jump. Returns how to stop. */
  onJump(listener: (offsetMs: number) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #move(offsetMs: number): void {
    this.#offsetMs = offsetMs
    for (const listener of this.#listeners) listener(offsetMs)
  }
}
