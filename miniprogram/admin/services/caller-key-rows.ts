import { type CallerKey, type Template } from '../../services/answers'
import { momentOf } from '../../services/moments'

/** A key for business functions in the list. */
export interface CallerKeyRow {
  id: string
  name: string
  isWithdrawn: boolean
  /** 今天 12 / 1000 条 */
  used: string
  /** Which templates it may use. */
  scope: string
  /** Who made it, when, and when it was last used. */
  about: string
  /** Notices under its name that rest until an owner decides. */
  resting: number
}

/** @param templates  to call them by their titles */
export function callerKeyRow(key: CallerKey, templates: readonly Pick<Template, 'key' | 'title'>[] = [], now: Date = new Date()): CallerKeyRow {
  const { id, name, usedToday, perDay, at, by, author, lastUsedAt, withdrawnAt, resting } = key
  const maker = by.kind === 'member' ? author || '一位所有者' : '云控制台'
  const lastUse = lastUsedAt === undefined ? '还没用过' : `最近使用 ${momentOf(lastUsedAt, now)}`
  return {
    id,
    name,
    isWithdrawn: withdrawnAt !== undefined,
    used: `今天 ${usedToday} / ${perDay} 条`,
    scope: key.templates === undefined ? '全部模板' : key.templates.map((each) => templates.find((template) => template.key === each)?.title ?? each).join('、'),
    about: withdrawnAt === undefined ? `${maker} ${momentOf(at, now)} 新建，${lastUse}` : `${momentOf(withdrawnAt, now)} 撤回，${lastUse}`,
    resting,
  }
}

/** What the form says, as a request; or what is wrong with it. */
export function readKeyForm(name: string, perDay: string, chosen: readonly string[], all: number): { name: string; perDay: number; templates?: string[] } | { fault: string } {
  const trimmed = name.trim()
  if (trimmed === '') return { fault: '先给它起个名字，例如「订单」' }
  if (!/^[\p{L}\p{N}._-]{1,32}$/u.test(trimmed)) return { fault: '名字最多 32 个字，只能有文字、数字和 . _ -' }
  if (!/^[1-9]\d{0,5}$/.test(perDay.trim())) return { fault: '每天最多几条：写 1 到 999999 的整数' }
  if (chosen.length === 0) return { fault: '至少选一个模板' }
  return { name: trimmed, perDay: Number(perDay.trim()), ...(chosen.length < all && { templates: [...chosen] }) }
}
