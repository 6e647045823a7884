/**
 * `good` as it should be · `mend` something is wrong · `todo` a step of going live that nobody has taken yet · `notice` works, and worth
 * knowing · `unchecked` nobody can say.
 */
export type Verdict = 'good' | 'mend' | 'todo' | 'notice' | 'unchecked'

/** One line: what is, what should be, and the click or command that mends it. */
export interface Finding {
  verdict: Verdict
  is: string
  /** Both absent only where it is good. */
  should?: string
  mend?: string
}

export const good = (is: string): Finding => ({ verdict: 'good', is })
export const mend = (is: string, should: string, how: string): Finding => ({ verdict: 'mend', is, should, mend: how })
export const todo = (is: string, should: string, how: string): Finding => ({ verdict: 'todo', is, should, mend: how })
export const notice = (is: string, should: string, how: string): Finding => ({ verdict: 'notice', is, should, mend: how })

/** What was found wrong, or one line that says that nothing was. */
export function orGood(found: Finding[], is: string): Finding[] {
  return found.length > 0 ? found : [good(is)]
}
