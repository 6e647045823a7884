import * as v from 'valibot'
import { text } from '../api/schema'
import { type Condition, type Database } from '../ports/database'
import { MAX_ROWS } from '../records/collections'
import { plainText } from '../templates/plain-text'
import { usersOf } from './user'

/** Longer ones nobody is called by; an openid has at most 64. */
const MAX_NAME = 64

const WAYS = ['openid', 'remark', 'nickname'] as const
type Way = (typeof WAYS)[number]

/** What `push {action:'matchPeople'}` takes. */
export const MATCH_REQUEST = v.strictObject({
  names: v.pipe(
    v.array(text(MAX_NAME), '要写成文字的数组，例如 ["张伟","林夏"]'),
    v.minLength(1, '至少要有一个名字'),
    v.maxLength(MAX_ROWS, `一次最多 ${MAX_ROWS} 个名字，请分几次找`),
  ),
  /** What the names are, where that is known; by itself any of them. */
  by: v.optional(v.picklist(WAYS, '只能是 openid、remark（备注）或 nickname（昵称）')),
})

/**
 * Who is meant by a name: one user; nobody; or more than one, of whom none is guessed.
 * `openid`, and `by` what it was found, where it is one.
 */
export type Match = { name: string } & ({ found: 'one'; openid: string; by: Way } | { found: 'ambiguous' | 'unknown' })

/** The first and the last of those who are called so. */
type Called = ReadonlyMap<string, readonly string[]>

/**
 * Who is called so, written exactly like that, name by name in their order: by the whole openid, by the admins' remark, or by the nickname.
 * A name that is the remark of one and the nickname of another means both; an openid is nobody's name. Three calls to the database at most.
 */
export async function matchPeople(db: Database, { names, by }: v.InferOutput<typeof MATCH_REQUEST>): Promise<{ matches: Match[] }> {
  const meant = names.map(plainText)
  const wanted = [...new Set(meant)].filter((name) => name !== '')
  const look = async (way: Way): Promise<Called> => (by === undefined || by === way ? calledSo(db, way, wanted) : new Map())
  const [byOpenid, byRemark, byNickname] = await Promise.all([look('openid'), look('remark'), look('nickname')])
  const matchOf = (name: string, given: string): Match => {
    const [own] = byOpenid.get(name) ?? []
    if (own !== undefined) return { name: given, found: 'one', openid: own, by: 'openid' }
    const remarked = byRemark.get(name) ?? []
    const people = new Set([...remarked, ...(byNickname.get(name) ?? [])])
    const [first] = people
    if (first === undefined) return { name: given, found: 'unknown' }
    return people.size > 1 ? { name: given, found: 'ambiguous' } : { name: given, found: 'one', openid: first, by: remarked.length > 0 ? 'remark' : 'nickname' }
  }
  return { matches: meant.map((name, index) => matchOf(name, names[index] ?? '')) }
}

async function calledSo(db: Database, way: Way, names: readonly string[]): Promise<Called> {
  if (names.length === 0) return new Map()
  const among = db.command.in([...names])
  if (way === 'openid') {
    const { data } = await usersOf(db).where({ _id: among }).limit(MAX_ROWS).field({ _id: true }).get()
    return new Map(data.map(({ _id }) => [_id, [_id]]))
  }
  const condition: Condition = { [way]: among }
  // Thousands may go by the name that WeChat gives to whoever has none.
  const { list } = await usersOf(db).aggregate().match(condition).group({ _id: `$${way}`, first: { $min: '$_id' }, last: { $max: '$_id' } }).limit(MAX_ROWS).end()
  return new Map((list as unknown as { _id: string; first: string; last: string }[]).map(({ _id, first, last }) => [_id, [first, last]]))
}
