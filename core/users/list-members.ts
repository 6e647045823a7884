import { allMembers, type Member } from '../access/member'
import { type Database } from '../ports/database'
import { COLLECTIONS } from '../records/collections'
import { findByIds } from '../records/find'
import { type User } from './user'

export interface NamedMember extends Member {
  /** Empty when the member never gave one. */
  nickname: string
}

/** All members, with the names that people know them by. */
export async function listMembers(db: Database): Promise<NamedMember[]> {
  const members = await allMembers(db)
  const users = await findByIds<User>(db, COLLECTIONS.users, members.map((member) => member._id))
  return members.map((member) => ({ ...member, nickname: users.find((user) => user._id === member._id)?.nickname ?? '' }))
}
