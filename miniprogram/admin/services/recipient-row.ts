import { type Recipient, type Template } from '../../services/answers'
import { maskOpenid, nameOf } from '../../services/mask'
import { type Tone } from './message-states'

export interface RecipientRow {
  openid: string
  name: string
  /** Her masked openid, and her tags. */
  about: string
  /** What she can receive of the chosen kind. */
  tag: string
  tone: Tone
  /** Why nothing would reach her; empty when something would. */
  obstacle: string
}

export function recipientRow(recipient: Recipient, type: Template['type'] | undefined): RecipientRow {
  return { openid: recipient.openid, name: nameOf(recipient), about: [maskOpenid(recipient.openid), ...recipient.tags].join(' · '), ...receives(recipient, type) }
}

/** How it stands with her and one kind. */
export function receives({ canReceive, credits = 0, standing, doubtful }: Pick<Recipient, 'canReceive' | 'credits' | 'standing' | 'doubtful'>, type: Template['type'] | undefined): Pick<RecipientRow, 'tag' | 'tone' | 'obstacle'> {
  if (type === undefined) return { tag: '', tone: 'plain', obstacle: '' }
  if (canReceive) return { tag: type === 'long-term' ? '可接收' : `可接收 ${credits} 条`, tone: 'good', obstacle: '' }
  if (standing === 'stopped') return { tag: '已停止', tone: 'plain', obstacle: '对方在「我的」里停止了这类提醒。' }
  if (standing === 'reject') return { tag: '已拒绝', tone: 'plain', obstacle: '对方上次选了不接收。' }
  if (doubtful) return { tag: '授权存疑', tone: 'plain', obstacle: '账上的授权和微信对不上，多半发不出去。' }
  if (standing === 'accept') return { tag: '无剩余', tone: 'plain', obstacle: '对方同意过的次数已经用完。' }
  return { tag: '未授权', tone: 'plain', obstacle: '对方还没有同意过这类提醒。' }
}
