import { type Author } from '../access/identify'
import { type Ports } from '../ports'
import { type Collection, type Database } from '../ports/database'
import { COLLECTIONS } from '../records/collections'
import { findById, isDuplicate } from '../records/find'
import { cutText, plainText } from '../templates/plain-text'

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

/** Of a member; empty when she never gave one, and for whoever is none. */
export async function nicknameOf(db: Database, author: Author): Promise<string> {
  if (author.kind !== 'member') return ''
  return shownName(await findById(usersOf(db), author.openid))
}

/** Characters of a name and of a remark that are shown. */
export const MOST_OF_NAME = 20
export const MOST_OF_REMARK = 40

/** Her name as others may see it, wherever the row comes from; empty when she never gave one. */
export function shownName(user: Pick<User, 'nickname'> | undefined): string {
  return shown(user?.nickname, MOST_OF_NAME)
}

export function shownRemark(user: Pick<User, 'remark'>): string {
  return shown(user.remark, MOST_OF_REMARK)
}

/** A row may have been written elsewhere. */
function shown(text: unknown, most: number): string {
  return typeof text === 'string' ? cutText(plainText(text), most) : ''
}

/** As often as a visit is written down: nobody asks for more. */
const VISIT_MS = 60_000

/** The user's row, made at the first visit. `lastSeen` is right to the minute. */
export async function seen(ports: Ports, openid: string): Promise<User> {
  const now = new Date(ports.clock.now())
  const user = await findById(usersOf(ports.db), openid)
  if (user) return visited(ports, user)
  const fresh: User = { _id: openid, nickname: '', remark: '', tags: [], firstSeen: now, lastSeen: now }
  await usersOf(ports.db)
    .add({ data: fresh })
    .catch((error: unknown) => {
      if (!isDuplicate(error)) throw error
    })
  return fresh
}

/** She, whose row this is, was here. @param withinMs  a visit so short ago is the same one */
export async function visited<U extends User>(ports: Ports, user: U, withinMs = VISIT_MS): Promise<U> {
  const now = new Date(ports.clock.now())
  // A row without a time, from elsewhere, gets one.
  if (Math.abs(now.getTime() - Number(user.lastSeen)) < withinMs) return user
  await usersOf(ports.db).doc(user._id).update({ data: { lastSeen: now } })
  return { ...user, lastSeen: now }
}
