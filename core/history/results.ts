import * as v from 'valibot'
import { text } from '../api/schema'
import { sentPushes } from '../outbox/card'
import { MESSAGE_STATES, messagesOf } from '../outbox/message'
import { MESSAGE_REASONS } from '../outbox/reasons'
import { type Database } from '../ports/database'
import { viewMessage, type MessageView } from '../push/view'
import { COLLECTIONS } from '../records/collections'
import { findByIds } from '../records/find'
import { shownName, type User } from '../users/user'
import { fitting, type Page } from '../records/page'

/** Rows of one answer at most. */
const BATCH = 500

export const RESULTS_REQUEST = v.strictObject({
  pushId: text(64),
  state: v.optional(v.picklist(MESSAGE_STATES, `不是消息的状态，可以写 ${MESSAGE_STATES.join('、')}`)),
  reason: v.optional(v.picklist(MESSAGE_REASONS, `不是没有发出的原因，可以写 ${MESSAGE_REASONS.join('、')}`)),
  cursor: v.optional(text(200)),
})

export interface Result extends MessageView {
  /** Of the recipient; empty when she never gave one. */
  nickname: string
}

/** What became of each message of a push, or of those in one state or with one reason; in a fixed order. */
export async function pushResults(db: Database, { pushId, state, reason, cursor }: v.InferOutput<typeof RESULTS_REQUEST>): Promise<Page<Result>> {
  const { data: rows } = await messagesOf(db)
    .where({ pushId, ...(state !== undefined && { state }), ...(reason !== undefined && { reason }), ...(cursor !== undefined && { _id: db.command.gt(cursor) }) })
    .orderBy('_id', 'asc')
    .limit(BATCH)
    .get()
  const users = await findByIds<User>(db, COLLECTIONS.users, rows.map(({ openid }) => openid))
  const nicknames = new Map(users.map((user) => [user._id, shownName(user)]))
  const fields = (await sentPushes(db, [pushId])).get(pushId)?.fields
  const items = fitting(rows.map((row) => ({ ...viewMessage(row, fields), nickname: nicknames.get(row.openid) ?? '' })))
  const next = rows.length === BATCH || items.length < rows.length ? items.at(-1)?.id : undefined
  return { items, ...(next !== undefined && { next }) }
}
