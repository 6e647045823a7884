import { setImmediate as nextTurn } from 'node:timers/promises'
import { Storage } from './storage'

/** So short that LMDB is being filled while the journal is written: either may be the first to meet the limit. */
const CARRY_AFTER_BYTES = 20_000
const TEXT = 'x'.repeat(300)

/** Writes small steps until one is refused, tries on, and closes; prints how many were acknowledged and what was said of the next. */
async function main(dir: string): Promise<void> {
  const storage = new Storage(dir, CARRY_AFTER_BYTES)
  let acknowledged = 0
  let said = ''
  while (said === '') {
    storage.map<string>(`m${acknowledged % 5}`).set(`k${acknowledged}`, TEXT)
    await storage.durable().then(
      () => acknowledged++,
      (error: Error) => (said = error.message),
    )
    if (acknowledged % 3 === 0) await nextTurn()
  }
  storage.map<string>('m0').set('later', TEXT)
  const again = await storage.durable().then(
    () => 'durable',
    (error: Error) => error.message,
  )
  await storage.close()
  process.stdout.write(JSON.stringify({ acknowledged, said, again }))
}

void main(process.argv[2] ?? '')
