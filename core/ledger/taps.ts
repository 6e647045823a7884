import { type Changes, type Command } from '../ports/database'
import { type Answer } from './answer'
import { type Authorization, type Tap } from './authorization'

/** The newest ones that a row keeps: more than a phone reports late, and more than anybody taps between two tries to report. */
const KEPT = 8

/** How the row of the ledger knows an answer. */
export function tapOf({ _id, templateId, openid, heardAt: at }: Answer): Tap {
  // Of several templates of one tap each row notes the same.
  return { id: _id.slice(openid.length + 1, -(templateId.length + 1)), at }
}

export function keep({ push }: Command, answer: Answer): Changes {
  return { taps: push({ each: [tapOf(answer)], slice: -KEPT }) }
}

/**
 * Whether the answer, which was written apart, is in the row. So long ago that the row would have forgotten it, it is taken to be:
 * then a tap whose call died, and whose phone reported eight others before it, is lost rather than counted twice.
 */
export function isIn(row: Pick<Authorization, 'taps'> | undefined, answer: Answer): boolean {
  const { taps = [] } = row ?? {}
  const [oldest] = taps
  if (taps.some(({ id }) => id === tapOf(answer).id)) return true
  return taps.length >= KEPT && oldest !== undefined && oldest.at > answer.heardAt
}
