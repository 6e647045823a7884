import { type Answer, type Unbelieved } from './answer'
import { type Authorization, type CountedAccept } from './authorization'

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

/**
 * Page and event tell of the same tap, and `CONSENT_SOURCE` says which of them counts. Where it was changed between the two, both would:
 * so an accept does not count when the other source told of one at the same time, which was not told of twice yet. The event has WeChat's
 * second; the page reckons by its own clock and is as late as the network. Two taps of one person that are nearer than that may be taken
 * for one while the source changes, never at other times.
 */
export const SAME_TAP_MS = 10_000
/** As many as a row remembers; what is older than all of them was counted. */
export const KEPT_ACCEPTS = 8

/** What became of an accept in the ledger. */
export interface Weight {
  /** Grants a send. */
  counted: boolean
  /** Says something of what WeChat was told. */
  believed: boolean
  /** Why a tap that would have granted a send does not. */
  uncounted?: Unbelieved
  /** For the row: claimed today, and that nobody but a page told of it. */
  claim?: Pick<Authorization, 'claims' | 'unproven' | 'counted'>
}

type Claim = Pick<Answer, 'source' | 'choice' | 'counted'> & { at?: Date; longTerm: boolean; mostADay?: number }

export function weigh(row: Authorization, claim: Claim, day: string): Weight {
  const weight = weighAlone(row, claim, day)
  const { at, source: by, choice, longTerm } = claim
  if (!weight.counted || choice !== 'accept' || longTerm || at === undefined || (by !== 'page' && by !== 'popup-event')) return weight
  const met = metBy(row, at, by)
  if (met === 'forgotten') return { counted: false, believed: true }
  if (met) return { counted: false, believed: true, claim: { counted: (row.counted ?? []).map((each) => (each === met ? { ...each, met: true } : each)) } }
  return { ...weight, claim: { ...weight.claim, counted: [...(row.counted ?? []), { at, by }].slice(-KEPT_ACCEPTS) } }
}

/** The accept of the other source that tells of the same tap. */
export function metBy({ counted = [] }: Pick<Authorization, 'counted'>, at: Date, by: CountedAccept['by']): CountedAccept | 'forgotten' | undefined {
  const others = counted.filter((each) => each.by !== by)
  const distance = (each: CountedAccept): number => Math.abs(each.at.getTime() - at.getTime())
  const [nearest] = others.filter((each) => !each.met && distance(each) <= SAME_TAP_MS).sort((a, b) => distance(a) - distance(b))
  if (nearest) return nearest
  const isFull = counted.length >= KEPT_ACCEPTS && others.length > 0
  return isFull && counted.every((each) => each.at.getTime() > at.getTime() + SAME_TAP_MS) ? 'forgotten' : undefined
}

function weighAlone(row: Authorization, { source, choice, counted, longTerm, mostADay = Infinity }: Claim, day: string): Weight {
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
