const DAY_MS = 24 * 60 * 60 * 1000
/** WeChat's day begins at midnight in Beijing. */
const BEIJING_OFFSET_MS = 8 * 60 * 60 * 1000

/** Messages per calendar day, for the cap of each app. */
export class DailyCount {
  readonly #counts = new Map<number, number>()

  /** @param times  of the messages sent so far, in milliseconds since 1970 */
  constructor(times: Iterable<number> = []) {
    for (const at of times) this.add(at)
  }

  on(at: number): number {
    return this.#counts.get(dayOf(at)) ?? 0
  }

  add(at: number): void {
    this.#counts.set(dayOf(at), this.on(at) + 1)
  }

  clear(): void {
    this.#counts.clear()
  }
}

function dayOf(at: number): number {
  return Math.floor((at + BEIJING_OFFSET_MS) / DAY_MS)
}
