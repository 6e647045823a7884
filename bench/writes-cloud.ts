import { startEmulator } from '../emulator/emulator'
import { makeProject } from '../emulator/testing/project'

/** A local cloud in a process of its own, for bench/writes.ts: tells its address, and how much processor time it has used when asked. */
async function main(dataDir: string | undefined): Promise<void> {
  const project = makeProject({ 'package.json': {}, 'cloudbaserc.json': { envId: 'bench' } })
  const emulator = await startEmulator({ projectDir: project.dir, dataDir, seed: null })
  emulator.database.createCollection('notes')
  process.send?.({ url: emulator.url })
  process.on('message', () => process.send?.({ cpuMs: cpuMs() }))
  process.on('disconnect', () => void emulator.close().then(() => project.remove()))
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

void main(process.argv[2])
