import { type Ports } from '../ports'

/** How often something is tried, and how long to wait before each further time. */
export interface Retries {
  /** Times it is tried at most, the first included. */
  attempts: number
  firstMs: number
  longestMs: number
  multiplier: number
}

/** The wait after so many failed attempts, spread over half to the whole of it: what failed together does not come back together. */
export function waitAfter({ firstMs, longestMs, multiplier }: Retries, failed: number, random: () => number): number {
  return Math.min(longestMs, firstMs * multiplier ** (failed - 1)) * (0.5 + random() / 2)
}

/**
 * Does a piece of database work until the database takes it, while there is time. The work must do nothing the second time:
 * a reply that was lost looks like a refusal.
 * @throws the last error
 */
export async function insist<R>(ports: Ports, retries: Retries, what: string, work: () => Promise<R>): Promise<R> {
  for (let failed = 1; ; failed += 1) {
    try {
      return await work()
    } catch (error) {
      const wait = waitAfter(retries, failed, ports.random)
      if (failed >= retries.attempts || ports.remainingMs() <= wait) throw error
      ports.log('warn', `${what} not written, trying again`, { failed, error: String(error) })
      await ports.pause(wait)
    }
  }
}
