import { Emitter } from '../emitter'

/** The last entries of something that goes on, oldest first. */
export class Journal<T> {
  readonly changed = new Emitter<undefined>()
  #entries: T[] = []

  constructor(private readonly most: number) {}

  get entries(): readonly T[] {
    return this.#entries
  }

  add(entry: T): void {
    // A new array each time: whoever draws it sees by that that it is another.
    this.#entries = [...this.#entries, entry].slice(-this.most)
    this.changed.emit(undefined)
  }

  /** An entry is no longer what it was. */
  touch(): void {
    this.#entries = [...this.#entries]
    this.changed.emit(undefined)
  }

  clear(): void {
    this.#entries = []
    this.changed.emit(undefined)
  }
}
