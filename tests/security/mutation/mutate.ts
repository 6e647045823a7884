// npm run mutate: changes what decides who may do what, one small thing at a time, and tells which change no test notices.
// `--only TEXT`: files whose path has that text in it. `--processes N`: so many at once. `--resume`: what an earlier run saw noticed, in
// files that have not changed since, is taken over; only the rest is tried. The report tells the last that is known of each mutant.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { forgetOthers, keep, keptOutcomes } from './kept-outcomes'
import { type Mutant } from './mutants'
import { reportOf, type Outcome } from './report'
import { allMutants, PATIENCE_MS, ROOT, Trials } from './trials'

const REPORT = join(ROOT, 'docs/mutation-report.md')

/** Which tests look closer at what the matrix let pass, with the one that stands beside the file: the first line whose files match. */
const CLOSER: readonly [files: RegExp, tests: readonly string[]][] = [
  [/access\/(wrong-key|operator-keys)/, ['core/access/calls.test.ts', 'core/access/identify.test.ts']],
  [/access\/(caller|identify-caller)/, ['core/notify/keys.test.ts', 'core/notify/notify.test.ts']],
  [/access\/member-limits/, ['core/push/person-limits.test.ts']],
  [/access\/(accept-invitation|invitation|invite|tries)/, ['core/access/invitations.test.ts']],
  [/access\//, ['core/access/members.test.ts']],
  [/\.json$/, ['tests/security/environment.test.ts']],
  [/api\/schema/, ['core/api/actions.test.ts', 'tests/security/request-bounds.test.ts']],
  [/api\//, ['core/api/serve.test.ts']],
  [/^cloudfunctions\//, ['tests/security/rights.test.ts']],
]

const { values } = parseArgs({ options: { only: { type: 'string', default: '' }, processes: { type: 'string', default: '1' }, resume: { type: 'boolean', default: false } } })

/** Test files that pass as long as nothing is changed. */
const sound = new Map<string, Promise<boolean>>()

function closerTests(file: string): readonly string[] {
  const beside = file.replace(/\.ts$/, '.test.ts')
  const named = CLOSER.find(([files]) => files.test(file))?.[1] ?? []
  return [...new Set([...(beside !== file && existsSync(join(ROOT, beside)) ? [beside] : []), ...named])]
}

async function isNoticedCloser(mutant: Mutant): Promise<boolean> {
  const tests = closerTests(mutant.file)
  if (tests.length === 0) return false
  const passing = sound.get(tests.join()) ?? passes(tests)
  sound.set(tests.join(), passing)
  if (!(await passing)) throw new Error(`${tests.join(' and ')} fail although nothing is changed: mend that first.`)
  return !(await passes(tests, mutant))
}

async function passes(tests: readonly string[], mutant?: Mutant): Promise<boolean> {
  const command = [join(ROOT, 'node_modules/jest/bin/jest.js'), '--config', join(__dirname, 'jest.config.cjs'), '-i', ...tests]
  const env = { ...process.env, ...(mutant && { MUTANT: JSON.stringify(mutant) }) }
  const child = spawn(process.execPath, command, { cwd: ROOT, stdio: 'ignore', env, timeout: 3 * PATIENCE_MS, killSignal: 'SIGKILL' })
  const [code] = (await once(child, 'exit')) as [number | null]
  return code === 0
}

async function work(queue: Mutant[], outcomes: Outcome[]): Promise<void> {
  const trials = new Trials()
  for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
    const { fault } = await trials.verdictOn(mutant)
    const by = fault !== undefined ? 'matrix' : (await isNoticedCloser(mutant)) ? 'closer' : undefined
    outcomes.push({ mutant, by })
    keep({ mutant, by })
    if (by === undefined) console.log(`survives  ${mutant.file}:${mutant.line}  ${mutant.change}`)
    if (outcomes.length % 25 === 0) console.log(`${outcomes.length} known, ${queue.length} left`)
  }
  trials.end()
}

async function main(): Promise<void> {
  const mutants = allMutants(values.only)
  const outcomes = values.resume ? keptOutcomes(mutants).filter(({ by }) => by !== undefined) : []
  const known = new Set(outcomes.map(({ mutant }) => mutant))
  const queue = mutants.filter((mutant) => !known.has(mutant))
  await Promise.all(Array.from({ length: Number(values.processes) }, () => work(queue, outcomes)))
  const { survivors } = reportOf(outcomes, outcomes.length)
  const all = allMutants()
  forgetOthers(all)
  writeFileSync(REPORT, reportOf(keptOutcomes(all), all.length).text)
  console.log(`${outcomes.length} mutants, ${survivors.length} survive that should not`)
  for (const { file, line, change } of survivors) console.log(`  ${file}:${line}  ${change}`)
  process.exitCode = survivors.length > 0 ? 1 : 0
}

void main()
