import { type Collection, type Condition, type Database } from '../ports/database'
import { COLLECTIONS } from '../records/collections'
import { type Template } from '../templates/template'

/**
 * The ledger's row for one user and one template, `_id` is `openid:templateId`.
 *
 * WeChat tells nobody how many sends are left, so this is our own account of it. Its books balance at any moment:
 * `granted = credits + reservations.length + used + forfeited`.
 */
export interface Authorization extends Partial<Facts> {
  _id: string
  /** Lets a user's own client read the row under the security rule. */
  _openid: string
  openid: string
  templateId: string
  /** One-time sends that are left and not spoken for. */
  credits: number
  /** Pushes that hold one credit each, from before the send until its outcome is known. */
  reservations: string[]
  /** Pushes that try without a credit, on an admin's word; WeChat decides. */
  overdrafts: string[]
  /** Credits ever received. */
  granted: number
  /** Credits spent by messages that went out. */
  used: number
  /** Credits that a refusal wiped out. */
  forfeited: number
  /** The newest message of this kind that a push was to bring, where messages are to lie apart; gone when it did not go out. */
  latest?: { pushId: string; at: Date; sent?: true }
  /** Pushes that brought her the newest messages of this kind, or are about to, the newest first; where a template limits how many. */
  recent?: Place[]
  /** How often a message began to wait until she agrees again; gone when none waits any more. See `core/waiting`. */
  waits?: number
  /** The same for messages that need more than one credit, because the last ones are kept for others. */
  waitsForMore?: number
  /** How often WeChat knew better than this row: 43101 on a credit, or a success without one. */
  drift: number
  /** Accepts that counted on the page's word, of the last day that had any; see `claims.ts`. */
  claims?: { day: string; count: number }
  /** The newest accepts that counted, and who told of them: of one tap the other counts no more; see `claims.ts`. */
  counted?: CountedAccept[]
  /** A page told of an accept, and no send has shown yet whether WeChat knows of it. */
  unproven?: boolean
  /** How often in a row it did not, up to `MISSES_OF_DOUBT`. */
  misses?: number
  /** The newest answers that were written down before they were counted here; see `taps.ts`. */
  taps?: Tap[]
  /** What the facts come to, see `facts.ts`; `stopped` was said to us, not to WeChat. */
  standing: Standing
  updatedAt: Date
}

/** What is known, each with its time; what it comes to is in `facts.ts`. Rows of earlier versions have none of it. */
export interface Facts {
  /** What WeChat was told last. */
  answer?: 'accept' | 'reject' | 'ban'
  answeredAt?: Date
  /** When accept was last tapped, at the earliest. */
  acceptedAt?: Date
  /** When she last closed the panel without an answer. */
  askedAt?: Date
  /** WeChat's settings showed that it keeps her choice and asks her no more. */
  always?: true
  stoppedAt?: Date
  /** When WeChat was last known to hold nothing to send with. */
  emptyAt?: Date
  /** When the main switch was last known to be on again. */
  reopenedAt?: Date
  /** When the newest sends were granted, oldest first: as many of the last ones as are left or held, before them older ones. */
  grants: Date[]
  /** Pushes whose held send WeChat took back while they held it: it does not come back. */
  lapsed?: string[]
}

/** A push that brought a message, or is about to; see `spacing.ts`. */
export interface Place {
  pushId: string
  at: Date
  /** Held without a credit, so that only this says that it is held. */
  standing?: true
}

export interface CountedAccept {
  at: Date
  by: 'page' | 'popup-event'
  /** The other source told of the same tap. */
  met?: true
}

/** One answer that was written down apart from the ledger, and is in the row since; see `taps.ts`. */
export interface Tap {
  id: string
  /** When we heard of it. */
  at: Date
}

type TemplateType = Template['type']

export type Standing = 'none' | 'accept' | 'reject' | 'ban' | 'stopped'

/** With these a one-time send that is left may be used. Named one by one: whatever else may stand in a row allows nothing. */
export const USABLE: readonly Standing[] = ['none', 'accept', 'reject', 'ban']

export function authorizationId(openid: string, templateId: string): string {
  return `${openid}:${templateId}`
}

export function authorizationsOf(db: Database): Collection<Authorization> {
  return db.collection<Authorization>(COLLECTIONS.authorizations)
}

export function newAuthorization(openid: string, templateId: string, now: Date): Authorization {
  return {
    _id: authorizationId(openid, templateId),
    _openid: openid,
    openid,
    templateId,
    credits: 0,
    reservations: [],
    overdrafts: [],
    granted: 0,
    used: 0,
    forfeited: 0,
    drift: 0,
    standing: 'none',
    updatedAt: now,
  }
}

/** Whether the ledger says that one more message may go out. `receiving` is the same as a query. */
export function canReceive(row: Pick<Authorization, 'credits' | 'standing'>, type: TemplateType): boolean {
  if (!USABLE.includes(row.standing)) return false
  return type === 'long-term' ? row.standing === 'accept' : row.credits > 0
}

/** Rows of the ledger that allow one more message. */
export function receiving({ command }: Database, templateId: string, type: TemplateType): Condition {
  if (type === 'long-term') return { templateId, standing: 'accept' }
  return { templateId, credits: command.gte(1), standing: command.in(USABLE) }
}
