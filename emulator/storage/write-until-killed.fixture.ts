import { setImmediate as nextTurn } from 'node:timers/promises'
import { Storage } from './storage'

/** So short that LMDB is being filled all the time. */
const CARRY_AFTER_BYTES = 20_000
const TEXT = 'x'.repeat(500)

/**
 * Writes one step after another, each into two maps at once, and prints its number when it is durable; several steps are under way at
 * any time. Every tenth step begins by emptying the second map. Goes on from `first` until it is killed.
 */
async function main(dir: string, first: number): Promise<void> {
  const storage = new Storage(dir, CARRY_AFTER_BYTES)
  const [all, some] = [storage.map<number>('all'), storage.map<string>('some')]
  let next = first
  const writer = async (): Promise<never> => {
    for (;;) {
      const step = next++
      if (step % 10 === 0) some.clear()
      all.set(`s${step}`, step)
      some.set(`s${step}`, TEXT)
      await storage.durable()
      process.stdout.write(`${step}\n`)
      // Also a storage that never waits must let it out.
      await nextTurn()
    }
  }
  await Promise.all(Array.from({ length: 8 }, writer))
}

void main(process.argv[2] ?? '', Number(process.argv[3]))
