import { allMembers, roleOf, type Member, type Role } from '../access/member'
import { type Database } from '../ports/database'
import { COLLECTIONS } from '../records/collections'
import { findByIds } from '../records/find'
import { shownName, type User } from './user'

export interface NamedMember extends Omit<Member, 'role'> {
  /** Missing when what is stored is none of ours: it gives no rights. */
  role?: Role
  /** Empty when the member never gave one. */
  nickname: string
}

/** All members, with the names that people know them by. */
export async function listMembers(db: Database): Promise<NamedMember[]> {
  const members = await allMembers(db)
  const users = await findByIds<User>(db, COLLECTIONS.users, members.map((member) => member._id))
  return members.map(({ _id, grantedBy, at, ...member }) => ({ _id, role: roleOf(member), grantedBy, at, nickname: shownName(users.find((user) => user._id === _id)) }))
}
