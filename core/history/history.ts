import * as v from 'valibot'
import { text } from '../api/schema'
import { AppError } from '../error/app-error'
import { cardOf, pageOf, sentPushes, type Card } from '../outbox/card'
import { MESSAGE_STATES, messagesOf, type Message, type TimelineEntry } from '../outbox/message'
import { pushesOf, type Push } from '../outbox/push'
import { MESSAGE_REASONS } from '../outbox/reasons'
import { receiptsOf } from '../outbox/receipt'
import { ridsOf } from '../outbox/refusal'
import { type Database } from '../ports/database'
import { viewMessage, viewPush, type MessageView, type PushView } from '../push/view'
import { findById } from '../records/find'
import { type Page } from '../records/page'
import { type MessageData } from '../templates/message-data'
import { findPeople, type People } from '../users/search'
import { nicknameOf, shownName, shownRemark, usersOf } from '../users/user'
import { DAYS, within } from './days'
import { listMessages, type HistoryItem } from './messages'
import { findPushes, type PushSummary } from './pushes'
import { senderNamed } from './sender'

export { type HistoryItem } from './messages'

/** Of a message's timeline, the latest; records of an older version may have thousands. */
const LISTED_ENTRIES = 100

export const HISTORY_REQUEST = v.strictObject({
  /** A nickname or remark, or a part of it; an openid, its end, or as pages write it. */
  search: v.optional(v.pipe(v.string('要写成文字'), v.maxLength(64, '最多 64 个字'))),
  openid: v.optional(text(64)),
  /** Who sent: a member's nickname or openid, or `operator`. */
  by: v.optional(text(64)),
  template: v.optional(text(64)),
  /** Of messages. */
  state: v.optional(v.picklist(MESSAGE_STATES, `不是消息的状态，可以写 ${MESSAGE_STATES.join('、')}`)),
  reason: v.optional(v.picklist(MESSAGE_REASONS, `不是没有发出的原因，可以写 ${MESSAGE_REASONS.join('、')}`)),
  pushId: v.optional(text(64)),
  ...DAYS,
  cursor: v.optional(text(200)),
})

export type HistoryRequest = v.InferOutput<typeof HISTORY_REQUEST>

/** One person's messages across all pushes, or those of one push; otherwise pushes, each in one row however many it went to. */
export type Found = ({ of: 'messages'; people?: Person[]; morePeople?: true } & Page<HistoryItem>) | ({ of: 'pushes' } & Page<PushSummary>)

/** Whom a search found. */
export interface Person {
  openid: string
  nickname: string
  remark: string
}

/** What was pushed, newest first. @throws AppError `invalid-argument` for days or a sender that cannot be read */
export async function history(db: Database, { search = '', openid, by, pushId, from, to, cursor, ...rest }: HistoryRequest): Promise<Found> {
  const days = within(db, { ...(from !== undefined && { from }), ...(to !== undefined && { to }) })
  const sender = by === undefined ? undefined : await senderNamed(db, by)
  const asked = { ...(sender && { sender }), ...(cursor !== undefined && { cursor }) }
  const { template, state, reason } = given(rest)
  const at = days && { createdAt: days }
  if (search.trim() === '' && openid === undefined && pushId === undefined) {
    const messages = given({ state, reason })
    return { of: 'pushes', ...(await findPushes(db, { ...asked, condition: { ...given({ template }), ...at }, ...(Object.keys(messages).length > 0 && { messages }) })) }
  }
  const { people, ...whose } = await personsNamed(db, search, openid)
  if (people?.found.length === 0) return { of: 'messages', items: [], people: [] }
  const page = await listMessages(db, { ...asked, condition: { ...given({ template, state, reason, pushId }), ...at, ...whose } })
  return { of: 'messages', ...page, ...(people && { people: people.found.map(personOf), ...(people.more && { morePeople: true as const }) }) }
}

/** The condition for whose messages they are. With both, somebody that both mean. */
async function personsNamed(db: Database, search: string, openid: string | undefined): Promise<{ people?: People; openid?: unknown }> {
  if (search.trim() === '') return openid === undefined ? {} : { openid }
  const people = await findPeople(db, search)
  const found = openid === undefined ? people.found : people.found.filter(({ _id }) => _id === openid)
  const [only] = found
  return { people: { ...people, found }, openid: found.length === 1 ? only?._id : db.command.in(found.map(({ _id }) => _id)) }
}

function personOf(user: People['found'][number]): Person {
  return { openid: user._id, nickname: shownName(user), remark: shownRemark(user) }
}

function given<T extends object>(filters: T): { [Key in keyof T]?: NonNullable<T[Key]> } {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) as { [Key in keyof T]?: NonNullable<T[Key]> }
}

/** How a push stands. @throws AppError `not-found` */
export async function pushStatus(db: Database, pushId: string): Promise<PushView> {
  const push = await findById(pushesOf(db), pushId)
  if (!push) throw new AppError('not-found', `没有编号为 ${pushId} 的推送。请从推送记录里选。`)
  return viewPush(db, push)
}

export interface MessageDetail extends MessageView {
  push: Pick<Push, 'page' | 'miniprogramState' | 'lang' | 'by' | 'title' | 'template'> & {
    pushId: string
    /** What was asked to be sent, to be sent again; absent where it is past its keeping. */
    data?: MessageData
    /** The same of its page path, where something was filled into it. */
    parameters?: MessageData
    /** What its card leads to then. */
    filledPage?: string
  }
  /** Of the recipient; empty when she never gave one. */
  nickname: string
  /** Who sent it; empty for the console. */
  author: string
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
  const { page, miniprogramState, lang, by, title, template, fields, textsGoneAt, own } = push
  const parameters = row.parameters ?? push.parameters
  // Of a list in which each has her own, what somebody would write again is hers.
  const data = own ? (row.data ?? push.data) : push.data
  return {
    ...viewMessage(row, fields, await ridsOf(db, [row])),
    push: { pushId: push._id, page, miniprogramState, lang, by, title, template, ...(!textsGoneAt && { data }), ...(parameters && { parameters, filledPage: pageOf(push, row) }) },
    nickname: shownName(user),
    author: await nicknameOf(db, by),
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
