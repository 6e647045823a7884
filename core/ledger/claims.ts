import { type Answer, type Unbelieved } from './answer'
import { type Authorization } from './authorization'

/**
 * What the word of a page is worth. Whoever holds the phone can make it up, and only WeChat's answer to a send tells: a made-up
 * accept is a 43101 later. So what a page may claim is bounded, and a page that was found wrong twice is not taken at its word.
 * WeChat's own event is, always.
 */

/**
 * Accepts of one person for one template that count on one Beijing day, by when we hear of them (the time of the tap is the page's
 * word as well). Who taps for a stock of reminders stays below it: two weeks of a daily one take two days. Each further one is kept
 * among the answers, and said to be too many.
 */
export const MOST_ACCEPTS_OF_A_DAY = 10

/** Accepts in a row, known from a page alone, that WeChat did not know when they were used: from then on the row is doubtful. */
export const MISSES_OF_DOUBT = 2

/** What became of an accept in the ledger. */
export interface Weight {
  /** Grants a send. */
  counted: boolean
  /** Says something of what WeChat was told. */
  believed: boolean
  /** Why a tap that would have granted a send does not. */
  uncounted?: Unbelieved
  /** For the row: claimed today, and that nobody but a page told of it. */
  claim?: Pick<Authorization, 'claims' | 'unproven'>
}

type Claim = Pick<Answer, 'source' | 'choice' | 'counted'> & { longTerm: boolean; mostADay?: number }

export function weigh(row: Authorization, { source, choice, counted, longTerm, mostADay = Infinity }: Claim, day: string): Weight {
  // Of a one-time template the settings say nothing that a send could be refused for.
  const isClaim = choice === 'accept' || (longTerm && (choice === 'allow' || choice === 'on'))
  if (!isClaim) return { counted, believed: true }
  // Of a doubtful row the event counts although the page usually does: of one tap never both.
  if (source === 'popup-event') return { counted: counted || isDoubtful(row), believed: true }
  if (isDoubtful(row)) return { counted: false, believed: false, ...(counted && choice === 'accept' && { uncounted: 'doubtful' }) }
  if (!counted) return { counted, believed: true }
  if (longTerm) return { counted, believed: true, claim: { unproven: true } }
  const before = row.claims?.day === day ? row.claims.count : 0
  if (before >= mostADay) return { counted: false, believed: true, uncounted: 'too-many' }
  return { counted, believed: true, claim: { claims: { day, count: before + 1 }, unproven: true } }
}

export function isDoubtful({ misses }: Pick<Authorization, 'misses'>): boolean {
  return misses === MISSES_OF_DOUBT
}
