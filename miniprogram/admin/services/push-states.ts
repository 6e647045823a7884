import { type Counts, type PushState, type PushSummary, type PushView } from '../../services/answers'
import { momentOf } from '../../services/moments'
import { type Tone } from './message-states'

export type PushButton = 'pause' | 'resume' | 'cancel'

interface StateRules {
  text: string
  tone: Tone
  buttons: readonly PushButton[]
}

const STATES: Readonly<Record<PushState, StateRules>> = {
  scheduled: { text: '等待定时', tone: 'info', buttons: ['pause', 'cancel'] },
  expanding: { text: '准备中', tone: 'info', buttons: ['pause', 'cancel'] },
  running: { text: '发送中', tone: 'info', buttons: ['pause', 'cancel'] },
  paused: { text: '已暂停', tone: 'warn', buttons: ['resume', 'cancel'] },
  halted: { text: '已停止', tone: 'bad', buttons: ['resume', 'cancel'] },
  finished: { text: '已完成', tone: 'good', buttons: [] },
  cancelled: { text: '已取消', tone: 'plain', buttons: [] },
}

/** What of the buttons a push has in its state; the function says no to the others. */
export function buttonsOf(state: PushState): readonly PushButton[] {
  return STATES[state].buttons
}

type Standing = Pick<PushView | PushSummary, 'state' | 'counts' | 'sendAt'>

/** The state in a word or two. A finished push of which something is unsettled is not simply done. */
export function stateWords({ state, counts }: Pick<Standing, 'state' | 'counts'>): { text: string; tone: Tone } {
  const { text, tone } = STATES[state]
  if (state !== 'finished') return { text, tone }
  if (counts.unknown > 0) return { text: '待确认', tone: 'warn' }
  if (counts.sent === 0) return { text: '没有发出', tone: 'bad' }
  return { text, tone: counts.failed > 0 ? 'warn' : tone }
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
    case 'scheduled':
      return `${push.sendAt === undefined ? '到时间' : momentOf(push.sendAt, now)} 自动开始${total > 0 ? '' : '，到时再确定发给谁'}。`
    case 'paused':
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

function finishedSentence({ sent, unknown, failed, skipped }: Counts, total: number): string {
  if (total === 0) return '没有符合条件的人，一条也没有发。'
  const unsent = failed + skipped
  const parts = [`${sent} 人发送成功`, unsent > 0 && `${unsent} 人没有发出`, unknown > 0 && `${unknown} 人不确定`]
  return `共 ${total} 人：${parts.filter(Boolean).join('，')}。`
}
