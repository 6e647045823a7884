type Handler = (...args: unknown[]) => void

/** Connects a page with the one that wx.navigateTo opened (EventChannel). What is emitted before anybody listens is lost. */
export class EventChannel {
  readonly #handlers = new Map<string, { handler: Handler; once: boolean }[]>()

  /** @param events  the `events` of wx.navigateTo */
  constructor(events: Record<string, Handler> = {}) {
    for (const [name, handler] of Object.entries(events)) this.on(name, handler)
  }

  on(name: string, handler: Handler): void {
    this.#add(name, handler, false)
  }

  once(name: string, handler: Handler): void {
    this.#add(name, handler, true)
  }

  /** Without a handler all of that name are forgotten. */
  off(name: string, handler?: Handler): void {
    const kept = handler === undefined ? [] : (this.#handlers.get(name) ?? []).filter((entry) => entry.handler !== handler)
    this.#handlers.set(name, kept)
  }

  emit(name: string, ...args: unknown[]): void {
    for (const { handler, once } of [...(this.#handlers.get(name) ?? [])]) {
      if (once) this.off(name, handler)
      handler(...args)
    }
  }

  #add(name: string, handler: Handler, once: boolean): void {
    this.#handlers.set(name, [...(this.#handlers.get(name) ?? []), { handler, once }])
  }
}
