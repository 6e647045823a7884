/** The HTTP contract of the local cloud, as the phone uses it. */
export interface LocalCloud {
  /** @throws CloudRefusal when it refuses; TypeError when it cannot be reached */
  get(path: string, query?: Record<string, string>): Promise<unknown>
  /** @throws CloudRefusal when it refuses; TypeError when it cannot be reached */
  post(path: string, body: unknown): Promise<unknown>
  /** How many requests are under way. */
  readonly pending: number
}

/** The local cloud answered with `{error: {code, message}}`. */
export class CloudRefusal extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

/** The local cloud from which the page came, or another by its address. */
export class HttpCloud implements LocalCloud {
  #pending = 0

  /**
   * @param pass  lets a request onto the network, or throws where there is none
   * @param base  before each address; default: the page's own place
   */
  constructor(
    private readonly pass: () => Promise<void>,
    private readonly base = '',
  ) {}

  get pending(): number {
    return this.#pending
  }

  get(path: string, query: Record<string, string> = {}): Promise<unknown> {
    return this.#send(`${path}?${new URLSearchParams(query).toString()}`)
  }

  post(path: string, body: unknown): Promise<unknown> {
    const headers = { 'content-type': 'application/json' }
    return this.#send(path, { method: 'POST', headers, body: JSON.stringify(body) })
  }

  async #send(address: string, init?: RequestInit): Promise<unknown> {
    this.#pending += 1
    try {
      await this.pass()
      const answer = (await (await fetch(this.base + address, init)).json()) as { error?: { code: string; message: string }; ok?: boolean }
      // A function that failed is answered with `ok: false`, which is no refusal.
      if (answer.error && answer.ok === undefined) throw new CloudRefusal(answer.error.code, answer.error.message)
      return answer
    } finally {
      this.#pending -= 1
    }
  }
}
