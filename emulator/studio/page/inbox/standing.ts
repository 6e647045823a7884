import { type Subscription } from '../live/contract'

/** `type` of a long-term template. */
export const LONG_TERM = 3

export interface Standing {
  text: string
  tone: 'plain' | 'hint' | 'bad'
}

/** What a user's answers to one template come to. */
export function standingInWords({ quota, choice, sticky }: Subscription, type: number, banned: boolean): Standing {
  if (banned) return { text: '模板已封禁', tone: 'bad' }
  if (choice === 'reject' && sticky) return { text: '已拒收', tone: 'bad' }
  const always = sticky ? ' · 总是保持' : ''
  if (type === LONG_TERM) return choice === 'accept' ? { text: `长期可收${always}`, tone: 'plain' } : { text: '未订阅', tone: 'hint' }
  if (quota > 0) return { text: `还可收 ${quota} 条${always}`, tone: 'plain' }
  if (choice === 'none') return { text: '未订阅', tone: 'hint' }
  return choice === 'reject' ? { text: '上次取消了', tone: 'hint' } : { text: `次数已用完${always}`, tone: 'hint' }
}
