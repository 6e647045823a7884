import { type MessageState } from '../../services/answers'

export type Tone = 'good' | 'info' | 'warn' | 'bad' | 'plain'

export interface StateWords {
  text: string
  tone: Tone
}

/** How admins read the states of a message. */
export const MESSAGE_STATES: Readonly<Record<MessageState, StateWords>> = {
  queued: { text: '排队中', tone: 'info' },
  sending: { text: '发送中', tone: 'info' },
  sent: { text: '已送出', tone: 'good' },
  failed: { text: '发送失败', tone: 'bad' },
  unknown: { text: '待确认', tone: 'warn' },
  skipped: { text: '未发送', tone: 'plain' },
  cancelling: { text: '取消中', tone: 'plain' },
  cancelled: { text: '已取消', tone: 'plain' },
}
