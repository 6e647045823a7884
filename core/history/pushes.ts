import * as v from 'valibot'
import { text } from '../api/schema'
import { messagesOf, type MessageState } from '../outbox/message'
import { PUSH_STATES, pushesOf, type Push } from '../outbox/push'
import { type Database } from '../ports/database'
import { noCounts, type Counts } from '../push/view'
import { COLLECTIONS } from '../records/collections'
import { findByIds } from '../records/find'
import { withParts, type Part } from '../records/joined'
import { shownName, type User } from '../users/user'
import { after, PAGE_SIZE, pageFrom, type Page } from '../records/page'

const STATE = v.picklist(PUSH_STATES, '不是推送的状态')

export const PUSHES_REQUEST = v.strictObject({
  /** One, or some at once. */
  state: v.optional(v.union([STATE, v.pipe(v.array(STATE), v.minLength(1, '至少要有一个状态'), v.maxLength(PUSH_STATES.length, '状态重复了'))], '不是推送的状态')),
  cursor: v.optional(text(200)),
})

export interface PushSummary extends Pick<Push, 'state' | 'template' | 'title' | 'total' | 'createdAt' | 'sendAt' | 'halt'> {
  pushId: string
  counts: Counts
  /** Of a push to one person: who, and her message. */
  only?: OnlyRecipient
}

interface OnlyRecipient {
  openid: string
  nickname: string
  messageId: string
}

/** Pushes, newest first. */
export async function listPushes(db: Database, { state, cursor }: v.InferOutput<typeof PUSHES_REQUEST>): Promise<Page<PushSummary>> {
  const { data: rows } = await pushesOf(db)
    .where(after(db, state === undefined ? {} : { state: typeof state === 'string' ? state : db.command.in(state) }, 'createdAt', cursor))
    .orderBy('createdAt', 'desc')
    .orderBy('_id', 'desc')
    .limit(PAGE_SIZE + 1)
    .field({ state: true, template: true, title: true, total: true, createdAt: true, sendAt: true, halt: true })
    .get()
  const { items, ...rest } = pageFrom(rows, (push) => push, ({ createdAt, _id }) => ({ at: createdAt, _id }))
  return { items: await summariesOf(db, items), ...rest }
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
 * In their order, with what became of their messages: one call.
 * @param names  of pushes to one person, who; read in a call of its own when not given
 */
export async function summariesOf(db: Database, pushes: readonly Push[], names?: ReadonlyMap<string, string>): Promise<PushSummary[]> {
  if (pushes.length === 0) return []
  const ids = pushes.map(({ _id }) => _id)
  const grouped = messagesOf(db)
    .aggregate()
    .match({ pushId: db.command.in(ids) })
    .group({ _id: { pushId: '$pushId', state: '$state' }, count: { $sum: 1 }, openid: { $first: '$openid' }, messageId: { $first: '$_id' } })
  const users: Part = { from: COLLECTIONS.users, match: { _id: { $in: [...(names?.values() ?? [])] } }, fields: { nickname: 1 } }
  const groups = (await (names ? withParts(grouped, { users }) : grouped).end()).list as unknown as Group[]
  const single = new Map(pushes.filter(({ total }) => total === 1).flatMap(({ _id }) => groups.filter((group) => group._id.pushId === _id).map((group) => [_id, group])))
  const read = names ? groups.flatMap((group) => group.users) : await findByIds<User>(db, COLLECTIONS.users, [...new Set([...single.values()].map(({ openid }) => openid))])
  const nicknames = new Map(read.map((user) => [user._id, shownName(user)]))
  return pushes.map((push) => {
    const only = single.get(push._id)
    return summaryOf(push, countsOf(groups, push._id), only && { openid: only.openid, nickname: nicknames.get(only.openid) ?? '', messageId: only.messageId })
  })
}

function countsOf(groups: readonly Group[], pushId: string): Counts {
  const counts = noCounts()
  for (const { _id, count } of groups) if (_id.pushId === pushId) counts[_id.state] = Number(count)
  return counts
}

function summaryOf({ _id, state, template, title, total, createdAt, sendAt, halt }: Push, counts: Counts, only?: OnlyRecipient): PushSummary {
  return { pushId: _id, state, template, title, total, createdAt, counts, ...(sendAt && { sendAt }), ...(halt && { halt }), ...(only && { only }) }
}
