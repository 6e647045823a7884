import { Storage } from './storage'

const MEGABYTE = 'x'.repeat(1024 * 1024)

/** Writes more than there is room for, and prints what `durable()` says of it, the second time as well. */
async function main(dir: string): Promise<void> {
  const storage = new Storage(dir)
  for (let i = 0; i < 20; i++) storage.map<string>('m').set(`k${i}`, MEGABYTE)
  await storage.durable().catch((error: Error) => process.stdout.write(error.message))
  const again = await storage.durable().then(() => 'durable', () => 'not durable')
  process.exit(again === 'not durable' ? 0 : 1)
}

void main(process.argv[2] ?? '')
