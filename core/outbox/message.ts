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
  /** WeChat's id that it was last claimed with: where the ledger may hold something for it. */
  templateId?: string
  /** The recipient's own text, where the push has variables or each has her own. */
  data?: MessageData
  /** The same of what goes into the page path. */
  parameters?: MessageData
  /** What it is about, where that was said: of one matter she gets one message, see `dedupeId`. */
  dedupe?: string
  state: MessageState
  /** Why it is in that state, where there is something to say. */
  reason?: MessageReason
  /** WeChat's code and text, for the folded technical detail. */
  errcode?: number
  raw?: string
  /** Times it was handed to WeChat. */
  attempts: number
  /** The run that has it, or had it last. */
  owner: string
  /** What a person says came of it, while the ledger is brought in line with that. */
  resolution?: Resolution
  /**
   * queued: not before this time. sending, cancelling: the end of the lease, after which somebody else settles it. waiting: when it is
   * looked at again, though nobody agreed.
   */
  dueAt: Date
  timeline: TimelineEntry[]
  /** It waited, or waits: since when, and for how long at most. */
  waitsSince?: Date
  expiresAt?: Date
  /** It waited long enough for others to join it. */
  gathered?: true
  /** It waits no longer: decided, and not yet done. */
  called?: true
  /** So many credits it needs, where the last ones are kept for others. */
  needs?: number
  /** merged: the message that it went out with. */
  digest?: string
  createdAt: Date
  sentAt?: Date
  /** When it was settled what became of it on our side: sent, failed, skipped or cancelled. A receipt that comes later moves only the state. */
  overAt?: Date
  /** When WeChat says that it arrived, or did not; see `arrival.ts`. */
  receiptAt?: Date
  /** When we heard so: a receipt may come days late, and figures of days that are over do not change. */
  receiptHeardAt?: Date
  /** When its reader opened the card; WeChat has no read receipt. */
  openedAt?: Date
  /** When she read it in the mini-program, where it was not pushed to WeChat. */
  readAt?: Date
}

/** A person's word, or WeChat's receipt for a message of which nobody knew. */
export type Resolution = 'sent' | 'not-sent' | 'delivered' | 'undelivered'

/** What a person may say. */
export type PersonsWord = Exclude<Resolution, 'delivered' | 'undelivered'>

/**
 * The life of a message. Whether its push runs, rests or is over stands in the push alone (`PushState`): a row is only ever
 * claimed for a push that runs, so that pause, resume and halt are one write to one record.
 *
 * | state | leaves it by | who does it | a death there leaves | who picks that up |
 * |---|---|---|---|---|
 * | queued | claim → sending | `claim` of a worker, for a push that runs, not before `dueAt` | the row as it was | any worker |
 * | | cancel → cancelling | `cancelRows`, for a push that was cancelled | the push marked as closing | the next round |
 * | sending, not handed over | nothing held → skipped | the feeder, when the ledger has nothing for it | the lease | `recover`: back to queued, by the run's journal |
 * | | nothing held, or others may join it → waiting | the feeder, where the push says so; flagged in the ledger first | the lease | `recover`: back to queued |
 * | | no more time, halt, no token → queued | the feeder, after it gave back what was held | the same | the same |
 * | sending, handed over | WeChat took it → sent | `settle`: receipt, then ledger, then row | the run's journal, or the receipt | `recover`: what the journal says; else unknown |
 * | | refused for good → failed | `settle`: ledger, then row | the run's journal | the same |
 * | | 43101 → waiting | `settle`, where the push says so: ledger, then row | the run's journal | the same |
 * | | refused for now → queued, later | `settle`, a bounded number of times, then failed | the run's journal | the same |
 * | | no reply → unknown | `settle` | the lease | `recover`: unknown |
 * | sent | WeChat's receipt → delivered, undelivered | `applyArrivals`, for what the event function kept | the receipt, kept | the next round |
 * | waiting | its reader agreed, or its time has come → queued | `wake`: the row is `called`, its push is marked `waking`, and then the row | those marks | the next round |
 * | | several to one reader → merged, in one message of a push of its own | `gather` | its record | the next round |
 * | | nobody agreed in time → skipped | `wake` | the row as it was | the next round |
 * | | cancel → cancelling | `cancelRows` | the push marked as closing | the next round |
 * | unknown | WeChat's receipt, of this message beyond doubt → sending, with its word | `applyArrivals` | the lease, and the receipt | `recover`: what it said → delivered or undelivered |
 * | | a person decides → sending, with her word | `resolveMessage`, `resolveAll` | the lease | `recover`: what the person said → sent or failed |
 * | failed, skipped, undelivered | retry → queued | `requeue`, where a further try makes sense | the push marked as to be tried again | the next round |
 * | cancelling | what it held is back → cancelled | `cancelRows` | the lease | `recover` |
 * | delivered, cancelled, merged | never | | | |
 *
 * A receipt that comes again, late or before its message is settled changes nothing twice and nothing back: it is kept until its
 * message can take it, moves `sent` and `unknown` only, and is forgotten.
 *
 * What it holds in the ledger is held from the claim on, stays held while it waits for another try and while nobody knows,
 * and is spent or given back before its row says that it is over. A failed receipt gives back what is still held; what was spent when
 * WeChat took the message stays spent, because nobody has written down that WeChat gives it back.
 */
export type MessageState = 'queued' | 'sending' | 'sent' | 'delivered' | 'undelivered' | 'failed' | 'unknown' | 'skipped' | 'waiting' | 'merged' | 'cancelling' | 'cancelled'

export const MESSAGE_STATES: readonly MessageState[] = ['queued', 'sending', 'sent', 'delivered', 'undelivered', 'failed', 'unknown', 'skipped', 'waiting', 'merged', 'cancelling', 'cancelled']

/** Those that somebody is still to move on. */
export const OPEN_STATES: readonly MessageState[] = ['queued', 'sending', 'cancelling']

/** WeChat took these; what its receipt says, where one came, is in the state. */
export const TAKEN_STATES: readonly MessageState[] = ['sent', 'delivered', 'undelivered']

export const OVER_STATES: readonly MessageState[] = [...TAKEN_STATES, 'failed', 'skipped', 'merged', 'cancelled']

/** Nothing is held for these any more. */
export const UNHELD_STATES: readonly MessageState[] = [...OVER_STATES, 'waiting']

export type MessageReason = Reason | 'no-credit' | 'too-soon' | 'capped' | 'reserved' | 'expired' | 'gathering' | 'doubtful' | 'stopped' | 'bad-field' | 'gave-up' | 'worker-lost' | 'resolved' | 'delivery-failed' | 'duplicate'

export interface TimelineEntry {
  at: Date
  state: MessageState
  reason?: MessageReason
}

/** Owner of a row that nobody has. */
export const NOBODY = ''

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
