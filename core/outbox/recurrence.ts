import { type Author } from '../access/identify'
import { type Collection, type Database } from '../ports/database'
import { COLLECTIONS } from '../records/collections'
import { type MessageData } from '../templates/message-data'
import { type Audience } from './push'

/**
 * What is sent again and again: a row of `recurrences`. Each of its dates becomes a push of its own, or is told as missed.
 *
 * | state | leaves it by | who |
 * |---|---|---|
 * | active | a person, or because its author may not push any more, or because a run of it could not be made → paused | a member, `pauseOrphanPlans`, `makeDueRuns` |
 * | paused | a person → active | a member; an owner where the author is gone |
 * | active, paused | its last date is over, or a person → ended | `makeDueRuns`, a member |
 *
 * One date, and who is at it:
 *
 * | step | a death after it leaves | who picks that up |
 * |---|---|---|
 * | the plan is taken for `PLAN_LEASE_MS` (`maker`, `makeUntil`) | a plan that nobody else touches until then | the round after that |
 * | its push is written down, under a name made of plan and date | a push, and a plan that still waits for that date | the next maker finds the push |
 * | an entry in the audit, under the same name | the same | the same; the entry is found, and not written twice |
 * | the plan moves on: `nextAt`, and what came of the date | | |
 */
export interface Recurrence {
  _id: string
  template: string
  /** Of the template when the plan was made. */
  title: string
  data: MessageData
  audience: Audience
  /** What else a push is asked for with; see `RunOptions`. */
  options: Readonly<Record<string, unknown>>
  rule: Rule
  by: Author
  /** Who set it going again, if anybody did. */
  goingBy?: Author
  state: 'active' | 'paused' | 'ended'
  /** Why it rests by itself; absent where a person paused it. */
  halt?: { reason: string; message: string }
  /** The first of its dates of which nothing is decided yet; of one that is over, the last there was. */
  nextAt: Date
  /** Dates that are over: what became a push, and what was missed. */
  runs: number
  missed: number
  /** The latest of both. */
  lastRuns: { pushId: string; at: Date }[]
  lastMissed: Missed[]
  /** When something was missed last, as it was noticed. */
  missedAt?: Date
  /** Who brings it on at this moment, and until when nobody else does. */
  maker?: string
  makeUntil?: Date
  /** Of what was asked for: the same key with another hash is another plan, and refused. */
  bodyHash: string
  createdAt: Date
  updatedAt: Date
  endedAt?: Date
}

/** When, in Beijing. */
export interface Rule {
  every: 'day' | 'week' | 'month'
  /** Of a week: 1 is Monday, 7 is Sunday. */
  weekdays?: number[]
  /** Of a month; its last one where it has no such day. */
  day?: number
  /** `09:00` */
  time: string
  /** The last day on which it may be, `2026-12-31`. */
  until?: string
  /** Dates in all, missed ones included. */
  count?: number
}

export interface Missed {
  /** When it was to be. */
  at: Date
  reason: string
  message: string
}

/** So many of the latest runs, and of what was missed, stand in the plan. */
export const KEPT = 10

export function recurrencesOf(db: Database): Collection<Recurrence> {
  return db.collection<Recurrence>(COLLECTIONS.recurrences)
}
