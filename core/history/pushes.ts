import * as v from 'valibot'
import { text } from '../api/schema'
import { messagesOf } from '../outbox/message'
import { PUSH_STATES, pushesOf, type Push } from '../outbox/push'
import { type Database } from '../ports/database'
import { countMessages, type Counts } from '../push/view'
import { COLLECTIONS } from '../records/collections'
import { findByIds } from '../records/find'
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
  const [counts, only] = await Promise.all([Promise.all(items.map(({ _id }) => countMessages(db, _id))), onlyRecipients(db, items)])
  return { items: items.map((push, place) => summaryOf(push, counts[place] as Counts, only.get(push._id))), ...rest }
}

function summaryOf({ _id, state, template, title, total, createdAt, sendAt, halt }: Push, counts: Counts, only?: OnlyRecipient): PushSummary {
  return { pushId: _id, state, template, title, total, createdAt, counts, ...(sendAt && { sendAt }), ...(halt && { halt }), ...(only && { only }) }
}

async function onlyRecipients(db: Database, pushes: readonly Push[]): Promise<Map<string, OnlyRecipient>> {
  const ids = pushes.filter(({ total }) => total === 1).map(({ _id }) => _id)
  if (ids.length === 0) return new Map()
  const { data: messages } = await messagesOf(db).where({ pushId: db.command.in(ids) }).limit(ids.length).get()
  const users = await findByIds<User>(db, COLLECTIONS.users, messages.map(({ openid }) => openid))
  const nicknames = new Map(users.map((user) => [user._id, shownName(user)]))
  return new Map(messages.map(({ _id, pushId, openid }) => [pushId, { openid, nickname: nicknames.get(openid) ?? '', messageId: _id }]))
}
