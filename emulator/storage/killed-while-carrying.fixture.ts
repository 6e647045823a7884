import { setImmediate as nextTurn } from 'node:timers/promises'
import { Storage } from './storage'

const ENTRIES = 2500
const TEXT = 'x'.repeat(500)

/** Fills a journal with entries that are durable, makes it too long, and dies so many turns after LMDB has begun to take it over. */
async function main(dir: string, turns: number): Promise<void> {
  const storage = new Storage(dir, ENTRIES * TEXT.length)
  for (let i = 0; i < ENTRIES; i++) storage.map('m').set(`k${i}`, TEXT)
  await storage.durable()
  storage.map('m').set('one more', TEXT)
  for (let turn = 0; turn < turns; turn++) await nextTurn()
  process.kill(process.pid, 'SIGKILL')
}

void main(process.argv[2] ?? '', Number(process.argv[3]))
