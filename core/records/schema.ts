import { type Collection, type Database } from '../ports/database'
import { COLLECTIONS } from './collections'

/**
 * What shape the records have. 1: version 0.1.0. 2: a push that rests says so alone, what was cancelled is marked until it is done,
 * each answer has the time at which it was heard of, and each message that is over the time since when. `core/upgrade` brings them from one to the next.
 */
export const SCHEMA = 2

export const MARKER_ID = 'subscribe-message-cloud'

/** The one document of `marker`: that these collections and functions are ours, and what shape the records have. */
export interface Marker {
  _id: typeof MARKER_ID
  /** Absent where only the set-up was here: then nobody knows, and the first round of the timer finds out. */
  schema?: number
  /** Since when they are being brought to `SCHEMA`. */
  since?: Date
  /** As they are stored, with the prefix; written by the set-up, which changes nothing else. */
  collections?: string[]
  functions?: string[]
}

export function markersOf(db: Database): Collection<Marker> {
  return db.collection<Marker>(COLLECTIONS.marker)
}
