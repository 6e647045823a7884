import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Mutant } from './mutants'
import { type Outcome } from './report'
import { ROOT } from './trials'

/** Part of the repository: whoever changes one file tries the mutants of that file alone (`--resume`), on whatever machine. */
const FILE = join(__dirname, 'outcomes.json')

type Kept = Record<string, 'matrix' | 'closer' | 'nobody'>

/** Written as they come: a run may be ended at any moment, and resumed. What an earlier run knew of other files stays. */
export function keep({ mutant, by = 'nobody' }: { mutant: Mutant; by?: Kept[string] }): void {
  write({ ...read(), [keyOf(mutant)]: by })
}

/** Lets go of what was known of files as they are no more. */
export function forgetOthers(mutants: readonly Mutant[]): void {
  const now = new Set(mutants.map(keyOf))
  write(Object.fromEntries(Object.entries(read()).filter(([key]) => now.has(key))))
}

/** Of those of an earlier run whose file is still the same. */
export function keptOutcomes(mutants: readonly Mutant[]): Outcome[] {
  const kept = read()
  return mutants.flatMap((mutant) => {
    const by = kept[keyOf(mutant)]
    return by === undefined ? [] : [{ mutant, ...(by !== 'nobody' && { by }) }]
  })
}

/** Hexadecimal digits: enough for a few thousand. */
const KEY_LENGTH = 16

function keyOf(mutant: Mutant): string {
  const source = readFileSync(join(ROOT, mutant.file), 'utf8')
  return createHash('sha256').update(JSON.stringify([mutant, source])).digest('hex').slice(0, KEY_LENGTH)
}

function read(): Kept {
  try {
    return JSON.parse(readFileSync(FILE, 'utf8')) as Kept
  } catch {
    return {}
  }
}

function write(kept: Kept): void {
  const lines = Object.keys(kept).sort().map((key) => `  ${JSON.stringify(key)}: ${JSON.stringify(kept[key])}`)
  writeFileSync(FILE, `{\n${lines.join(',\n')}\n}\n`)
}
