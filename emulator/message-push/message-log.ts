import { type InvokeResult } from '../functions/invocation'

/** How many pushed messages are remembered. */
const CAPACITY = 500

/** One message that WeChat pushed, and what came of it. */
export interface LoggedMessage {
  /** Emulated time, milliseconds since 1970. */
  at: number
  message: Record<string, unknown>
  /** Absent while the function runs, and when the project routes this kind of message nowhere. */
  outcome?: InvokeResult
}

/** The last messages pushed to the project, and a way to wait until all of them have been handled. */
export class MessageLog {
  #messages: LoggedMessage[] = []
  readonly #running = new Set<Promise<void>>()

  /** Remembers a message, and its outcome once `handling` has it. */
  add(at: number, message: Record<string, unknown>, handling: Promise<InvokeResult | undefined>): void {
    const entry: LoggedMessage = { at, message }
    this.#messages = [...this.#messages.slice(1 - CAPACITY), entry]
    const running = handling.then((outcome) => {
      if (outcome) entry.outcome = outcome
    })
    this.#running.add(running)
    void running.finally(() => this.#running.delete(running))
  }

  /** Newest first. */
  list(): LoggedMessage[] {
    return this.#messages.toReversed()
  }

  /** Whether a message is being handled. */
  get busy(): boolean {
    return this.#running.size > 0
  }

  clear(): void {
    this.#messages = []
  }

  /** Resolves when no message is being handled, those included that came of handling one. */
  async settled(): Promise<void> {
    while (this.busy) await Promise.all(this.#running)
  }
}
