import * as v from 'valibot'
import { note } from '../access/audit'
import { type Author } from '../access/identify'
import { text } from '../api/schema'
import { AppError, invalidArgument } from '../error/app-error'
import { type Ports } from '../ports'
import { type Database } from '../ports/database'
import { COLLECTIONS, MAX_ROWS } from '../records/collections'
import { findByIds } from '../records/find'
import { meant, searchable } from './search'
import { MOST_TAGS, NEW_TAGS, tagged, tagsOf, SOME_TAGS, TAG_FILTER } from './tags'
import { usersOf, type User } from './user'

/** People that one call may name, and whom a filter of one call may find. */
const MOST_NAMED = 1000
export const MOST_FOUND = 5000

export const TAG_USERS_REQUEST = v.strictObject({
  openids: v.optional(v.pipe(v.array(text(64), '要写成 openid 的数组'), v.minLength(1, '至少要有一位'), v.maxLength(MOST_NAMED, `一次最多 ${MOST_NAMED} 位`))),
  /** In place of openids: everybody whom these find now. */
  search: v.optional(text(40)),
  tags: v.optional(TAG_FILTER),
  add: v.optional(NEW_TAGS),
  remove: v.optional(SOME_TAGS),
})

export interface TagsWritten {
  /** Who was meant and opened the mini-program once. */
  people: number
  /** Whose tags are others now. */
  changed: number
  /** Who would have had too many tags, and kept what she had. */
  full: number
  /** Openids that nobody has who opened the mini-program. */
  unknown: number
}

/**
 * Puts tags on many people, or takes them off. Whoever has them, or has not, stays as she is: asked twice it is done once. Each tag is
 * a write of its own for a thousand people; after a death the same request does the rest.
 * @throws AppError `invalid-argument`; `over-limit` when a filter finds more people than one call may change
 */
export async function tagUsers(ports: Ports, by: Author, { openids, search, tags, add = [], remove = [] }: v.InferOutput<typeof TAG_USERS_REQUEST>): Promise<TagsWritten> {
  if ((openids === undefined) === (search === undefined && tags === undefined)) throw invalidArgument([{ field: 'openids', message: '要写 openids（哪些人），或者用 search、tags 找出一群人' }])
  if (add.length + remove.length === 0) throw invalidArgument([{ field: 'add', message: '要写 add（加上的标签）或 remove（去掉的标签）' }])
  const both = add.filter((tag) => remove.includes(tag))
  if (both.length > 0) throw invalidArgument([{ field: 'remove', message: `标签「${both.join('」「')}」不能同时加上和去掉` }])
  const named = openids ? [...new Set(openids)] : await found(ports.db, search ?? '', tags)
  const done: TagsWritten = { people: 0, changed: 0, full: 0, unknown: 0 }
  for (let from = 0; from < named.length; from += MAX_ROWS) await write(ports.db, named.slice(from, from + MAX_ROWS), { add, remove }, done)
  await note(ports, by, 'tag-users', { recipients: done.people, updated: done.changed, added: add.length, removed: remove.length })
  return done
}

/** All of them first: what is written may change whom the filter means. */
async function found(db: Database, search: string, tags: v.InferOutput<typeof TAG_FILTER> | undefined): Promise<string[]> {
  const condition = db.command.and([meant(db, searchable(search)), ...(tags ? [tagged(db, tags)] : [])])
  const { total } = await usersOf(db).where(condition).count()
  if (total > MOST_FOUND) throw new AppError('over-limit', `这样找到 ${total} 人，一次最多给 ${MOST_FOUND} 人改标签。请再加一个条件，分几次改。`)
  const openids: string[] = []
  for (let last: string | undefined = ''; last !== undefined; ) {
    const { data }: { data: { _id: string }[] } = await usersOf(db).where(db.command.and([condition, { _id: db.command.gt(last) }])).orderBy('_id', 'asc').limit(MAX_ROWS).field({ _id: true }).get()
    openids.push(...data.map(({ _id }) => _id))
    last = data.length === MAX_ROWS ? data.at(-1)?._id : undefined
  }
  return openids
}

interface Wanted {
  add: readonly string[]
  remove: readonly string[]
}

async function write(db: Database, openids: readonly string[], wanted: Wanted, done: TagsWritten): Promise<void> {
  const users = await findByIds<User>(db, COLLECTIONS.users, openids, { tags: true })
  done.people += users.length
  done.unknown += openids.length - users.length
  const changing = users.filter((user) => {
    const [before, after] = [tagsOf(user), withTags(tagsOf(user), wanted)]
    if (after.length > MOST_TAGS && after.length > before.length) done.full += 1
    else if (after.length !== before.length || after.some((tag) => !before.includes(tag))) return true
    return false
  })
  if (changing.length === 0) return
  done.changed += changing.length
  const { command } = db
  const these = { _id: command.in(changing.map(({ _id }) => _id)) }
  // Written elsewhere, and no list.
  for (const user of changing.filter(({ tags }) => tags !== undefined && !Array.isArray(tags))) await usersOf(db).doc(user._id).update({ data: { tags: tagsOf(user) } })
  // Off first: who is full has room then. The condition holds also where somebody else tags the same people meanwhile.
  for (const tag of wanted.remove) await usersOf(db).where({ ...these, tags: tag }).update({ data: { tags: command.pull(tag) } })
  for (const tag of wanted.add) await usersOf(db).where({ ...these, tags: command.neq(tag), [`tags.${MOST_TAGS - 1}`]: command.exists(false) }).update({ data: { tags: command.addToSet(tag) } })
}

function withTags(tags: readonly string[], { add, remove }: Wanted): string[] {
  return [...new Set([...tags.filter((tag) => !remove.includes(tag)), ...add])]
}
