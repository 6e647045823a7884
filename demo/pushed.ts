import { MESSAGE_WORDS } from '../core/records/words'

export interface Created {
  pushId: string
  messages: { state: string; message?: string }[]
}

/** What became of a push to one person. */
export function describe({ messages: [message] }: Created): string {
  if (!message) return '没有消息'
  return [(MESSAGE_WORDS as Record<string, string>)[message.state] ?? message.state, message.message].filter(Boolean).join(' · ')
}
