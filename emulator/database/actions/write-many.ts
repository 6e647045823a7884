import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Document, type PlainObject, type Row } from '../document'
import { riskOf } from '../query/budget'
import { compileFilter } from '../query/filter'
import { LockedByTransaction } from '../transactions/locks'
import { type ActionContext, allMatching } from './action'
import { inTurns, WRITES_PER_TURN } from './turns'

/**
 * Writes to all documents that the query matches, some in each turn, so that others are served in between. As in MongoDB each
 * document is changed in one step, if it still matches when its turn comes; all of them together are not one step.
 * @throws whatever `write` throws; the documents before that one stay written
 */
export async function writeMany({ view, whenFree, budget }: Pick<ActionContext, 'view' | 'whenFree' | 'budget'>, query: PlainObject, write: (row: Row) => void): Promise<void> {
  const risk = riskOf(query)
  const rows = await inTurns(allMatching(view, query), budget, risk)
  // Whoever finds one of them in a transaction waits before the first is changed.
  view.claim(rows.map(({ key }) => key))
  const filter = compileFilter(query)
  const now = ({ key, doc: found }: Row): Document | undefined => {
    const doc = view.get(key)
    return doc && (doc === found || budget.run(risk, () => filter.matches(doc))) ? doc : undefined
  }
  for (let from = 0; from < rows.length; from += WRITES_PER_TURN) {
    const turn = rows.slice(from, from + WRITES_PER_TURN)
    if (from > 0) await nextTurn()
    if (from > 0) await claimed(turn)
    for (const row of turn) {
      const doc = now(row)
      if (doc) write({ ...row, doc })
    }
  }

  async function claimed(turn: readonly Row[]): Promise<void> {
    for (;;) {
      try {
        return view.claim(turn.map(({ key }) => key))
      } catch (error) {
        // Not from the beginning again: some are changed already.
        if (!(error instanceof LockedByTransaction)) throw error
        await whenFree(error.holder)
      }
    }
  }
}
