import { type Line, type MessageDetail } from '../../services/answers'
import { maskOpenid } from '../../services/mask'
import { OPENS } from './push-form'

export interface TechnicalLine extends Line {
  /** Somebody will want to paste it. */
  canCopy?: true
}

/** What a developer asks for, kept folded. */
export function technicalLines(detail: MessageDetail): TechnicalLine[] {
  const { push, openid, errcode, raw, rid, msgid, attempts } = detail
  const by = push.by.kind === 'operator' ? ['云控制台', push.by.key].filter(Boolean).join(' · ') : maskOpenid(push.by.openid)
  const opens = OPENS.find(({ key }) => key === push.miniprogramState)?.title ?? push.miniprogramState
  const lines: TechnicalLine[] = [
    { label: '接收人', value: maskOpenid(openid) },
    { label: '推送人', value: by },
    { label: '页面', value: push.page || '不跳转' },
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
