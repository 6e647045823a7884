import { type Counts, type MessageState, type PushState, type PushSummary, type PushView } from '../../services/answers'
import { momentOf } from '../../services/moments'
import { PUSH_WORDS } from '../../services/words'
import { MESSAGE_STATES, type StateWords, type Tone } from './message-states'

export type PushButton = 'pause' | 'resume' | 'cancel'

interface StateRules {
  tone: Tone
  buttons: readonly PushButton[]
}

const STATES: Readonly<Record<PushState, StateRules>> = {
  pending: { tone: 'warn', buttons: ['cancel'] },
  scheduled: { tone: 'info', buttons: ['pause', 'cancel'] },
  expanding: { tone: 'info', buttons: ['pause', 'cancel'] },
  running: { tone: 'info', buttons: ['pause', 'cancel'] },
  paused: { tone: 'warn', buttons: ['resume', 'cancel'] },
  halted: { tone: 'bad', buttons: ['resume', 'cancel'] },
  finished: { tone: 'good', buttons: [] },
  cancelled: { tone: 'plain', buttons: [] },
}

/** What of the buttons a push has in its state; the function says no to the others. What waits for an authorization can be called off. */
export function buttonsOf({ state, counts }: Pick<Standing, 'state' | 'counts'>): readonly PushButton[] {
  return state === 'finished' && counts.waiting > 0 ? ['cancel'] : STATES[state].buttons
}

type Standing = Pick<PushView | PushSummary, 'state' | 'counts' | 'sendAt'>

/** The state in a word or two: of a push that is under way what its messages do now, of one that is over what came of them. */
export function stateWords({ state, counts }: Pick<Standing, 'state' | 'counts'>): StateWords {
  if (state === 'running' && counts.sending > 0) return MESSAGE_STATES.sending
  if (state === 'running' && counts.queued > 0) return MESSAGE_STATES.queued
  const isOver = state === 'finished' || (state === 'running' && Object.values(counts).some((count) => count > 0))
  return isOver ? outcomeWords(counts) : { text: PUSH_WORDS[state], tone: STATES[state].tone }
}

/** Something unsettled, or nothing sent at all, is not simply done. */
function outcomeWords(counts: Counts): StateWords {
  if (counts.unknown > 0) return MESSAGE_STATES.unknown
  if (counts.waiting > 0) return { ...MESSAGE_STATES.waiting, text: '等待中' }
  const unsent = (['undelivered', 'failed', 'skipped', 'cancelled'] as const).find((each) => counts[each] > 0)
  if (counts.sent + counts.delivered + counts.merged === 0 && unsent) return { ...MESSAGE_STATES[unsent], tone: 'bad' }
  return { text: PUSH_WORDS.finished, tone: counts.failed + counts.undelivered > 0 ? 'warn' : 'good' }
}

/** Sending goes on by itself, and with this page or without it. */
export function isUnderway(state: PushState): boolean {
  return state === 'expanding' || state === 'running'
}

/** Messages that are on their way although the push is not: they arrive, or come to rest. */
export function isSettling({ state, counts }: { state: PushState; counts: Counts }): boolean {
  return state !== 'finished' && !isUnderway(state) && counts.sending + counts.cancelling > 0
}

/** One sentence below the state: what happens next, or what to do. */
export function sentenceOf(push: Pick<PushView, 'state' | 'counts' | 'sendAt' | 'halt' | 'total'>, { isStalled = false, now = new Date() } = {}): string {
  const { state, counts, halt, total } = push
  switch (state) {
    case 'pending':
      return '人数多，要另一位成员看过内容和人数、点「批准」后才会发。'
    case 'scheduled':
      return `${push.sendAt === undefined ? '到时间' : momentOf(push.sendAt, now)} 自动开始${total > 0 ? '' : '，到时再确定发给谁'}。`
    case 'paused':
      if (halt) return halt.message
      return counts.sending > 0 ? `还有 ${counts.sending} 条已经交给微信，会照常送出；其余的不再发。` : '剩下的不会发出，点「继续」接着发。'
    case 'halted':
      return `${halt?.message ?? '发送遇到问题，已停止。'}处理好后点「继续」。`
    case 'cancelled':
      return counts.cancelling > 0 ? '正在退回占用的授权次数…' : '没发的都不会再发，它们的授权次数没有用掉。'
    case 'finished':
      return finishedSentence(counts, total)
    default:
      return isStalled ? '在等待：可能是免打扰时段、达到了上限，或微信要求稍后再试。时间一到会自动继续。' : '可以离开，定时器会继续发完。'
  }
}

function finishedSentence({ sent, delivered, undelivered, unknown, failed, skipped, waiting, merged }: Counts, total: number): string {
  if (total === 0) return '没有符合条件的人，一条也没有发。'
  const people = (count: number, state: MessageState): string | false => count > 0 && `${count} 人${MESSAGE_STATES[state].text}`
  const taken = delivered + undelivered > 0 ? people(sent, 'sent') : `${sent} 人${MESSAGE_STATES.sent.text}`
  const parts = [people(delivered, 'delivered'), taken, people(merged, 'merged'), people(undelivered, 'undelivered'), people(failed + skipped, 'skipped'), people(unknown, 'unknown'), waiting > 0 && `${waiting} 人还在等，条件一到自动发出`]
  return `共 ${total} 人：${parts.filter(Boolean).join('，')}。`
}
