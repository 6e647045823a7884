import { type Reason } from '../error/wechat-errors'
import { type Collection, type Database } from '../ports/database'
import { type MessageData } from '../templates/message-data'
import { COLLECTIONS } from '../records/collections'

/** One recipient of one push: send history and outbox in one row of `messages`, `_id` is `pushId:openid`. */
export interface Message {
  _id: string
  pushId: string
  openid: string
  template: string
  /** The recipient's own text, where the push has variables. */
  data?: MessageData
  state: MessageState
  /** Why it is in that state, where there is something to say. */
  reason?: MessageReason
  /** WeChat's code and text, for the folded technical detail. */
  errcode?: number
  raw?: string
  /** Times it was handed to WeChat. */
  attempts: number
  /** The worker that has it, until `dueAt`. */
  owner: string
  /**
   * queued: not before this time; a claim moves it to the end of the lease, so that the row comes back by itself.
   * sending: the end of the lease, after which the outcome counts as unknown.
   */
  dueAt: Date
  timeline: TimelineEntry[]
  createdAt: Date
  sentAt?: Date
  /** When its reader opened the card; WeChat has no read receipt. */
  openedAt?: Date
}

/**
 * ```
 * queued → sending → sent
 *   │         ├→ failed     WeChat refused for good
 *   │         ├→ queued     known not sent, worth another try
 *   │         └→ unknown    reply lost, or killed between send and write
 *   ├→ skipped              nothing to send with, or the user told us to stop
 *   └→ cancelling → cancelled
 * ```
 */
export type MessageState = 'queued' | 'sending' | 'sent' | 'failed' | 'unknown' | 'skipped' | 'cancelling' | 'cancelled'

export const MESSAGE_STATES: readonly MessageState[] = ['queued', 'sending', 'sent', 'failed', 'unknown', 'skipped', 'cancelling', 'cancelled']

export type MessageReason = Reason | 'no-credit' | 'stopped' | 'bad-field' | 'gave-up' | 'worker-lost' | 'resolved'

export interface TimelineEntry {
  at: Date
  state: MessageState
  reason?: MessageReason
}

/** Free to be claimed. */
export const NOBODY = ''

/** Due date of what waits for a person. */
export const NEVER = new Date('9999-01-01T00:00:00Z')

export function messageId(pushId: string, openid: string): string {
  return `${pushId}:${openid}`
}

export function messagesOf(db: Database): Collection<Message> {
  return db.collection<Message>(COLLECTIONS.messages)
}

/** Where it stands in a list by age. */
export function placeOf({ createdAt, _id }: Message): { at: Date; _id: string } {
  return { at: createdAt, _id }
}
