import { type Scheduler } from './scheduler'

/** A wait that the test ends by hand. */
export class HandScheduler implements Scheduler {
  waitsMs: number | undefined
  #wake: (() => void) | undefined

  set(wake: () => void, ms: number): void {
    this.#wake = wake
    this.waitsMs = ms
  }

  clear(): void {
    this.#wake = undefined
    this.waitsMs = undefined
  }

  wake(): void {
    this.#wake?.()
  }
}
