import * as v from 'valibot'
import { text } from '../api/schema'
import { messagesOf, type MessageState } from '../outbox/message'
import { PUSH_STATES, pushesOf, type Push } from '../outbox/push'
import { type Condition, type Database } from '../ports/database'
import { noCounts, type Counts } from '../push/view'
import { COLLECTIONS } from '../records/collections'
import { findByIds } from '../records/find'
import { withParts, type Part } from '../records/joined'
import { shownName, type User } from '../users/user'
import { after, type Page, type Place } from '../records/page'
import { sparsePage } from '../records/sparse'
import { sentBy, type Sender } from './sender'

const STATE = v.picklist(PUSH_STATES, '不是推送的状态')

export const PUSHES_REQUEST = v.strictObject({
  /** One, or some at once. */
  state: v.optional(v.union([STATE, v.pipe(v.array(STATE), v.minLength(1, '至少要有一个状态'), v.maxLength(PUSH_STATES.length, '状态重复了'))], '不是推送的状态')),
  cursor: v.optional(text(200)),
})

export interface PushSummary extends Pick<Push, 'state' | 'template' | 'title' | 'total' | 'createdAt' | 'by' | 'sendAt' | 'halt' | 'recurrence'> {
  pushId: string
  counts: Counts
  /** Nickname of the member who asked for it; empty when there is none. */
  author: string
  /** Of a push to one person: who, and her message. */
  only?: OnlyRecipient
}

interface OnlyRecipient {
  openid: string
  nickname: string
  messageId: string
}

/** Pushes, newest first. */
export function listPushes(db: Database, { state, cursor }: v.InferOutput<typeof PUSHES_REQUEST>): Promise<Page<PushSummary>> {
  const condition = state === undefined ? {} : { state: typeof state === 'string' ? state : db.command.in(state) }
  return findPushes(db, { condition, ...(cursor !== undefined && { cursor }) })
}

interface Wanted {
  condition: Condition
  sender?: Sender
  /** Only pushes that have such messages. */
  messages?: Condition
  cursor?: string
}

/** The same, of those that are wanted. */
export function findPushes(db: Database, { condition, sender, messages, cursor }: Wanted): Promise<Page<PushSummary>> {
  const all = { ...condition, ...sentBy(db, sender) }
  const read = async (from: string | undefined, most: number): Promise<Push[]> => {
    const { data } = await pushesOf(db).where(after(db, all, 'createdAt', from)).orderBy('createdAt', 'desc').orderBy('_id', 'desc').limit(most).field(OF_SUMMARY).get()
    return data
  }
  const keep = messages && (async (rows: readonly Push[]): Promise<Push[]> => {
    const having = await havingSuch(db, rows, messages)
    return rows.filter(({ _id }) => having.has(_id))
  })
  const placeOf = ({ createdAt, _id }: Push): Place => ({ at: createdAt, _id })
  return sparsePage({ read, placeOf, ...(cursor !== undefined && { cursor }), ...(keep && { keep }) }, (rows) => summariesOf(db, rows))
}

const OF_SUMMARY = { state: true, template: true, title: true, total: true, createdAt: true, by: true, sendAt: true, halt: true, recurrence: true }

async function havingSuch(db: Database, pushes: readonly Push[], messages: Condition): Promise<Set<string>> {
  const { list } = await messagesOf(db)
    .aggregate()
    .match({ pushId: db.command.in(pushes.map(({ _id }) => _id)), ...messages })
    .group({ _id: '$pushId' })
    .end()
  return new Set(list.map(({ _id }) => String(_id)))
}

/** What became of the messages of one push in one state. */
interface Group {
  _id: { pushId: string; state: MessageState }
  count: number
  openid: string
  messageId: string
  users: Pick<User, '_id' | 'nickname'>[]
}

/**
 * In their order, with who asked for them and what became of their messages: one call.
 * @param names  of pushes to one person, who; read in a call of its own when not given
 */
export async function summariesOf(db: Database, pushes: readonly Push[], names?: ReadonlyMap<string, string>): Promise<PushSummary[]> {
  if (pushes.length === 0) return []
  const ids = pushes.map(({ _id }) => _id)
  const authors = pushes.flatMap(({ by }) => (by?.kind === 'member' ? [by.openid] : []))
  const grouped = messagesOf(db)
    .aggregate()
    .match({ pushId: db.command.in(ids) })
    .group({ _id: { pushId: '$pushId', state: '$state' }, count: { $sum: 1 }, openid: { $first: '$openid' }, messageId: { $first: '$_id' } })
  const users: Part = { from: COLLECTIONS.users, match: { _id: { $in: [...new Set([...(names?.values() ?? []), ...authors])] } }, fields: { nickname: 1 } }
  const groups = (await (names ? withParts(grouped, { users }) : grouped).end()).list as unknown as Group[]
  const single = new Map(pushes.filter(({ total }) => total === 1).flatMap(({ _id }) => groups.filter((group) => group._id.pushId === _id).map((group) => [_id, group])))
  // Beside no row stands nothing: then they are asked for as well.
  const read = names && groups.length > 0 ? groups.flatMap((group) => group.users) : await findByIds<User>(db, COLLECTIONS.users, [...new Set([...[...single.values()].map(({ openid }) => openid), ...authors])])
  const nicknames = new Map(read.map((user) => [user._id, shownName(user)]))
  return pushes.map((push) => {
    const only = single.get(push._id)
    const author = (push.by?.kind === 'member' && nicknames.get(push.by.openid)) || ''
    return { ...summaryOf(push, countsOf(groups, push._id)), author, ...(only && { only: { openid: only.openid, nickname: nicknames.get(only.openid) ?? '', messageId: only.messageId } }) }
  })
}

function countsOf(groups: readonly Group[], pushId: string): Counts {
  const counts = noCounts()
  for (const { _id, count } of groups) if (_id.pushId === pushId) counts[_id.state] = Number(count)
  return counts
}

function summaryOf({ _id, state, template, title, total, createdAt, by, sendAt, halt, recurrence }: Push, counts: Counts): Omit<PushSummary, 'author' | 'only'> {
  return { pushId: _id, state, template, title, total, createdAt, by, counts, ...(sendAt && { sendAt }), ...(halt && { halt }), ...(recurrence && { recurrence }) }
}
