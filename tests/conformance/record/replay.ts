import { type Driver } from '../step'
import { Bindings, type Mismatch } from './match'
import { type Check, type RecordedStep } from './recording'

export interface Difference extends Mismatch {
  test: string
  /** From one. */
  step: number
  code: string
}

/** Does again what was recorded, in its order, and says where this environment answers otherwise. */
export async function replay(driver: Driver, checks: readonly Check[]): Promise<Difference[]> {
  const differences: Difference[] = []
  for (const { test, steps } of checks) {
    const bindings = new Bindings()
    for (const together of byTurn(steps)) {
      const answers = await Promise.all(together.map(({ step, data }) => driver.run(bindings.fill(step), bindings.fill(data))))
      for (const [at, recorded] of together.entries())
        for (const mismatch of bindings.compare(recorded.outcome, JSON.parse(JSON.stringify(answers[at])) as unknown))
          differences.push({ test, step: steps.indexOf(recorded) + 1, code: recorded.step, ...mismatch })
    }
  }
  return differences
}

function byTurn(steps: readonly RecordedStep[]): RecordedStep[][] {
  const turns: RecordedStep[][] = []
  for (const step of steps) {
    const last = turns.at(-1)
    if (last && last[0]?.turn === step.turn) last.push(step)
    else turns.push([step])
  }
  return turns
}
