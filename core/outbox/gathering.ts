import { type Collection, type Database } from '../ports/database'
import { COLLECTIONS } from '../records/collections'

/** That several notices to one reader are being made into one message: a row of `digests`, for as long as that takes; see `core/waiting/gather.ts`. */
export interface Gathering {
  /** The reader and our key of the template. */
  _id: string
  openid: string
  template: string
  /** Of the push to be. */
  pushId: string
  members: string[]
  at: Date
}

export function gatheringsOf(db: Database): Collection<Gathering> {
  return db.collection<Gathering>(COLLECTIONS.digests)
}
