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
  /** Who told us: the page that asked, WeChat's popup event, WeChat's refusal event, the user's «停止» in our own page, or what the page read in WeChat's settings. */
  source: 'page' | 'popup-event' | 'change-event' | 'stop' | 'settings'
  /** Whether it granted sends. Of page and popup event only one does, see `Settings.consentSource`; of a template that we do not know none does. */
  counted: boolean
  /** When it was said. */
  at: Date
  /** When we heard of it. */
  heardAt: Date
}

/** What each of them does: `facts.ts`. */
export type Choice = 'accept' | 'reject' | 'revoke' | 'ban' | 'filter' | 'stop' | 'allow' | 'off' | 'on'

/** `accept`, `acceptWithAudio`, … all grant; a word we have never met grants nothing. */
export function choiceOf(said: string): Choice {
  if (said.startsWith('accept')) return 'accept'
  if (said === 'ban' || said === 'filter') return said
  return 'reject'
}
