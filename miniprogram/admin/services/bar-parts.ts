import { type Counts, type MessageState } from '../../services/answers'
import { MESSAGE_WORDS } from '../../services/words'
import { type Tone } from './message-states'

/** A stretch of a push's bar, and its line in the legend. */
export interface BarPart {
  key: 'delivered' | 'sent' | 'undelivered' | 'unknown' | 'unsent' | 'merged' | 'held' | 'waiting'
  title: string
  tone: Tone
  count: number
  /** Of the whole, 0–100. */
  percent: number
}

interface Part extends Pick<BarPart, 'key' | 'title' | 'tone'> {
  states: readonly MessageState[]
  /** Known by WeChat's receipts only, or rare: where there is none there is nothing to say about it. */
  ifAny?: true
}

const PARTS: readonly Part[] = [
  { key: 'delivered', title: MESSAGE_WORDS.delivered, tone: 'good', states: ['delivered'], ifAny: true },
  { key: 'sent', title: MESSAGE_WORDS.sent, tone: 'good', states: ['sent'] },
  { key: 'undelivered', title: MESSAGE_WORDS.undelivered, tone: 'bad', states: ['undelivered'], ifAny: true },
  { key: 'merged', title: MESSAGE_WORDS.merged, tone: 'good', states: ['merged'], ifAny: true },
  { key: 'unknown', title: MESSAGE_WORDS.unknown, tone: 'warn', states: ['unknown'] },
  { key: 'unsent', title: MESSAGE_WORDS.skipped, tone: 'bad', states: ['failed', 'skipped', 'cancelling', 'cancelled'] },
  { key: 'held', title: MESSAGE_WORDS.waiting, tone: 'info', states: ['waiting'], ifAny: true },
  { key: 'waiting', title: MESSAGE_WORDS.queued, tone: 'plain', states: ['queued', 'sending'] },
]

/** In the order of the bar. Recipients that are not written out yet are waiting as well. */
export function barParts({ counts, total }: { counts: Counts; total: number }): BarPart[] {
  const written = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const whole = Math.max(total, written)
  return PARTS.flatMap(({ states, ifAny = false, ...part }) => {
    const counted = states.reduce((sum, state) => sum + counts[state], 0)
    const count = part.key === 'waiting' ? counted + whole - written : counted
    if (ifAny && count === 0) return []
    return { ...part, count, percent: whole === 0 ? 0 : Math.round((count / whole) * 1000) / 10 }
  })
}

/** Messages with which nothing further will happen by itself. */
export function doneOf(counts: Counts): number {
  return counts.sent + counts.delivered + counts.undelivered + counts.unknown + counts.failed + counts.skipped + counts.waiting + counts.merged + counts.cancelled
}
