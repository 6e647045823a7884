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
  /** Why a yes that would have granted a send did not, see `claims.ts`. */
  uncounted?: Unbelieved
  /** The ledger was told of it in a write of its own: whether it was stands in the row, see `taps.ts`. */
  apart?: true
  /** «总是保持以上选择» was not known of her before; only WeChat's settings tell. */
  always?: true
  /** What it was an answer to. Rows of earlier versions have none. */
  evidence?: Evidence
  /** When it was said. */
  at: Date
  /** When we heard of it. */
  heardAt: Date
}

/** too-many: beyond what one day may claim. doubtful: WeChat did not know what the page told of before. */
export type Unbelieved = 'too-many' | 'doubtful'

/** So that one can say later what she was asked, where, and what she said yes to. */
export interface Evidence {
  /** One panel, which may have asked for several templates. */
  promptId?: string
  /** The page that asked, and the scene in which the mini-program was opened (WeChat's number). */
  page?: string
  scene?: number
  /** Code of the card that brought her, as she says. */
  from?: string
  /** What the page said when it asked. */
  text?: ConsentText
  /** WeChat's event and its scene. */
  event?: string
  popupScene?: string
}

export interface ConsentText {
  id: string
  version: number
  words: string
  /** Of the words, to count alike ones. */
  hash: string
}

/** What each of them does: `facts.ts`. */
export type Choice = 'accept' | 'reject' | 'revoke' | 'ban' | 'filter' | 'cancel' | 'fail' | 'stop' | 'allow' | 'off' | 'on'

/** `accept`, `acceptWithAudio`, … all grant; a word we have never met grants nothing. */
export function choiceOf(said: string): Choice {
  if (said.startsWith('accept')) return 'accept'
  if (said === 'ban' || said === 'filter') return said
  return 'reject'
}
