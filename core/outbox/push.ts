import { type Author } from '../access/identify'
import { type Settlement } from '../ledger/holds'
import { type Collection, type Database } from '../ports/database'
import { type Lang, type MiniprogramState } from '../ports/openapi'
import { COLLECTIONS } from '../records/collections'
import { type MessageData } from '../templates/message-data'

/** What an admin asked for, once: a row of `pushes`, `_id` is its idempotency key. */
export interface Push {
  _id: string
  /** Our key of the template, and WeChat's id for it at that time. */
  template: string
  templateId: string
  title: string
  type: 'one-time' | 'long-term'
  data: MessageData
  page: string
  miniprogramState: MiniprogramState
  lang: Lang
  audience: Audience
  /** How far the audience has been written out; undefined once all of it is. */
  cursor?: string
  /** Try also where the ledger has nothing left. */
  anyway: boolean
  by: Author
  /** Of everything above that the admin gave: the same key with another hash is another push, and refused. */
  bodyHash: string
  state: PushState
  /** Not before this time; by itself as soon as possible. */
  sendAt?: Date
  /** Also within quiet hours. */
  urgent: boolean
  /** Why it was halted. */
  halt?: { reason: string; errcode?: number; message: string }
  total: number
  createdAt: Date
  updatedAt: Date
}

/** Whom a push is for. Only a list is fixed from the start; the others are whoever fits when the push begins. */
export type Audience =
  | { kind: 'openids'; openids: string[] }
  /** Everyone of whom the ledger says that one more message of this template may go out. */
  | { kind: 'canReceive' }
  | { kind: 'tags'; tags: string[] }
  | { kind: 'all' }

/**
 * ```
 * scheduled → expanding → running → finished
 *                 │          ├────→ halted      every send would fail alike; what is left waits for a person
 *                 └──────────┼────→ paused      on a person's word
 *                            └────→ cancelled   what had not gone out never will
 * ```
 */
export type PushState = 'scheduled' | 'expanding' | 'running' | 'finished' | 'halted' | 'paused' | 'cancelled'

export function pushesOf(db: Database): Collection<Push> {
  return db.collection<Push>(COLLECTIONS.pushes)
}

/** What the ledger must know to settle what these users' messages hold. */
export function settlementOf(push: Push, openids: readonly string[]): Settlement {
  return { pushId: push._id, templateId: push.templateId, openids, anyway: push.anyway }
}
