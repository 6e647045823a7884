// npm run fuzz -- [--count N] [--seed S]: generated inputs against everything that takes input from outside. What it finds is printed, ready for seeds.json.
import { parseArgs } from 'node:util'
import { fuzz } from './fuzz'
import { SEEDS } from './seeds'
import { startTargets } from './targets'
import { watch } from './watchdog'

const { values } = parseArgs({ options: { count: { type: 'string', default: '200000' }, seed: { type: 'string', default: String(Date.now() % 1_000_000) }, only: { type: 'string', default: '' } } })
const [count, seed] = [Number(values.count), Number(values.seed)]
if (!Number.isSafeInteger(count) || !Number.isSafeInteger(seed) || count < 0) {
  console.error('用法：npm run fuzz -- [--count 200000] [--seed 1]，两个都是整数。')
  process.exit(2)
}

async function main(): Promise<void> {
  const print = console.log.bind(console)
  // The functions write to the log what was refused.
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) console[level] = () => undefined
  print(`seed ${seed}, ${count} inputs, ${SEEDS.length} seeds first`)
  const { targets, close } = await startTargets()
  const dog = watch()
  const startedAt = Date.now()
  let told = 0
  const { counts, findings } = await fuzz(
    targets.filter(({ name }) => name.includes(values.only)),
    {
      count,
      seed,
      seeds: SEEDS.filter(({ target }) => target.includes(values.only)),
      onFinding: (finding) => print(JSON.stringify(finding)),
      onProgress: (ran) => {
        dog.alive(ran)
        if (ran - told < 10_000) return
        told = ran
        print(`${ran} inputs, ${Math.round((Date.now() - startedAt) / 1000)} s`)
      },
    },
  )
  dog.end()
  await close()
  print(Object.entries(counts).map(([name, ran]) => `${String(ran).padStart(7)}  ${name}`).join('\n'))
  print(`seed ${seed}: ${Object.values(counts).reduce((sum, ran) => sum + ran, 0)} inputs in ${((Date.now() - startedAt) / 60_000).toFixed(1)} min, ${findings.length} findings`)
  process.exit(findings.length === 0 ? 0 : 1)
}

void main()
