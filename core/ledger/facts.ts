import { type Choice } from './answer'
import { type Authorization, type Facts, type Standing } from './authorization'

/**
 * What is known of one user and one template. Each fact has its own time, which is when it happened, not when we heard of it:
 * reports come late, twice and in any order, and the ledger has to come out the same.
 *
 * fact                                       sends                                       last answer   further
 * accept   tapped on WeChat's panel          one more, unless WeChat held nothing later  accept        ends a stop that came before it
 * reject, ban   said on the panel            —                                           itself        —
 * revoke   refused outside of our pages      all up to then are gone                     reject        —
 * allow    allowed in WeChat's settings      —                                           accept        ends no stop: nobody tapped anything here
 * off, on  WeChat's main switch              off: all up to then are gone                —             long-term: suspended until it is on
 * stop     said to us                        stay, WeChat still holds them               —             stops, until a later accept
 * filter   not asked this time               —                                           —             —
 * cancel   closed the panel without answer   —                                           —             —
 * fail     no panel came                     —                                           —             —
 * 43101    WeChat's answer to a send         all up to then are gone                     —             long-term: no longer stands
 *
 * A stop and WeChat's last answer are two facts: saying no afterwards does not undo the stop, neither does hearing late of an
 * older accept; only an accept that was tapped after it does. What happens in the same moment goes against sending.
 */

/** One thing that happened, as `recordAnswers` hears of it. */
export interface Fact {
  choice: Choice
  /** When; of a source that tells whole seconds the last moment that it may mean. */
  at: Date
  /** The first moment that it may mean. */
  since: Date
  longTerm: boolean
  /** Whether this source grants sends: of two that tell of the same tap only one does. */
  counted: boolean
  /** What she chose is kept by WeChat for every time to come. */
  always?: true
  /** False for the word of a page that was found wrong: it says nothing of what WeChat was told. */
  believed?: boolean
}

/** The counters are added to the row's, all else takes the place of what was there. */
export interface Effect extends Facts {
  credits: number
  granted: number
  forfeited: number
  standing: Standing
}

/** More grants than this are not told apart: a refusal that we hear of late then takes the older ones. */
export const MAX_GRANTS = 100

/** What a fact does to the ledger's row. Pure. */
export function effectOf(row: Authorization, fact: Fact): Effect {
  const known = factsOf(row)
  const facts = { ...learn(known, fact), ...(fact.always && { always: true as const }) }
  return { ...facts, ...sendsAfter(row, known, fact), standing: standingOf(facts, fact.longTerm) }
}

/** How many of the row's sends were granted after that moment: what a refusal of that moment leaves. */
export function grantedAfter(row: Authorization, at: Date): number {
  return Math.min(row.credits, factsOf(row).grants.filter((grant) => grant > at).length)
}

type Sends = Pick<Effect, 'credits' | 'granted' | 'forfeited' | 'grants' | 'lapsed'>

function sendsAfter(row: Authorization, { grants, emptyAt }: Facts, { choice, at, longTerm, counted }: Fact): Sends {
  const nothing = { credits: 0, granted: 0, forfeited: 0, grants }
  if (choice === 'revoke' || choice === 'off') {
    const since = grants.filter((grant) => grant > at)
    const left = Math.min(row.credits, since.length)
    const lapsed = row.reservations.slice(0, Math.max(0, row.reservations.length - (since.length - left)))
    return { credits: left - row.credits, granted: 0, forfeited: row.credits - left, grants: since, lapsed }
  }
  if (choice !== 'accept' || longTerm || !counted) return nothing
  // WeChat took it back since, which we heard of first.
  if (emptyAt && at <= emptyAt) return { ...nothing, granted: 1, forfeited: 1 }
  const left = Math.min(row.credits + row.reservations.length + 1, MAX_GRANTS)
  return { credits: 1, granted: 1, forfeited: 0, grants: [...grants, at].sort((a, b) => a.getTime() - b.getTime()).slice(-left) }
}

function learn(known: Facts, { choice, at, since, believed = true }: Fact): Facts {
  switch (choice) {
    case 'accept':
      // Her own stop ends in any case.
      return { ...(believed ? withAnswer(known, 'accept', at) : known), acceptedAt: later(known.acceptedAt, since) }
    case 'reject':
    case 'ban':
      return withAnswer(known, choice, at)
    case 'allow':
      return believed ? withAnswer(known, 'accept', at) : known
    case 'revoke':
      return { ...withAnswer(known, 'reject', at), emptyAt: later(known.emptyAt, at) }
    case 'off':
      return { ...known, emptyAt: later(known.emptyAt, at) }
    case 'on':
      return believed ? { ...known, reopenedAt: later(known.reopenedAt, at) } : known
    case 'stop':
      return { ...known, stoppedAt: later(known.stoppedAt, at) }
    case 'cancel':
      return { ...known, askedAt: later(known.askedAt, at) }
    case 'filter':
    case 'fail':
      return known
  }
}

/** Of two answers of the same moment the later of these holds. */
const BY_WEIGHT = ['accept', 'reject', 'ban'] as const

function withAnswer(known: Facts, answer: NonNullable<Facts['answer']>, at: Date): Facts {
  const { answer: before = 'accept', answeredAt } = known
  if (answeredAt && answeredAt > at) return known
  if (isSame(answeredAt, at) && BY_WEIGHT.indexOf(before) > BY_WEIGHT.indexOf(answer)) return known
  return { ...known, answer, answeredAt: at }
}

/** The one word for it all, which queries ask for. */
function standingOf({ answer, answeredAt, acceptedAt, stoppedAt, emptyAt, reopenedAt }: Facts, longTerm: boolean): Standing {
  if (stoppedAt && !(acceptedAt && acceptedAt > stoppedAt)) return 'stopped'
  if (answer !== 'accept' || !answeredAt) return answer ?? 'none'
  const isSuspended = longTerm && emptyAt && emptyAt >= answeredAt && !(reopenedAt && reopenedAt > emptyAt)
  return isSuspended ? 'none' : 'accept'
}

/** Rows of earlier versions have their standing and their sends only; what they say was so when they were last written, at the latest. */
function factsOf({ answer, answeredAt, acceptedAt, askedAt, always, stoppedAt, emptyAt, reopenedAt, lapsed, grants, ...row }: Authorization): Facts {
  if (grants) return { answer, answeredAt, acceptedAt, ...(askedAt && { askedAt }), ...(always && { always }), stoppedAt, emptyAt, reopenedAt, lapsed, grants: newest(grants, row.credits + row.reservations.length) }
  const { standing, credits, updatedAt } = row
  const first: Facts = { emptyAt, grants: Array<Date>(Math.min(credits, MAX_GRANTS)).fill(updatedAt) }
  if (standing === 'none') return first
  if (standing === 'stopped') return { ...first, stoppedAt: updatedAt }
  return { ...first, answer: standing, answeredAt: updatedAt, ...(standing === 'accept' && { acceptedAt: updatedAt }) }
}

/** Of those that are left or held: what was granted before them is spent. */
function newest(grants: readonly Date[], count: number): Date[] {
  return count > 0 ? grants.slice(-count) : []
}

function later(known: Date | undefined, at: Date): Date {
  return known && known > at ? known : at
}

function isSame(a: Date | undefined, b: Date | undefined): boolean {
  return a?.getTime() === b?.getTime()
}
