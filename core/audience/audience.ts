import { authorizationsOf, receiving } from '../ledger/authorization'
import { tagFilterOf, type Audience } from '../outbox/push'
import { type Condition, type Database, type Operator } from '../ports/database'
import { MAX_ROWS } from '../records/collections'
import { tagged } from '../users/tags'
import { usersOf } from '../users/user'

export interface Batch {
  openids: string[]
  /** Where the next batch begins; undefined after the last. */
  next?: string
}

interface Asked {
  audience: Audience
  templateId: string
  type: 'one-time' | 'long-term'
}

/** How many it is now; only a list stays as long as it is. */
export async function countAudience(db: Database, { audience, templateId, type }: Asked): Promise<number> {
  switch (audience.kind) {
    case 'openids':
      return audience.openids.length
    case 'canReceive':
      return (await authorizationsOf(db).where(receiving(db, templateId, type)).count()).total
    case 'tags':
      return (await usersOf(db).where(tagged(db, tagFilterOf(audience))).count()).total
    case 'all':
      return (await usersOf(db).count()).total
  }
}

/** The next recipients, at most 1,000, in a fixed order; `cursor` is empty for the first. */
export async function nextBatch(db: Database, { audience, templateId, type }: Asked, cursor: string): Promise<Batch> {
  switch (audience.kind) {
    case 'openids': {
      // By name and not by place: somebody who erases her data meanwhile leaves the list.
      const rest = audience.openids.filter((openid) => openid > cursor).sort()
      const openids = rest.slice(0, MAX_ROWS)
      return batch(openids, openids.at(-1), rest.length > MAX_ROWS)
    }
    case 'canReceive': {
      const { data } = await authorizationsOf(db)
        .where({ ...receiving(db, templateId, type), ...after(db, cursor) })
        .orderBy('_id', 'asc')
        .limit(MAX_ROWS)
        .field({ openid: true })
        .get()
      return batch(data.map((row) => row.openid), data.at(-1)?._id, data.length === MAX_ROWS)
    }
    case 'tags':
      return users(db, tagged(db, tagFilterOf(audience)), cursor)
    case 'all':
      return users(db, {}, cursor)
  }
}

async function users(db: Database, condition: Condition | Operator, cursor: string): Promise<Batch> {
  const { data } = await usersOf(db)
    .where(cursor === '' ? condition : db.command.and([condition, after(db, cursor)]))
    .orderBy('_id', 'asc')
    .limit(MAX_ROWS)
    .field({ _id: true })
    .get()
  return batch(data.map((row) => row._id), data.at(-1)?._id, data.length === MAX_ROWS)
}

function after({ command }: Database, cursor: string): Condition {
  return cursor === '' ? {} : { _id: command.gt(cursor) }
}

function batch(openids: string[], next: string | undefined, more: boolean): Batch {
  return { openids, ...(more && next !== undefined && { next }) }
}
