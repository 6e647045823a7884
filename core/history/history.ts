import * as v from 'valibot'
import { text } from '../api/schema'
import { AppError } from '../error/app-error'
import { cardOf, sentPushes, type Card } from '../outbox/card'
import { MESSAGE_STATES, messagesOf, placeOf, type Message, type TimelineEntry } from '../outbox/message'
import { pushesOf, type Push } from '../outbox/push'
import { receiptsOf } from '../outbox/receipt'
import { ridsOf } from '../outbox/refusal'
import { type Database } from '../ports/database'
import { COLLECTIONS } from '../records/collections'
import { findById, findByIds } from '../records/find'
import { viewMessage, viewPush, type MessageView, type PushView } from '../push/view'
import { shownName, usersOf, type User } from '../users/user'
import { after, PAGE_SIZE, pageFrom, type Page } from '../records/page'

/** Of a message's timeline, the latest; records of an older version may have thousands. */
const LISTED_ENTRIES = 100

export const HISTORY_REQUEST = v.strictObject({
  template: v.optional(text(64)),
  state: v.optional(v.picklist(MESSAGE_STATES, '不是消息的状态')),
  openid: v.optional(text(64)),
  pushId: v.optional(text(64)),
  cursor: v.optional(text(200)),
})

export interface HistoryItem extends MessageView {
  pushId: string
  template: string
  title: string
  /** Of the recipient; empty when she never gave one. */
  nickname: string
  /** The card as it was sent. */
  lines: Card['lines']
  createdAt: Date
}

/** Messages of all pushes, newest first. */
export async function history(db: Database, { cursor, ...filters }: v.InferOutput<typeof HISTORY_REQUEST>): Promise<Page<HistoryItem>> {
  const given = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined))
  const { data: rows } = await messagesOf(db)
    .where(after(db, given, 'createdAt', cursor))
    .orderBy('createdAt', 'desc')
    .orderBy('_id', 'desc')
    .limit(PAGE_SIZE + 1)
    .get()
  const pushes = await sentPushes(db, rows.map((row) => row.pushId))
  const users = await findByIds<User>(db, COLLECTIONS.users, [...new Set(rows.map((row) => row.openid))])
  const rids = await ridsOf(db, rows)
  const view = (row: Message): HistoryItem => {
    const push = pushes.get(row.pushId)
    return {
      ...viewMessage(row, push?.fields, rids),
      pushId: row.pushId,
      template: row.template,
      title: push?.title ?? '',
      lines: push ? cardOf(row, push).lines : [],
      nickname: shownName(users.find((user) => user._id === row.openid)),
      createdAt: row.createdAt,
    }
  }
  return pageFrom(rows, view, placeOf)
}

/** How a push stands. @throws AppError `not-found` */
export async function pushStatus(db: Database, pushId: string): Promise<PushView> {
  const push = await findById(pushesOf(db), pushId)
  if (!push) throw new AppError('not-found', `没有编号为 ${pushId} 的推送。请从推送记录里选。`)
  return viewPush(db, push)
}

export interface MessageDetail extends MessageView {
  push: Pick<Push, 'page' | 'miniprogramState' | 'lang' | 'by' | 'title' | 'template'> & { pushId: string }
  /** Of the recipient; empty when she never gave one. */
  nickname: string
  lines: Card['lines']
  timeline: TimelineEntry[]
  attempts: number
  msgid?: string
  raw?: string
  openedAt?: Date
}

/** One message with everything that happened to it. @throws AppError `not-found` */
export async function messageDetail(db: Database, id: string): Promise<MessageDetail> {
  const row = await findById(messagesOf(db), id)
  const push = row && (await sentPushes(db, [row.pushId])).get(row.pushId)
  if (!row || !push) throw new AppError('not-found', '没有这条消息，请从推送记录里选。')
  const receipt = await findById(receiptsOf(db), id)
  const user = await findById(usersOf(db), row.openid)
  const { page, miniprogramState, lang, by, title, template, fields } = push
  return {
    ...viewMessage(row, fields, await ridsOf(db, [row])),
    push: { pushId: push._id, page, miniprogramState, lang, by, title, template },
    nickname: shownName(user),
    lines: cardOf(row, push).lines,
    timeline: row.timeline.slice(-LISTED_ENTRIES),
    attempts: row.attempts,
    ...(receipt && receipt.msgid !== '' && { msgid: receipt.msgid }),
    ...(row.raw !== undefined && { raw: row.raw }),
    ...openedOf(row),
  }
}

function openedOf(row: Message): { openedAt?: Date } {
  return row.openedAt ? { openedAt: row.openedAt } : {}
}
