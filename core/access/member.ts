import { AppError } from '../error/app-error'
import { type Collection, type Database } from '../ports/database'
import { COLLECTIONS } from '../records/collections'
import { findAll, findById } from '../records/find'
import { ROLE_WORDS } from '../records/words'
import { type Caller } from './identify'

/** A user who may work with pushes: a row of `members`, `_id` is the openid. */
export interface Member {
  _id: string
  role: Role
  /** Who gave the role; `operator` for the console. */
  grantedBy: string
  at: Date
}

/** viewer reads · sender also pushes · owner also manages members and templates. */
export type Role = 'viewer' | 'sender' | 'owner'

const RANK: Record<Role, number> = { viewer: 1, sender: 2, owner: 3 }

export function membersOf(db: Database): Collection<Member> {
  return db.collection<Member>(COLLECTIONS.members)
}

export async function allMembers(db: Database): Promise<Member[]> {
  return findAll(membersOf(db).orderBy('_id', 'asc'))
}

/**
 * Lets the caller pass when it is the operator, or a member of at least that role.
 * @throws AppError `forbidden`
 */
export async function requireRole(db: Database, caller: Caller, needed: Role): Promise<void> {
  if (caller.kind === 'operator') return
  if (caller.kind !== 'user') throw new AppError('forbidden', '只能由管理成员在小程序里，或由运维在控制台调用。')
  const member = await findById(membersOf(db), caller.openid)
  if (!member) throw new AppError('forbidden', '你不是管理成员，不能推送消息。请让所有者把你加为成员。')
  if (RANK[member.role] < RANK[needed])
    throw new AppError('forbidden', `你是${ROLE_WORDS[member.role]}，这一步需要${ROLE_WORDS[needed]}。请让所有者调整你的角色。`)
}
