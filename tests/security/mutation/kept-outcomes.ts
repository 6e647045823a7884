import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Mutant } from './mutants'
import { type Outcome } from './report'
import { ROOT } from './trials'

const FILE = join(ROOT, 'node_modules/.cache/subscribe-message-cloud/mutants.json')

type Kept = Record<string, 'matrix' | 'closer' | 'nobody'>

/** Written as they come: a run may be ended at any moment, and resumed. What an earlier run knew of other files stays. */
export function keep({ mutant, by = 'nobody' }: { mutant: Mutant; by?: Kept[string] }): void {
  const kept = { ...read(), [keyOf(mutant)]: by }
  mkdirSync(dirname(FILE), { recursive: true })
  writeFileSync(FILE, JSON.stringify(kept))
}

/** Of those of an earlier run whose file is still the same. */
export function keptOutcomes(mutants: readonly Mutant[]): Outcome[] {
  const kept = read()
  return mutants.flatMap((mutant) => {
    const by = kept[keyOf(mutant)]
    return by === undefined ? [] : [{ mutant, ...(by !== 'nobody' && { by }) }]
  })
}

function keyOf(mutant: Mutant): string {
  const source = readFileSync(join(ROOT, mutant.file), 'utf8')
  return createHash('sha256').update(JSON.stringify([mutant, source])).digest('hex')
}

function read(): Kept {
  try {
    return JSON.parse(readFileSync(FILE, 'utf8')) as Kept
  } catch {
    return {}
  }
}
