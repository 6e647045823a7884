import { type Ports } from '../ports'
import { type Collection, type Database } from '../ports/database'
import { COLLECTIONS } from '../records/collections'
import { findById, isDuplicate } from '../records/find'

/** Somebody who opened the mini-program: a row of `users`, `_id` is the openid. */
export interface User {
  _id: string
  nickname: string
  /** The admins' own note on this user. */
  remark: string
  tags: string[]
  firstSeen: Date
  lastSeen: Date
}

export function usersOf(db: Database): Collection<User> {
  return db.collection<User>(COLLECTIONS.users)
}

/** The user's row, made at the first visit. */
export async function seen(ports: Ports, openid: string): Promise<User> {
  const now = new Date(ports.clock.now())
  const user = await findById(usersOf(ports.db), openid)
  if (user) {
    await usersOf(ports.db).doc(openid).update({ data: { lastSeen: now } })
    return { ...user, lastSeen: now }
  }
  const fresh: User = { _id: openid, nickname: '', remark: '', tags: [], firstSeen: now, lastSeen: now }
  await usersOf(ports.db)
    .add({ data: fresh })
    .catch((error: unknown) => {
      if (!isDuplicate(error)) throw error
    })
  return fresh
}
