import { type Author } from '../../services/answers'

/** Who sent it, as admins read it. Of a push that is gone nobody knows. */
export function senderWords({ by, author }: { by?: Author; author: string }): string {
  if (by === undefined) return ''
  if (by.kind === 'caller') return `业务函数 · ${by.key}`
  return by.kind === 'operator' ? '云控制台' : author || '管理成员'
}
