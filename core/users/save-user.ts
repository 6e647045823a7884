import * as v from 'valibot'
import { note } from '../access/audit'
import { type Author } from '../access/identify'
import { text } from '../api/schema'
import { AppError, invalidArgument } from '../error/app-error'
import { type Ports } from '../ports'
import { COLLECTIONS } from '../records/collections'
import { findByIds } from '../records/find'
import { codePoints } from '../templates/characters'
import { plainText } from '../templates/plain-text'
import { MOST_TAGS, NEW_TAGS, tagsOf } from './tags'
import { MOST_OF_REMARK, shownName, shownRemark, usersOf, type User } from './user'

/** People that one call may write. */
const MOST_SAVED = 200

const REMARK = v.pipe(
  v.string('要写成文字'),
  v.maxLength(400, '最多 400 个字符'),
  v.transform(plainText),
  v.check((remark) => codePoints(remark) <= MOST_OF_REMARK, `最多 ${MOST_OF_REMARK} 个字`),
)

/** What the admins know of somebody: each takes the place of what was there; '' and [] leave nothing. */
export const SAVE_USER_REQUEST = v.strictObject({ openid: text(64), remark: v.optional(REMARK), tags: v.optional(NEW_TAGS) })

export const SAVE_USERS_REQUEST = v.strictObject({
  users: v.pipe(v.array(SAVE_USER_REQUEST, '要写成数组'), v.minLength(1, '至少要有一位'), v.maxLength(MOST_SAVED, `一次最多 ${MOST_SAVED} 位`)),
  /** Tags are put to those that are there. */
  keepTags: v.optional(v.boolean('只能是 true 或 false')),
})

type Given = v.InferOutput<typeof SAVE_USER_REQUEST>

export interface SavedUser {
  openid: string
  nickname: string
  remark: string
  tags: string[]
}

/** @throws AppError `not-found` for somebody who never opened the mini-program, `invalid-argument` when nothing is to be written */
export async function saveUser(ports: Ports, by: Author, given: Given): Promise<{ user: SavedUser }> {
  if (given.remark === undefined && given.tags === undefined) throw invalidArgument([{ field: 'remark', message: '要写 remark（备注）或 tags（标签）' }])
  const [user] = await findByIds<User>(ports.db, COLLECTIONS.users, [given.openid])
  if (!user) throw new AppError('not-found', '没有这位用户：对方还没有打开过小程序，或者已经删除了自己的数据。请从「选人」里选。')
  await save(ports, user, given)
  await note(ports, by, 'save-user', { openid: user._id, updated: given.tags === undefined ? 'remark' : given.remark === undefined ? 'tags' : 'remark,tags' })
  const { remark, tags } = { ...user, ...given }
  return { user: { openid: user._id, nickname: shownName(user), remark: shownRemark({ remark }), tags: tagsOf({ tags }) } }
}

export interface UsersSaved {
  saved: number
  /** Who had all of it already. */
  same: number
  /** Who would have too many tags with those that she has: nothing of hers was written. */
  full: number
  /** Openids that nobody has who opened the mini-program. */
  unknown: number
}

/** Of a list that was read from a file. Whoever has what is to be written stays as she is: asked twice it is done once. */
export async function saveUsers(ports: Ports, by: Author, { users: listed, keepTags = false }: v.InferOutput<typeof SAVE_USERS_REQUEST>): Promise<UsersSaved> {
  // Of two rows about one person the later one holds.
  const rows = [...new Map(listed.map((row) => [row.openid, row])).values()]
  const users = new Map((await findByIds<User>(ports.db, COLLECTIONS.users, rows.map(({ openid }) => openid))).map((user) => [user._id, user]))
  const done: UsersSaved = { saved: 0, same: 0, full: 0, unknown: 0 }
  const writes: (() => Promise<void>)[] = []
  for (const { tags, ...row } of rows) {
    const user = users.get(row.openid)
    const wanted = tags && user && keepTags ? [...new Set([...tagsOf(user), ...tags])] : tags
    if (!user) done.unknown += 1
    else if ((wanted?.length ?? 0) > MOST_TAGS) done.full += 1
    else if (Object.keys(changesOf(user, { ...row, tags: wanted })).length === 0) done.same += 1
    else writes.push(() => save(ports, user, { ...row, tags: wanted }))
  }
  for (let from = 0; from < writes.length; from += AT_ONCE) await Promise.all(writes.slice(from, from + AT_ONCE).map((write) => write()))
  done.saved = writes.length
  await note(ports, by, 'save-users', { recipients: rows.length, updated: done.saved, missing: done.unknown })
  return done
}

/** Writes to the database at the same time. */
const AT_ONCE = 10

async function save({ db }: Ports, user: User, given: Given): Promise<void> {
  const changes = changesOf(user, given)
  if (Object.keys(changes).length > 0) await usersOf(db).doc(user._id).update({ data: changes })
}

/** What is not so already. */
function changesOf(user: User, { remark, tags }: Given): { remark?: string; tags?: string[] } {
  const isSame = tags === undefined || (tagsOf(user).length === tags.length && tags.every((tag) => tagsOf(user).includes(tag)))
  return { ...(remark !== undefined && remark !== user.remark && { remark }), ...(!isSame && { tags }) }
}
