import { startEmulator } from '../emulator'

/** A local cloud on that data; prints its address. */
async function main(projectDir: string, dataDir: string): Promise<void> {
  const emulator = await startEmulator({ projectDir, dataDir, seed: null })
  emulator.database.createCollection('notes')
  process.stdout.write(`${emulator.url}\n`)
}

void main(process.argv[2] ?? '', process.argv[3] ?? '')
