import { type Line, type MessageDetail } from '../../services/answers'
import { maskOpenid } from '../../services/mask'
import { OPENS } from './push-form'
import { senderWords } from './sender-words'

export interface TechnicalLine extends Line {
  /** Somebody will want to paste it. */
  canCopy?: true
  /** An owner may see it in full. */
  canReveal?: true
}

/**
 * What a developer asks for, kept folded.
 * @param revealed  the recipient's openid, once an owner asked for it; `null` for an owner who did not
 */
export function technicalLines(detail: MessageDetail, revealed?: string | null): TechnicalLine[] {
  const { push, openid, errcode, raw, rid, msgid, attempts } = detail
  const by = push.by.kind === 'member' ? maskOpenid(push.by.openid) : push.by.kind === 'caller' ? senderWords({ by: push.by, author: '' }) : ['云控制台', push.by.key].filter(Boolean).join(' · ')
  const opens = OPENS.find(({ key }) => key === push.miniprogramState)?.title ?? push.miniprogramState
  const lines: TechnicalLine[] = [
    revealed ? { label: '接收人', value: revealed, canCopy: true } : { label: '接收人', value: maskOpenid(openid), ...(revealed === null && { canReveal: true }) },
    { label: '推送人', value: by },
    { label: '页面', value: (push.filledPage ?? push.page) || '不跳转' },
    { label: '打开版本', value: opens },
    { label: '尝试次数', value: String(attempts) },
    { label: '推送编号', value: push.pushId },
  ]
  if (msgid !== undefined) lines.push({ label: '微信消息号', value: msgid })
  if (errcode !== undefined) lines.push({ label: '错误码', value: String(errcode) })
  if (raw !== undefined) lines.push({ label: '微信原文', value: raw })
  if (rid !== undefined) lines.push({ label: '微信 rid', value: rid, canCopy: true })
  return lines
}
