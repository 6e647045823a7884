// npm run bench: prints tables, asserts nothing. `--full` adds what takes minutes: 100,000 recipients. `--only start`: start, phone, event loop.
import { cpus } from 'node:os'
import { measureBursts } from './burst'
import { measureColdStart } from './cold-start'
import { measureDryRun } from './dry-run'
import { measureKills } from './kills'
import { DB_MS, IDEAL_PER_SECOND, POOL, SEND_MS } from './profile'
import { measureSizes } from './sizes'
import { printStart } from './start'
import { measureNaive, measureOurs } from './ways'
import { measureWrites } from './writes'

async function main(): Promise<void> {
  const full = process.argv.includes('--full')
  console.log(`${new Date().toISOString().slice(0, 10)} · Node ${process.version} · ${cpus().length} × ${cpus()[0]?.model.trim()}`)
  console.log(`latency: ${SEND_MS} ms a send, ${DB_MS} ms a database call · pool ${POOL} · at best ${IDEAL_PER_SECOND.toFixed(0)} msg/s`)

  if (process.argv.includes('--only')) return printStart()

  console.log('\nOne worker, sending to many')
  const ways = [await measureNaive('loop', 1000), await measureNaive('unbounded', 1000), await measureOurs(1000), await measureOurs(10_000)]
  if (full) ways.push(await measureOurs(100_000))
  console.table(ways)

  console.log('\nThe worker killed (SIGKILL) in every run')
  console.table([await measureKills(10_000)])

  console.log('\nDry run over 100,000 authorizations')
  console.table(await measureDryRun(100_000))

  console.log('\nMany users of one local cloud')
  console.table(await measureBursts())

  console.log('\nSingle inserts through the gateway, answered when durable')
  console.table(await measureWrites())

  console.log('\nCold start of a function')
  console.table(measureColdStart())

  console.log('\nPackages')
  console.table(measureSizes())
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
