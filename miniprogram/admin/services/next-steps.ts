import { type MessageDetail, type MessageReason, type MessageState } from '../../services/answers'

/** What helps somebody who got nothing. */
export type NextStep =
  /** She agrees once more: a card to share. */
  | 'ask'
  /** Other content, or another page, for the same people. */
  | 'correct'
  /** The same once more. */
  | 'again'
  /** It goes on by itself. */
  | 'wait'
  /** Settings come first. */
  | 'settle'
  /** Somebody finds out whether it arrived. */
  | 'confirm'
  /** Nothing more is to be sent. */
  | 'drop'

const STEPS: Readonly<Record<MessageReason, NextStep>> = {
  'no-credit': 'ask',
  'not-authorized': 'ask',
  doubtful: 'ask',
  stopped: 'drop',
  duplicate: 'drop',
  'bad-openid': 'drop',
  'bad-field': 'correct',
  'bad-data': 'correct',
  'sensitive-words': 'correct',
  'bad-page': 'correct',
  'bad-template': 'settle',
  banned: 'settle',
  'api-unauthorized': 'settle',
  'no-openapi-permission': 'settle',
  'too-soon': 'again',
  capped: 'again',
  reserved: 'ask',
  expired: 'ask',
  gathering: 'wait',
  'gave-up': 'again',
  'wechat-refused': 'again',
  resolved: 'again',
  'delivery-failed': 'again',
  'reply-lost': 'confirm',
  'worker-lost': 'confirm',
  'wechat-busy': 'wait',
  'concurrent-send': 'wait',
  'daily-limit': 'wait',
  unreachable: 'wait',
  'no-call-token': 'wait',
}

export const STEP_WORDS: Readonly<Record<NextStep, string>> = {
  ask: '请对方再开启一次',
  correct: '改好内容再发',
  again: '可以重新推送',
  wait: '会自动再试，等一等',
  settle: '先处理好设置',
  confirm: '先向对方确认',
  drop: '不用再发',
}

/** What fits the reason; undefined where nothing is amiss. */
export function stepFor({ state, reason }: { state: MessageState; reason?: string }): NextStep | undefined {
  if (state === 'unknown') return 'confirm'
  if (reason === undefined || !(reason in STEPS)) return undefined
  const step = STEPS[reason as MessageReason]
  const isOver = state === 'failed' || state === 'skipped' || state === 'undelivered'
  if (state === 'waiting') return step === 'ask' ? step : 'wait'
  if (step === 'wait' && !isOver) return state === 'queued' || state === 'sending' ? step : undefined
  if (step === 'wait') return 'again'
  return isOver ? step : undefined
}

export interface NextForOne {
  step: NextStep | 'push'
  /** How it stands with her now. */
  words: string
}

const NOW_WORDS = {
  'no-credit': '现在没有剩余授权，再推送也收不到。请对方再开启一次。',
  doubtful: '授权存疑，多半收不到。请对方再开启一次。',
  stopped: '对方已停止接收这类提醒。除非对方自己重新开启，请不要再推送。',
  'too-soon': '刚收到过这类消息，过了间隔时间再推送。',
  capped: '这个时段已经收够这类消息，下个时段再推送。',
  reserved: '剩下的授权留给重要通知。请对方再开启一次，或作为个人通知推送。',
} as const

/** What to do about one message, as it stands with its reader now: the ledger may know more than when it was sent. */
export function nextForOne({ state, reason, now }: Pick<MessageDetail, 'state' | 'reason' | 'now'>): NextForOne {
  const step = stepFor({ state, ...(reason !== undefined && { reason }) })
  if (step === 'correct' || step === 'wait' || step === 'settle' || step === 'confirm') return { step, words: `${STEP_WORDS[step]}。` }
  const obstacle = now?.obstacle
  if (obstacle !== undefined) return { step: obstacle === 'stopped' ? 'drop' : obstacle === 'too-soon' || obstacle === 'capped' ? 'wait' : 'ask', words: NOW_WORDS[obstacle] }
  // She agreed since then.
  if (step === 'ask') return { step: 'again', words: '对方现在可以收到了，再推送一次吧。' }
  if (step === 'drop' && reason !== 'stopped') return { step, words: '微信不认识这位用户，请从用户列表重新选人。' }
  return step === 'again' ? { step, words: '对方现在可以收到，可以再推送一次。' } : { step: 'push', words: '' }
}
