import { createHash } from 'node:crypto'
import { type Collection, type Database } from '../ports/database'
import { COLLECTIONS } from '../records/collections'
import { type MessageState } from './message'

/**
 * That one person was told of one matter: a row of `dedupes`. Over all pushes at most one message holds it that is on its way, went
 * out, or may have; whoever wants to send another takes the row first (`push/matters.ts`).
 */
export interface Dedupe {
  /** See `dedupeId`. */
  _id: string
  openid: string
  /** The message that holds it: written here before its own row is. */
  message: string
  at: Date
  /** When that message, which was over, was put back to work: unless it ended later than this, it holds the matter again. */
  againAt?: Date
}

/** A matter is remembered for so long. */
export const DEDUPES_KEPT_DAYS = 90

/** States of a message that surely did not reach its reader: the matter is free for another. */
export const FREEING_STATES: readonly MessageState[] = ['skipped', 'failed', 'cancelled', 'undelivered']

/** Under which id a matter stands. What tells it from others may name a person or an order, and so is not kept itself. */
export function dedupeId(template: string, openid: string, dedupe: string): string {
  return createHash('sha256').update(JSON.stringify([template, openid, dedupe])).digest('hex').slice(0, 40)
}

export function dedupesOf(db: Database): Collection<Dedupe> {
  return db.collection<Dedupe>(COLLECTIONS.dedupes)
}
