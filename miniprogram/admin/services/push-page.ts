import { type PushView, type ReasonCount } from '../../services/answers'
import { momentOf } from '../../services/moments'
import { barParts, doneOf, type BarPart } from './bar-parts'
import { MESSAGE_STATES, type Tone } from './message-states'
import { paceText, rateOf, type Sample } from './pace'
import { buttonsOf, isUnderway, sentenceOf, stateWords, type PushButton } from './push-states'

export interface ReasonRow {
  key: string
  count: number
  /** What became of these messages. */
  text: string
  tone: Tone
  /** Why, and what to do. */
  message: string
  /** Below it a person may settle each of these; all of them are listed together, at the first reason. */
  hasUnknownList: boolean
}

/** Everything that the page of a push shows, in words. */
export interface PushPageView {
  title: string
  head: string
  tone: Tone
  sentence: string
  parts: BarPart[]
  pace: string
  /** Who asked for it, and when. */
  origin: string
  buttons: readonly PushButton[]
  reasons: ReasonRow[]
  /** Messages that may be tried again, once the push is at an end. */
  retryable: number
}

interface Seen {
  samples?: readonly Sample[]
  isStalled?: boolean
  now?: Date
}

export function pushPageView(push: PushView, { samples = [], isStalled = false, now = new Date() }: Seen = {}): PushPageView {
  const { text, tone } = stateWords(push)
  const left = Math.max(0, push.total - doneOf(push.counts))
  return {
    title: push.title,
    head: text,
    tone,
    sentence: sentenceOf(push, { isStalled, now }),
    parts: barParts(push),
    pace: isUnderway(push.state) && !isStalled ? paceText(rateOf(samples), left) : '',
    origin: `${push.by.kind === 'operator' ? '云控制台' : push.author || '管理成员'} · ${momentOf(push.createdAt, now)}`,
    buttons: buttonsOf(push.state),
    reasons: reasonRows(push),
    retryable: push.state === 'finished' ? push.reasons.reduce((sum, { retryable, count }) => sum + (retryable ? count : 0), 0) : 0,
  }
}

/** Why the push was halted is said at the top already. */
function reasonRows({ state, halt, reasons }: PushView): ReasonRow[] {
  const told = reasons.filter(({ reason }) => state !== 'halted' || reason !== halt?.reason)
  const firstUnknown = told.findIndex((each) => each.state === 'unknown')
  return told.map((each, place) => reasonRow(each, place, place === firstUnknown))
}

function reasonRow({ state, reason, count, message = '' }: ReasonCount, place: number, hasUnknownList: boolean): ReasonRow {
  return { key: `${state}-${reason}-${place}`, count, ...MESSAGE_STATES[state], message, hasUnknownList }
}
