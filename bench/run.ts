// npm run bench: prints tables, asserts nothing. `--full` adds what takes minutes: 100,000 recipients, an outage. `--only burst`: that part alone.
import { cpus } from 'node:os'
import { measureBursts } from './burst'
import { measureCalls } from './calls'
import { measureColdStart, measureFirstRead } from './cold-start'
import { measureDryRun } from './dry-run'
import { measureGrowth } from './growth'
import { measureKills } from './kills'
import { measureNotices } from './notices'
import { measureOutage } from './outage'
import { DB_MS, IDEAL_PER_SECOND, POOL, SEND_MS } from './profile'
import PRICES from './prices.json'
import { measurePeople } from './people'
import { measureReports } from './reports'
import { measureSizes } from './sizes'
import { printStart } from './start'
import { measureNaive, measureOurs } from './ways'
import { measureWorkers, SLOW_IDEAL_PER_SECOND, SLOW_SEND_MS } from './workers'
import { measureWrites } from './writes'

const full = process.argv.includes('--full')

const PARTS: Record<string, () => unknown> = {
  sending: async () => {
    console.log('\nOne worker, sending to many')
    const ways = [await measureNaive('loop', 1000), await measureNaive('unbounded', 1000), await measureOurs(1000), await measureOurs(10_000), await measureOurs(10_000, true)]
    if (full) ways.push(await measureOurs(100_000))
    console.table(ways)
  },
  kills: async () => {
    console.log('\nThe worker killed (SIGKILL) in every run')
    console.table([await measureKills(10_000)])
  },
  notices: async () => {
    console.log('\nNotices of a business function, each a push of its own')
    console.table(await measureNotices(1000))
  },
  workers: async () => {
    console.log(`\nSeveral workers at once on one backlog (${SLOW_SEND_MS} ms a send: at best ${SLOW_IDEAL_PER_SECOND.toFixed(0)} msg/s each)`)
    console.table(await measureWorkers(3000, [1, 2, 4]))
  },
  outage: async () => {
    console.log('\nThe first minute in trouble, then all is well; between two rounds of the timer the clock is moved')
    const busy = await measureOutage('-1 for 60 s', { latencyMs: SEND_MS, errors: [{ errcode: -1 }] }, 10_000)
    console.table([busy, await measureOutage('4 s a send for 60 s', { latencyMs: 4000 }, 10_000)])
  },
  'dry-run': async () => {
    console.log('\nDry run over 100,000 authorizations')
    console.table(await measureDryRun(100_000))
  },
  people: async () => {
    console.log('\npeople: of 100,000, the list of recipients by tags')
    console.table(await measurePeople(100_000))
  },
  reports: async () => {
    console.log('\nOverview, reach and funnel over 100,000 people and 100,000 messages, half of them of today')
    console.table(await measureReports(100_000, 100_000))
  },
  burst: async () => {
    console.log('\nMany users of one local cloud, each call a consent and its report; the last row: pushed events alone')
    console.table(await measureBursts())
  },
  writes: async () => {
    console.log('\nSingle inserts through the gateway, answered when durable')
    console.table(await measureWrites())
  },
  calls: async () => {
    console.log(`\nWhat one use asks of the platform · ${PRICES.yuanPer10000Calls} yuan per 10,000 calls, ${PRICES.source}, read ${PRICES.read}, unchecked`)
    console.table(await measureCalls())
  },
  start: printStart,
  'cold-start': async () => {
    console.log('\nCold start of a function: its code is loaded')
    console.table(await measureColdStart())
    console.log('\nCold start, until a first document was read')
    console.table(await measureFirstRead())
  },
  growth: async () => {
    console.log('\nWhat ten thousand messages leave behind (bytes of the records; an index is an estimate)')
    console.table(await measureGrowth())
  },
  sizes: () => {
    console.log('\nPackages')
    console.table(measureSizes())
  },
}

/** What takes minutes, or a quiet machine. */
const ON_REQUEST = ['outage', 'start', 'growth']

function chosen(): string[] {
  const at = process.argv.indexOf('--only')
  if (at < 0) return Object.keys(PARTS).filter((name) => full || !ON_REQUEST.includes(name))
  const name = process.argv[at + 1] ?? ''
  if (!Object.hasOwn(PARTS, name)) throw new Error(`--only takes one of ${Object.keys(PARTS).join(', ')}.`)
  return [name]
}

async function main(): Promise<void> {
  const parts = chosen()
  console.log(`${new Date().toISOString().slice(0, 10)} · Node ${process.version} · ${cpus().length} × ${cpus()[0]?.model.trim()}`)
  console.log(`latency: ${SEND_MS} ms a send, ${DB_MS} ms a database call · pool ${POOL} · at best ${IDEAL_PER_SECOND.toFixed(0)} msg/s`)
  for (const name of parts) await PARTS[name]?.()
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
