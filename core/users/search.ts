import { type Condition, type Database, type Operator } from '../ports/database'
import { usersOf, type User } from './user'

/** People that one search tells of; who finds more is to say more. */
export const MOST_PEOPLE = 20

/** `oDem…000C`, as pages write an openid. */
const MASKED = /^([\w-]{1,8})(?:…|\.{2,3})([\w-]{1,8})$/
const OPENID = /^[\w-]{8,64}$/

export interface People {
  found: Pick<User, '_id' | 'nickname' | 'remark'>[]
  /** There are more than are told. */
  more: boolean
}

/** Whom a search means. Somebody without a row of her own, who never opened the mini-program, is found by her whole openid. */
export async function findPeople(db: Database, search: string): Promise<People> {
  const text = searchable(search)
  // In an order that does not change while somebody reads on.
  const { data } = await usersOf(db).where(meant(db, text)).orderBy('_id', 'asc').limit(MOST_PEOPLE + 1).field({ nickname: true, remark: true }).get()
  if (data.length === 0 && OPENID.test(text)) return { found: [{ _id: text, nickname: '', remark: '' }], more: false }
  return { found: data.slice(0, MOST_PEOPLE), more: data.length > MOST_PEOPLE }
}

/** No name holds a NUL, and the SDK writes no pattern with one. */
export function searchable(search: string): string {
  return search.replaceAll('\0', '').trim()
}

/** In the nickname or remark anywhere, or at the end of the openid, or the openid as pages write it: beginning, dots, end. */
export function meant({ command }: Database, text: string): Condition | Operator {
  if (text === '') return {}
  const literal = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const anywhere = new RegExp(literal, 'i')
  const [, head = '', tail = ''] = MASKED.exec(text) ?? []
  const openid = head === '' ? new RegExp(`${literal}$`) : new RegExp(`^${head}.*${tail}$`)
  return command.or([{ nickname: anywhere }, { remark: anywhere }, { _id: openid }])
}
