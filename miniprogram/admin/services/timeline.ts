import { type MessageDetail, type MessageState } from '../../services/answers'
import { MESSAGE_STATES, type Tone } from './message-states'
import { exactMomentOf } from '../../services/moments'

export interface TimelineStep {
  /** Its place in what happened. */
  place: number
  text: string
  tone: Tone
  at: string
  /** Where we know it from. */
  source: string
}

const SOURCES = { ours: '云函数记录', wechat: '微信的答复', receipt: '微信的送达回执', reader: '对方在小程序里打开' }

const SOURCE_OF: Partial<Record<MessageState, string>> = { sent: SOURCES.wechat, failed: SOURCES.wechat, delivered: SOURCES.receipt, undelivered: SOURCES.receipt }

/** What happened to a message, the latest first. */
export function timelineOf({ timeline, openedAt }: Pick<MessageDetail, 'timeline' | 'openedAt'>, now: Date = new Date()): TimelineStep[] {
  const steps = timeline.map(({ at, state }, place): TimelineStep => ({
    place,
    ...MESSAGE_STATES[state],
    at: exactMomentOf(at, now),
    source: SOURCE_OF[state] ?? SOURCES.ours,
  }))
  if (openedAt !== undefined)
    steps.push({ place: steps.length, text: '已打开', tone: 'good', at: exactMomentOf(openedAt, now), source: SOURCES.reader })
  return steps.reverse()
}
