import { appendFileSync, readFileSync } from 'node:fs'
import { type Driver, type Outcome } from '../step'
import { Placeholders, type Known } from './placeholders'
import { type Check, type RecordedStep } from './recording'

/** Whose step this is: `file › test`, or the file alone for what is done before its tests. */
type NameOfTest = () => string

/**
 * The same driver, which writes down each step with its answer, a line each. Nothing is written that was not masked: whatever ends
 * the run, no secret lies about.
 */
export function recording(driver: Driver, file: string, nameOf: NameOfTest, known: Known): Driver {
  let placeholders = new Placeholders(known, Date.now)
  let test = ''
  let turn = 0
  let underWay = 0
  return {
    close: () => driver.close(),
    async run(step, data = {}) {
      if (nameOf() !== test) {
        test = nameOf()
        placeholders = new Placeholders(known, Date.now)
      }
      if (underWay === 0) turn += 1
      const line = { test, turn, step: placeholders.text(step), data: placeholders.mask(data) as Record<string, unknown> }
      const mine = placeholders
      underWay += 1
      try {
        const outcome = await driver.run(step, data)
        append(file, { ...line, outcome: mine.mask(outcome) as Outcome })
        return outcome
      } finally {
        underWay -= 1
      }
    },
  }
}

function append(file: string, line: RecordedStep & { test: string }): void {
  appendFileSync(file, `${JSON.stringify(line)}\n`, { mode: 0o600 })
}

/** The lines of a run, by test, in the order in which they began. A last line that was not finished counts for nothing. */
export function checksIn(file: string): Check[] {
  const checks = new Map<string, Check>()
  for (const text of readFileSync(file, 'utf8').split('\n')) {
    if (!text.endsWith('}')) continue
    const { test, ...step } = JSON.parse(text) as RecordedStep & { test: string }
    const check = checks.get(test) ?? { test, steps: [] }
    checks.set(test, check)
    check.steps.push(step)
  }
  return [...checks.values()]
}

/** Of the jest test that runs just now. */
export function currentTest(): string {
  const { currentTestName = '', testPath = '' } = expect.getState()
  const file = /([^/\\]+)\.test\.ts$/.exec(testPath)?.[1] ?? ''
  return currentTestName === '' ? file : `${file} › ${currentTestName}`
}
