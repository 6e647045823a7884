import * as v from 'valibot'
import { text } from '../api/schema'
import { messagesOf } from '../outbox/message'
import { type Database } from '../ports/database'
import { viewMessage, type MessageView } from '../push/view'
import { COLLECTIONS } from '../records/collections'
import { findByIds } from '../records/find'
import { type User } from '../users/user'
import { type Page } from '../records/page'

/** Rows of one answer; well below the megabyte that a function may answer with. */
const BATCH = 500

export const RESULTS_REQUEST = v.strictObject({ pushId: text(64), cursor: v.optional(text(200)) })

export interface Result extends MessageView {
  /** Of the recipient; empty when she never gave one. */
  nickname: string
}

/** What became of each message of a push, to take away; in a fixed order. */
export async function pushResults(db: Database, { pushId, cursor }: v.InferOutput<typeof RESULTS_REQUEST>): Promise<Page<Result>> {
  const { data: rows } = await messagesOf(db)
    .where({ pushId, ...(cursor !== undefined && { _id: db.command.gt(cursor) }) })
    .orderBy('_id', 'asc')
    .limit(BATCH)
    .get()
  const users = await findByIds<User>(db, COLLECTIONS.users, rows.map(({ openid }) => openid))
  const nicknames = new Map(users.map(({ _id, nickname }) => [_id, nickname]))
  const items = rows.map((row) => ({ ...viewMessage(row, []), nickname: nicknames.get(row.openid) ?? '' }))
  const next = rows.length === BATCH ? rows.at(-1)?._id : undefined
  return { items, ...(next !== undefined && { next }) }
}
