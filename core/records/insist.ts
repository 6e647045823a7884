import { type Ports } from '../ports'
import { waitAfter, type Retries } from '../ports/retries'

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
