import { type Author } from '../access/identify'
import { MESSAGE_STATES, messagesOf, type Message, type MessageState } from '../outbox/message'
import { type Push } from '../outbox/push'
import { ridsOf } from '../outbox/refusal'
import { wordsFor } from '../outbox/words'
import { type Database } from '../ports/database'
import { findById } from '../records/find'
import { templatesOf } from '../templates/registry'
import { type TemplateField } from '../templates/template'
import { shownName, usersOf } from '../users/user'
import { isRetryable } from './retryable'
import { inBeijing } from './send-at'

/** Messages that an answer lists in full. */
const LISTED_MESSAGES = 20

export type Counts = Record<MessageState, number>

export interface MessageView {
  id: string
  openid: string
  state: MessageState
  reason?: string
  /** What to tell the admin. */
  message?: string
  errcode?: number
  /** By which WeChat finds the request again, for seven days. */
  rid?: string
}

export interface PushView {
  pushId: string
  state: Push['state']
  template: string
  title: string
  counts: Counts
  /** Recipients so far; grows while the audience is written out. */
  total: number
  createdAt: Date
  by: Author
  /** Nickname of the member who asked for it; empty when there is none. */
  author: string
  sendAt?: Date
  /** The same in words, of Beijing. */
  sendAtText?: string
  /** Why messages did not simply go out, the most frequent first. */
  reasons: ReasonCount[]
  /** The first ones only. */
  messages: MessageView[]
  halt?: Push['halt']
}

export interface ReasonCount {
  state: MessageState
  reason: string
  count: number
  /** What it means and what to do. */
  message?: string
  /** Another try may succeed, once what it says has been seen to. */
  retryable: boolean
}

export async function viewPush(db: Database, push: Push): Promise<PushView> {
  const fields = push.fields ?? (await findById(templatesOf(db), push.template))?.fields ?? []
  const { data: rows } = await messagesOf(db).where({ pushId: push._id }).orderBy('_id', 'asc').limit(LISTED_MESSAGES).get()
  const rids = await ridsOf(db, rows)
  return {
    pushId: push._id,
    state: push.state,
    template: push.template,
    title: push.title,
    counts: await countMessages(db, push._id),
    total: push.total,
    createdAt: push.createdAt,
    by: push.by,
    author: await authorOf(db, push),
    ...(push.sendAt && { sendAt: push.sendAt, sendAtText: inBeijing(push.sendAt) }),
    reasons: await countReasons(db, push._id, fields),
    messages: rows.map((row) => viewMessage(row, fields, rids)),
    ...(push.halt && { halt: push.halt }),
  }
}

async function authorOf(db: Database, { by }: Push): Promise<string> {
  if (by.kind === 'operator') return ''
  return shownName(await findById(usersOf(db), by.openid))
}

/** How many messages of the push are in each state; they add up to its audience. */
export async function countMessages(db: Database, pushId: string): Promise<Counts> {
  const { list } = await messagesOf(db).aggregate().match({ pushId }).group({ _id: '$state', count: { $sum: 1 } }).end()
  const counts = Object.fromEntries(MESSAGE_STATES.map((state) => [state, 0])) as Counts
  for (const { _id, count } of list) counts[_id as MessageState] = Number(count)
  return counts
}

async function countReasons(db: Database, pushId: string, fields: readonly TemplateField[]): Promise<ReasonCount[]> {
  const { list } = await messagesOf(db)
    .aggregate()
    .match({ pushId, reason: db.command.exists(true) })
    .group({ _id: { state: '$state', reason: '$reason', errcode: '$errcode' }, count: { $sum: 1 }, raw: { $first: '$raw' } })
    .sort({ count: -1 })
    .limit(LISTED_MESSAGES)
    .end()
  return list.map(({ _id, count, raw }) => {
    const { state, reason, errcode } = _id as Pick<Message, 'state' | 'reason' | 'errcode'>
    const message = wordsFor({ reason, errcode: errcode ?? undefined, raw: raw as string | undefined }, fields)
    return { state, reason: reason ?? '', count: Number(count), retryable: isRetryable(state, reason), ...(message !== undefined && { message }) }
  })
}

/**
 * @param fields  of the push, to name the one that is at fault
 * @param rids  of the messages, see `ridsOf`
 */
export function viewMessage(row: Message, fields: readonly TemplateField[] = [], rids?: ReadonlyMap<string, string>): MessageView {
  const message = wordsFor(row, fields)
  const rid = rids?.get(row._id)
  return {
    id: row._id,
    openid: row.openid,
    state: row.state,
    ...(row.reason !== undefined && { reason: row.reason }),
    ...(message !== undefined && { message }),
    ...(row.errcode !== undefined && { errcode: row.errcode }),
    ...(rid !== undefined && { rid }),
  }
}
