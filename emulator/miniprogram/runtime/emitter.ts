export type Listener<T> = (value: T) => void

/** Who wants to hear of something, in the order of asking. */
export class Emitter<T> {
  readonly #listeners = new Set<Listener<T>>()

  on(listener: Listener<T>): void {
    this.#listeners.add(listener)
  }

  /** Without a listener all are forgotten, as with the `wx.off…` functions. */
  off(listener?: Listener<T>): void {
    if (listener) this.#listeners.delete(listener)
    else this.#listeners.clear()
  }

  emit(value: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(value)
      } catch (error) {
        console.error(error)
      }
    }
  }
}
