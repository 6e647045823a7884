import { type Standing } from './authorization'

/**
 * What a user said to one request for one template. Rows of `answers` are only ever added;
 * `_id` names the occasion, so that hearing of it twice changes nothing.
 */
export interface Answer {
  _id: string
  openid: string
  templateId: string
  choice: Choice
  /** WeChat's own word, e.g. acceptWithAudio. */
  said: string
  /** Who told us: the page that asked, WeChat's popup event, WeChat's refusal event, or the user's «停止» in our own page. */
  source: 'page' | 'popup-event' | 'change-event' | 'stop'
  /** Whether it moved the ledger. Of page and popup event only one does, see `Settings.consentSource`. */
  counted: boolean
  at: Date
}

export type Choice = 'accept' | 'reject' | 'revoke' | 'ban' | 'filter' | 'stop'

/** `accept`, `acceptWithAudio`, … all grant; a word we have never met grants nothing. */
export function choiceOf(said: string): Choice {
  if (said.startsWith('accept')) return 'accept'
  if (said === 'ban' || said === 'filter') return said
  return 'reject'
}

export interface LedgerEffect {
  standing?: Standing
  /** Added to the row's counters. */
  credits: number
  granted: number
  forfeited: number
}

/**
 * What that answer does to the ledger's row. Pure.
 *
 * An accept adds one send (they accumulate, with no known cap or end). Saying no to a further one takes nothing back
 * of what was agreed to before; a revocation does, and wipes what is left. A stop leaves the sends, which WeChat still holds;
 * they count again when the user comes back. `filter` (another template of the same title was shown instead) says nothing.
 */
export function effectOf(choice: Choice, longTerm: boolean, creditsLeft: number): LedgerEffect {
  const nothing = { credits: 0, granted: 0, forfeited: 0 }
  switch (choice) {
    case 'accept':
      return longTerm ? { ...nothing, standing: 'accept' } : { standing: 'accept', credits: 1, granted: 1, forfeited: 0 }
    case 'reject':
    case 'ban':
      return { ...nothing, standing: choice }
    case 'revoke':
      return { standing: 'reject', credits: -creditsLeft, granted: 0, forfeited: creditsLeft }
    case 'stop':
      return { ...nothing, standing: 'stopped' }
    case 'filter':
      return nothing
  }
}
