import { type Role } from './answers'
import { ROLE_WORDS } from './words'

export const ROLE_NAMES: Readonly<Record<Role, string>> = ROLE_WORDS
export const ROLE_DUTIES: Readonly<Record<Role, string>> = { owner: '管理成员和模板', sender: '推送消息', viewer: '查看记录' }

const RANK: Readonly<Record<Role, number>> = { viewer: 1, sender: 2, owner: 3 }

/** Whether that role may do what `needed` may. The function decides; this only spares a useless tap. */
export function mayDo(role: Role | undefined, needed: Role): boolean {
  return role !== undefined && RANK[role] >= RANK[needed]
}
