import { type HistoryItem } from '../../services/answers'
import { maskOpenid } from '../../services/mask'
import { reasonOf, wordsOf, type Tone } from './message-states'
import { momentOf } from '../../services/moments'
import { senderWords } from './sender-words'

/** A message in a list of what was pushed. */
export interface HistoryRow {
  id: string
  title: string
  who: string
  time: string
  /** Who sent it. */
  sender: string
  state: string
  tone: Tone
  /** Why, where there is something to say. */
  reason: string
}

export function rowsOf(items: readonly HistoryItem[], now: Date = new Date()): HistoryRow[] {
  return items.map(({ id, title, nickname, openid, createdAt, state, reason, message, by, author }) => ({
    id,
    title,
    who: nickname === '' ? maskOpenid(openid) : nickname,
    time: momentOf(createdAt, now),
    sender: senderWords({ author, ...(by && { by }) }),
    state: wordsOf({ state, reason }).text,
    tone: wordsOf({ state }).tone,
    reason: reasonOf({ state, message }),
  }))
}
