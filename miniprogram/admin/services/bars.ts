import { type Tone } from './message-states'
import { countText, shareText } from './numbers'

/** A part of a whole, ready to be drawn. */
export interface Bar {
  key: string
  title: string
  /** With its unit. */
  count: string
  /** Empty where the whole itself stands. */
  share: string
  percent: number
  tone: Tone
  about: string
}

/** @param unit  what is counted: 人, 次 */
export function barOf(part: { key: string; title: string; count: number; tone: Tone; about?: string }, whole: number, unit: string): Bar {
  const { key, title, count, tone, about = '' } = part
  return { key, title, count: `${countText(count)} ${unit}`, share: shareText(count, whole), percent: whole === 0 ? 0 : Math.min(100, (count / whole) * 100), tone, about }
}
