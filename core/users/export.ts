import * as v from 'valibot'
import { AppError } from '../error/app-error'
import { type Answer } from '../ledger/answer'
import { type Authorization } from '../ledger/authorization'
import { cardOf, sentPushes, type Card } from '../outbox/card'
import { type Message } from '../outbox/message'
import { type Ports } from '../ports'
import { type Database, type Record_ } from '../ports/database'
import { COLLECTIONS } from '../records/collections'
import { findById } from '../records/find'
import { bytesOf, LIST_BYTES } from '../records/page'
import { text } from '../api/schema'
import { usersOf, type User } from './user'

export const EXPORT_REQUEST = v.strictObject({ cursor: v.optional(text(300)) })

/** A part of everything that is kept about the user. */
export interface OwnData {
  user: User | undefined
  authorizations: Authorization[]
  answers: Answer[]
  messages: (Message & Card)[]
  /** Where the next part begins; absent in the last. */
  next?: string
}

/** In the order in which they are handed out. */
const KINDS = ['authorizations', 'answers', 'messages'] as const
type Kind = (typeof KINDS)[number]

/** Rows read at a time. */
const BATCH = 200

/** Everything that is kept about the user, in parts that an answer can carry; each row is in one part. */
export async function exportOwnData({ db }: Ports, openid: string, { cursor }: v.InferOutput<typeof EXPORT_REQUEST> = {}): Promise<OwnData> {
  const part: OwnData = { user: await findById(usersOf(db), openid), authorizations: [], answers: [], messages: [] }
  let room = LIST_BYTES
  let { kind, after }: Place = cursor === undefined ? { kind: 'authorizations', after: '' } : placeAt(cursor)
  for (;;) {
    const rows = await nextRows(db, kind, openid, after)
    for (const row of rows) {
      const bytes = bytesOf(row)
      if (bytes > room && room < LIST_BYTES) return { ...part, next: `${kind}:${after}` }
      room -= bytes
      ;(part[kind] as Record_[]).push(row)
      after = row._id
    }
    if (rows.length === BATCH) continue
    const following = KINDS[KINDS.indexOf(kind) + 1]
    if (!following) return part
    kind = following
    after = ''
  }
}

interface Place {
  kind: Kind
  /** `_id` of the last row that was handed out. */
  after: string
}

function placeAt(cursor: string): Place {
  const [, name, after = ''] = /^(\w+):(.*)$/s.exec(cursor) ?? []
  const kind = KINDS.find((each) => each === name)
  if (!kind) throw new AppError('invalid-argument', 'cursor 不对：请原样传回上一部分给出的 next。')
  return { kind, after }
}

async function nextRows(db: Database, kind: Kind, openid: string, after: string): Promise<Record_[]> {
  const { data } = await db
    .collection<Record_>(COLLECTIONS[kind])
    .where({ openid, _id: db.command.gt(after) })
    .orderBy('_id', 'asc')
    .limit(BATCH)
    .get()
  return kind === 'messages' ? withCards(db, data as Message[]) : data
}

/** What she was sent, in words: a row has only what is her own. */
async function withCards(db: Database, rows: readonly Message[]): Promise<(Message & Card)[]> {
  const pushes = await sentPushes(db, rows.map((row) => row.pushId))
  return rows.map((row) => {
    const push = pushes.get(row.pushId)
    return { ...row, ...(push ? cardOf(row, push) : { title: '', lines: [] }) }
  })
}
