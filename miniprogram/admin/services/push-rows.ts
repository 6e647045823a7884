import { type MessageState, type PushSummary } from '../../services/answers'
import { maskOpenid } from '../../services/mask'
import { momentOf } from '../../services/moments'
import { pageUrl } from '../../services/routes'
import { barParts, type BarPart } from './bar-parts'
import { MESSAGE_STATES, type Tone } from './message-states'
import { stateWords } from './push-states'
import { senderWords } from './sender-words'

/** A push in a list. */
export interface PushRow {
  id: string
  title: string
  /** To whom: her name, or how many. */
  whom: string
  time: string
  /** Who sent it. */
  sender: string
  state: string
  tone: Tone
  parts: BarPart[]
  isMany: boolean
  /** How often, of what is sent again and again; empty for once. */
  repeat: string
  /** Where a tap leads. */
  url: string
}

export function pushRows(items: readonly PushSummary[], now: Date = new Date()): PushRow[] {
  return items.map((push) => ({
    id: push.pushId,
    title: push.title,
    whom: whomOf(push),
    time: momentOf(push.createdAt, now),
    sender: senderWords(push),
    ...wordsOf(push),
    parts: barParts(push),
    repeat: push.recurrence ? `重复：${push.recurrence.words}` : '',
    isMany: push.only === undefined && push.total > 0,
    url: push.only && push.state === 'finished' ? pageUrl('/admin/detail/detail', { id: push.only.messageId }) : pageUrl('/admin/push/push', { id: push.pushId }),
  }))
}

function whomOf({ only, total, state }: PushSummary): string {
  if (only) return only.nickname || maskOpenid(only.openid)
  if (total > 0) return `${total} 人`
  return state === 'finished' ? '没有人' : '人数待定'
}

/** What became of a single message says more than how its push stands; while it waits, the push says what for. */
function wordsOf(push: PushSummary): Pick<PushRow, 'state' | 'tone'> {
  const state = (Object.keys(push.counts) as MessageState[]).find((each) => each !== 'queued' && push.counts[each] > 0)
  const { text, tone } = push.only && state ? MESSAGE_STATES[state] : stateWords(push)
  return { state: text, tone }
}
