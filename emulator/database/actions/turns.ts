import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Risk, type TimeBudget } from '../query/budget'

/** Work that can be left off at each `yield`, so that others are served in between. */
export type Work<T> = Generator<void, T>

/** Rows looked at in one turn: a few milliseconds. */
export const ROWS_PER_TURN = 2000
/** Documents changed in one turn: some milliseconds, for each stands in several indexes. */
export const WRITES_PER_TURN = 250

/** @throws WireError when the budget is used up */
export async function inTurns<T>(work: Work<T>, budget: TimeBudget, risk: Risk = 'none'): Promise<T> {
  for (;;) {
    const step = budget.run(risk, () => work.next())
    if (step.done) return step.value
    await nextTurn()
  }
}

/** @throws WireError when the budget is used up */
export function atOnce<T>(work: Work<T>, budget: TimeBudget, risk: Risk = 'none'): T {
  for (;;) {
    const step = budget.run(risk, () => work.next())
    if (step.done) return step.value
  }
}

/**
 * The items, with a pause (undefined) now and then. When the first pause comes, what is left is taken down as it is at this moment:
 * documents are never changed in place, so whoever reads on sees one state of the database, whatever is written meanwhile.
 */
export function* withPauses<T>(items: Iterable<T>): Generator<T | undefined> {
  const iterator = items[Symbol.iterator]()
  for (let taken = 0; taken < ROWS_PER_TURN; taken++) {
    const next = iterator.next()
    if (next.done) return
    yield next.value
  }
  const rest = Array.from({ [Symbol.iterator]: () => iterator })
  for (const [index, item] of rest.entries()) {
    if (index % ROWS_PER_TURN === 0) yield undefined
    yield item
  }
}
