import { Storage } from './storage'

/** Writes `count` entries, says so once they are durable, writes on without waiting, and stays alive until it is killed. */
async function main(dir: string, count: number): Promise<void> {
  const storage = new Storage(dir)
  for (let i = 0; i < count; i++) storage.map<number>('acknowledged').set(`k${i}`, i)
  await storage.durable()
  for (let i = 0; i < count; i++) storage.map<number>('unacknowledged').set(`k${i}`, i)
  process.stdout.write('durable\n')
  setInterval(() => undefined, 1000)
}

void main(process.argv[2] ?? '', Number(process.argv[3]))
