/** Where time comes from, as milliseconds since 1970 (UTC). */
export interface Clock {
  now(): number
}

/** Years of four digits, as every format of a date has them. */
const LATEST = Date.UTC(9999, 11, 31)
const RANGE = '1970-01-01 to 9999-12-31'

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

  /** @throws Error in words, when no date of the calendar would come of it */
  advance(ms: number): void {
    this.#move(this.#offsetMs + ms)
  }

  /** Makes `now()` answer `epochMs`, and run on from there. @throws Error in words, when it is no such date */
  set(epochMs: number): void {
    this.#move(epochMs - Date.now())
  }

  /** Calls `listener` after every jump. Returns how to stop. */
  onJump(listener: (offsetMs: number) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #move(offsetMs: number): void {
    const then = Date.now() + offsetMs
    if (!(then >= 0 && then <= LATEST)) throw new Error(`The clock can show ${RANGE}, and not this. 时钟只能调到 1970 年至 9999 年之间,请换一个时间。`)
    this.#offsetMs = offsetMs
    for (const listener of this.#listeners) listener(offsetMs)
  }
}
