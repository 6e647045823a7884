import { type Author } from '../access/identify'
import { lastHeard } from '../outbox/arrival'
import { MESSAGE_STATES, messageId, messagesOf, type Message, type MessageState } from '../outbox/message'
import { agreementOf, type Push } from '../outbox/push'
import { ridsOf } from '../outbox/refusal'
import { wordsFor } from '../outbox/words'
import { type Database } from '../ports/database'
import { findById } from '../records/find'
import { templatesOf } from '../templates/registry'
import { type TemplateField } from '../templates/template'
import { nicknameOf, shownName, type User } from '../users/user'
import { askedOf, type Asked } from './asked'
import { viewUnknown, type UnknownView } from './resolve-unknown'
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
  /** Recipients who opened the card, where any did, and after how long half of them had: told once the push does not run any more. */
  opened?: number
  openedMedianMs?: number
  /** Why messages did not simply go out, the most frequent first. */
  reasons: ReasonCount[]
  /** The first ones only. */
  messages: MessageView[]
  halt?: Push['halt']
  /** Where some of it is unknown: what is known. */
  unknown?: UnknownView
  /** WeChat took some of it, and no receipt of any message ever came: nobody has set them up. */
  withoutReceipts?: true
  /** Waits for a second member: what she is to look at. */
  asked?: Asked
  /** It is a run of a plan; its words say how often. */
  recurrence?: Push['recurrence']
  /** A second member agreed, to so many. */
  approval?: { author: string; at: Date; recipients: number }
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
  const waits = waiting(push)
  if (waits) return viewOne(db, push, waits)
  const approval = agreementOf(push)
  const asked = push.state === 'pending' ? await askedOf(db, push) : undefined
  const fields = push.fields ?? (await findById(templatesOf(db), push.template))?.fields ?? []
  const { data: rows } = await messagesOf(db).where({ pushId: push._id }).orderBy('_id', 'asc').limit(LISTED_MESSAGES).get()
  const rids = await ridsOf(db, rows)
  const counts = await countMessages(db, push._id)
  const unknown = counts.unknown > 0 ? await viewUnknown(db, push._id) : undefined
  const isUnheard = counts.sent > 0 && (await lastHeard(db)) === undefined
  return {
    ...headOf(push, await nicknameOf(db, push.by)),
    counts,
    ...(await openingOf(db, push)),
    ...(unknown && { unknown }),
    ...(isUnheard && { withoutReceipts: true }),
    reasons: await countReasons(db, push._id, fields),
    messages: rows.map((row) => viewMessage(row, fields, rids)),
    ...(asked && { asked }),
    ...(approval && { approval: { author: await nicknameOf(db, approval.by), at: approval.at, recipients: approval.recipients } }),
  }
}

function headOf(push: Push, author: string): Omit<PushView, 'counts' | 'reasons' | 'messages'> {
  const { _id: pushId, state, template, title, total, createdAt, by, sendAt, halt, recurrence } = push
  return { pushId, state, template, title, total, createdAt, by, author, ...(sendAt && { sendAt, sendAtText: inBeijing(sendAt) }), ...(halt && { halt }), ...(recurrence && { recurrence }) }
}

/** It waits for the timer, and nothing of it is written out yet. */
function isUnwritten({ forTimer, state, cursor }: Push): boolean {
  return forTimer === true && state === 'expanding' && cursor === ''
}

/**
 * A push to one person, by what its maker knows: nothing is read again.
 * @param row  her message; absent where it is not written out yet, or others did it
 * @param user  the member who asked for it, where she was read
 */
export async function viewOne(db: Database, push: Push, row = waiting(push), user?: User): Promise<PushView> {
  if (!row) return viewPush(db, push)
  const { fields = [] } = push
  const view = viewMessage(row, fields, await ridsOf(db, [row]))
  const { state, reason, message } = view
  const reasons = reason === undefined ? [] : [{ state, reason, count: 1, retryable: isRetryable(state, row.reason), ...(message !== undefined && { message }) }]
  const author = user ? shownName(user) : await nicknameOf(db, push.by)
  return { ...headOf(push, author), counts: { ...noCounts(), [state]: 1 }, reasons, messages: [view] }
}

function waiting(push: Push): Pick<Message, '_id' | 'openid' | 'state' | 'reason' | 'errcode' | 'raw'> | undefined {
  const [openid] = push.audience.kind === 'openids' && isUnwritten(push) ? (push.audience.openids ?? []) : []
  return openid === undefined ? undefined : { _id: messageId(push._id, openid), openid, state: 'queued', reason: 'no-call-token' }
}

export function noCounts(): Counts {
  return Object.fromEntries(MESSAGE_STATES.map((state) => [state, 0])) as Counts
}

/** A page that follows a push on its way asks every second: only then this is left out. */
async function openingOf(db: Database, { _id: pushId, state }: Push): Promise<Pick<PushView, 'opened' | 'openedMedianMs'>> {
  if (state === 'expanding' || state === 'running') return {}
  const isOpened = { pushId, openedAt: db.command.gte(new Date(0)) }
  const { total } = await messagesOf(db).where(isOpened).count()
  if (total === 0) return {}
  const { list } = await messagesOf(db)
    .aggregate()
    .match(isOpened)
    .project({ after: { $subtract: ['$openedAt', { $ifNull: ['$sentAt', '$createdAt'] }] } })
    .sort({ after: 1 })
    .skip(Math.floor((total - 1) / 2))
    .limit(1)
    .end()
  // Of an even number it is the lower one of the two in the middle.
  const [middle] = list as unknown as { after: number }[]
  return { opened: total, openedMedianMs: Math.max(0, Number(middle?.after ?? 0)) }
}

/** How many messages of the push are in each state; they add up to its audience. */
export async function countMessages(db: Database, pushId: string): Promise<Counts> {
  const { list } = await messagesOf(db).aggregate().match({ pushId }).group({ _id: '$state', count: { $sum: 1 } }).end()
  const counts = noCounts()
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
    const message = wordsFor({ state, reason, errcode: errcode ?? undefined, raw: raw as string | undefined }, fields)
    return { state, reason: reason ?? '', count: Number(count), retryable: isRetryable(state, reason), ...(message !== undefined && { message }) }
  })
}

/**
 * @param fields  of the push, to name the one that is at fault
 * @param rids  of the messages, see `ridsOf`
 */
export function viewMessage(row: Pick<Message, '_id' | 'openid' | 'state' | 'reason' | 'errcode' | 'raw'>, fields: readonly TemplateField[] = [], rids?: ReadonlyMap<string, string>): MessageView {
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
