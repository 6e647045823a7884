import { type Recipient, type Template } from '../../services/answers'
import { nameOf } from '../../services/mask'
import { type Tone } from './message-states'

export interface RecipientRow {
  openid: string
  name: string
  /** What she can receive of the chosen kind. */
  tag: string
  tone: Tone
}

export function recipientRow(recipient: Recipient, type: Template['type'] | undefined): RecipientRow {
  return { openid: recipient.openid, name: nameOf(recipient), ...receives(recipient, type) }
}

function receives({ canReceive, credits = 0, standing, doubtful }: Recipient, type: Template['type'] | undefined): Pick<RecipientRow, 'tag' | 'tone'> {
  if (type === undefined) return { tag: '', tone: 'plain' }
  if (canReceive) return { tag: type === 'long-term' ? '可接收' : `可接收 ${credits} 条`, tone: 'good' }
  if (standing === 'stopped') return { tag: '已停止', tone: 'plain' }
  if (standing === 'reject') return { tag: '已拒绝', tone: 'plain' }
  if (doubtful) return { tag: '授权存疑', tone: 'plain' }
  return { tag: standing === 'accept' ? '无剩余' : '未授权', tone: 'plain' }
}
