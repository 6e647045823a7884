import * as v from 'valibot'
import { text } from '../api/schema'
import { type TagFilter } from '../outbox/push'
import { type Condition, type Database, type Operator } from '../ports/database'
import { codePoints } from '../templates/characters'
import { plainText } from '../templates/plain-text'
import { usersOf, type User } from './user'

/** Characters of a tag, and tags of one person, or of one filter. */
export const MOST_OF_TAG = 20
export const MOST_TAGS = 20

/** A tag as it is written down: one line without anything unseen. */
const NEW_TAG = v.pipe(
  text(200),
  v.transform(plainText),
  v.minLength(1, '不能只有空格'),
  v.check((tag) => codePoints(tag) <= MOST_OF_TAG, `最多 ${MOST_OF_TAG} 个字`),
)

/** Each once, in the order that they were given in. */
export const NEW_TAGS = v.pipe(
  v.array(NEW_TAG, '要写成标签的数组'),
  v.transform((tags) => [...new Set(tags)]),
  v.maxLength(MOST_TAGS, `最多 ${MOST_TAGS} 个标签`),
)

/** Tags to look for, as they stand in the rows: some may have been written elsewhere. */
export const SOME_TAGS = v.pipe(v.array(text(MOST_OF_TAG), '要写成标签的数组'), v.minLength(1, '至少要有一个标签'), v.maxLength(MOST_TAGS, `最多 ${MOST_TAGS} 个标签`))

/** Whom tags mean: who has one of `any`, every one of `all`, and none of `none`. */
export const TAG_FILTER = v.pipe(
  v.strictObject({ any: v.optional(SOME_TAGS), all: v.optional(SOME_TAGS), none: v.optional(SOME_TAGS) }),
  v.check(({ any, all, none }) => any !== undefined || all !== undefined || none !== undefined, '要写 any（有其中一个）、all（全部都有）或 none（一个都没有）'),
)

/** The same as a query. */
export function tagged({ command }: Database, { any, all, none }: TagFilter): Condition | Operator {
  const conditions = [...(any ? [{ tags: command.in(any) }] : []), ...(all ? [{ tags: command.all(all) }] : []), ...(none ? [{ tags: command.nin(none) }] : [])]
  const [only] = conditions
  if (only === undefined) return {}
  return conditions.length === 1 ? only : command.and(conditions)
}

/** Of a row as it is stored; it may have been written elsewhere. */
export function tagsOf({ tags }: Pick<User, 'tags'>): string[] {
  const stored: unknown = tags
  return (Array.isArray(stored) ? stored : [stored]).filter((tag): tag is string => typeof tag === 'string' && tag !== '')
}

/** Tags that are told; who has more gives too many to choose from. */
const MOST_TOLD = 200

export interface TagCount {
  tag: string
  people: number
}

/** Different sets of tags that are added up; with more the counts would still be right for the tags of most people. */
const MOST_SETS = 1000

/** The tags in use, those of most people first. */
export async function listTags(db: Database): Promise<{ tags: TagCount[]; more?: true }> {
  // People with the same tags are counted together: a row for each tag of each person would be too many for the database.
  const { list } = await usersOf(db)
    .aggregate()
    .match({ tags: db.command.exists(true) })
    .group({ _id: '$tags', people: { $sum: 1 } })
    .sort({ people: -1 })
    .limit(MOST_SETS)
    .end()
  const counts = new Map<string, number>()
  for (const { _id, people } of list as { _id: unknown; people: number }[]) for (const tag of new Set(tagsOf({ tags: _id as string[] }))) counts.set(tag, (counts.get(tag) ?? 0) + people)
  const tags = [...counts].map(([tag, people]): TagCount => ({ tag, people })).sort((a, b) => b.people - a.people || (a.tag < b.tag ? -1 : 1))
  return { tags: tags.slice(0, MOST_TOLD), ...((tags.length > MOST_TOLD || list.length === MOST_SETS) && { more: true }) }
}
