import { type Author } from '../access/identify'
import { cardOf, sentPushes, type Card } from '../outbox/card'
import { messagesOf, placeOf, type Message } from '../outbox/message'
import { ridsOf } from '../outbox/refusal'
import { type Condition, type Database } from '../ports/database'
import { viewMessage, type MessageView } from '../push/view'
import { COLLECTIONS } from '../records/collections'
import { findByIds } from '../records/find'
import { after, type Page } from '../records/page'
import { sparsePage } from '../records/sparse'
import { shownName, type User } from '../users/user'
import { isSender, type Sender } from './sender'

export interface HistoryItem extends MessageView {
  pushId: string
  template: string
  title: string
  /** Of the recipient; empty when she never gave one. */
  nickname: string
  /** Who sent it, and her nickname; empty for the console. */
  by?: Author
  author: string
  /** The card as it was sent. */
  lines: Card['lines']
  createdAt: Date
}

interface Asked {
  condition: Condition
  /** Their pushes know it. */
  sender?: Sender
  cursor?: string
}

/** Messages of all pushes, newest first. */
export function listMessages(db: Database, { condition, sender, cursor }: Asked): Promise<Page<HistoryItem>> {
  const read = async (from: string | undefined, most: number): Promise<Message[]> => {
    const { data } = await messagesOf(db).where(after(db, condition, 'createdAt', from)).orderBy('createdAt', 'desc').orderBy('_id', 'desc').limit(most).get()
    return data
  }
  const keep = sender && (async (rows: readonly Message[]): Promise<Message[]> => {
    const pushes = await sentPushes(db, rows.map(({ pushId }) => pushId))
    return rows.filter(({ pushId }) => isSender(sender, pushes.get(pushId)?.by))
  })
  return sparsePage({ read, placeOf, ...(cursor !== undefined && { cursor }), ...(keep && { keep }) }, (rows) => viewAll(db, rows))
}

async function viewAll(db: Database, rows: readonly Message[]): Promise<HistoryItem[]> {
  const pushes = await sentPushes(db, rows.map((row) => row.pushId))
  const authors = [...pushes.values()].flatMap(({ by }) => (by.kind === 'member' ? [by.openid] : []))
  const users = await findByIds<User>(db, COLLECTIONS.users, [...new Set([...rows.map((row) => row.openid), ...authors])])
  const names = new Map(users.map((user) => [user._id, shownName(user)]))
  const rids = await ridsOf(db, rows)
  return rows.map((row) => {
    const push = pushes.get(row.pushId)
    return {
      ...viewMessage(row, push?.fields, rids),
      pushId: row.pushId,
      template: row.template,
      title: push?.title ?? '',
      lines: push ? cardOf(row, push).lines : [],
      nickname: names.get(row.openid) ?? '',
      ...(push && { by: push.by }),
      author: (push?.by.kind === 'member' && names.get(push.by.openid)) || '',
      createdAt: row.createdAt,
    }
  })
}
