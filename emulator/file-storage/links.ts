import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** 私有读的文件，链接默认有效期. */
const DEFAULT_MAX_AGE_SECONDS = 86_400
const TICKET_MS = 15 * 60_000

export interface Ticket {
  path: string
  /** Whose the file becomes; undefined for the console and functions. */
  owner: string | undefined
}

/** Signatures of links and permissions to upload; both end with this process. Times are milliseconds since 1970. */
export class Links {
  readonly #secret = randomBytes(32)
  readonly #tickets = new Map<string, Ticket & { until: number }>()

  constructor(private readonly now: () => number) {}

  /** The query of a link to a file that not everybody may read. */
  query(path: string, maxAgeSeconds = DEFAULT_MAX_AGE_SECONDS): string {
    const until = Math.floor(this.now() / 1000) + maxAgeSeconds
    return `?sign=${this.#sign(path, until)}&t=${until}`
  }

  isValid(path: string, query: URLSearchParams): boolean {
    const until = Number(query.get('t'))
    const given = Buffer.from(query.get('sign') ?? '')
    const expected = Buffer.from(this.#sign(path, until))
    return until * 1000 >= this.now() && given.length === expected.length && timingSafeEqual(given, expected)
  }

  /** Lets one file be uploaded, once. */
  issue(ticket: Ticket): string {
    for (const [old, { until }] of this.#tickets) if (until < this.now()) this.#tickets.delete(old)
    const id = randomBytes(24).toString('base64url')
    this.#tickets.set(id, { ...ticket, until: this.now() + TICKET_MS })
    return id
  }

  /** What such a permission is for; undefined where there is none, or no more. */
  redeem(id: string): Ticket | undefined {
    const ticket = this.#tickets.get(id)
    this.#tickets.delete(id)
    return ticket && ticket.until >= this.now() ? ticket : undefined
  }

  #sign(path: string, until: number): string {
    return createHmac('sha256', this.#secret).update(`${path}\n${until}`).digest('hex')
  }
}
