import * as v from 'valibot'
import { personRef, type AuditEntry } from '../access/audit-entry'
import { type CallerKey } from '../access/caller-key'
import { type Invitation } from '../access/invitation'
import { type Member } from '../access/member'
import { type MemberDay } from '../access/member-limits'
import { type Tries } from '../access/tries'
import { AppError } from '../error/app-error'
import { type Answer } from '../ledger/answer'
import { type Authorization } from '../ledger/authorization'
import { type Drift } from '../ledger/drift'
import { cardOf, pageOf, sentPushes, type Card } from '../outbox/card'
import { type Arrival } from '../outbox/arrival'
import { type Dedupe } from '../outbox/dedupe'
import { type Message } from '../outbox/message'
import { type Push } from '../outbox/push'
import { type Recurrence } from '../outbox/recurrence'
import { type Receipt } from '../outbox/receipt'
import { type Refusal } from '../outbox/refusal'
import { type Ports } from '../ports'
import { type Condition, type Database, type Operator, type Record_ } from '../ports/database'
import { COLLECTIONS } from '../records/collections'
import { findById, type Fields } from '../records/find'
import { bytesOf, LIST_BYTES } from '../records/page'
import { text } from '../api/schema'
import { type Gathering } from '../waiting/gather'
import { usersOf, type User } from './user'

export const EXPORT_REQUEST = v.strictObject({ cursor: v.optional(text(300)) })

/** A part of everything that is kept about the user. What only few have something of is missing where there is nothing. */
export interface OwnData {
  user: User | undefined
  authorizations: Authorization[]
  answers: Answer[]
  /** With where its card leads, where something about her may stand in that. */
  messages: (Message & Card & { page?: string })[]
  receipts?: Receipt[]
  /** Where WeChat knew better than what is kept of her authorizations. */
  drifts?: Drift[]
  /** Notices that are being made into one message. */
  digests?: Gathering[]
  arrivals?: Arrival[]
  refusals?: Refusal[]
  /** Matters that she was told of, each as a number from which nobody reads what it was. */
  dedupes?: Dedupe[]
  /** As a member; the row stays until an owner takes the role away. */
  members?: Pick<Member, '_id' | 'role' | 'at'>[]
  /** That she asked for, set going or agreed to, or that list her and are not written out yet; without the others' names. */
  pushes?: (Pick<Push, '_id' | 'title' | 'data' | 'parameters' | 'texts' | 'createdAt'> & { isAuthor: boolean })[]
  /** What is sent again and again, by the same rule. */
  recurrences?: (Pick<Recurrence, '_id' | 'title' | 'data' | 'rule' | 'createdAt'> & { isAuthor: boolean })[]
  /** Made or accepted by her. */
  invitations?: Pick<Invitation, '_id' | 'role' | 'at'>[]
  /** Keys for business functions that she made. */
  callerKeys?: Pick<CallerKey, '_id' | 'name' | 'at'>[]
  /** Cards to ask others that she shared, and those that brought her. */
  askCards?: { _id: string; card?: string; at: Date }[]
  /** What she set going on a day. */
  quotas?: MemberDay[]
  /** Codes that she tried and that were wrong. */
  tries?: Tries[]
  standstill?: { _id: string; at: Date; reason: string }[]
  /** What she did, or what others did about her. */
  audit?: Pick<AuditEntry, '_id' | 'action' | 'at'>[]
  /** Where the next part begins; absent in the last. */
  next?: string
}

/** In the order in which they are handed out. */
const KINDS = ['authorizations', 'answers', 'messages', 'receipts', 'arrivals', 'drifts', 'digests', 'refusals', 'dedupes', 'members', 'pushes', 'recurrences', 'invitations', 'callerKeys', 'askCards', 'quotas', 'tries', 'standstill', 'audit'] as const
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
      ;((part[kind] ??= []) as Record_[]).push(row)
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

/** Where her name stands in them. */
function naming({ command }: Database, kind: Kind, openid: string): Condition | Operator {
  if (kind === 'members' || kind === 'tries') return { _id: openid }
  if (kind === 'pushes') return command.or(['by.openid', 'goingBy.openid', 'approval.by.openid', 'audience.openids'].map((field) => ({ [field]: openid })))
  if (kind === 'recurrences') return command.or(['by.openid', 'goingBy.openid', 'audience.openids'].map((field) => ({ [field]: openid })))
  if (kind === 'invitations') return command.or([{ 'by.openid': openid }, { usedBy: openid }])
  if (kind === 'askCards') return command.or([{ 'by.openid': openid }, { openid }])
  if (kind === 'standstill' || kind === 'callerKeys') return { 'by.openid': openid }
  if (kind === 'audit') return command.or([{ 'by.person': personRef(openid) }, { 'facts.person': personRef(openid) }, { 'by.openid': openid }, { 'facts.openid': openid }])
  return { openid }
}

async function nextRows(db: Database, kind: Kind, openid: string, after: string): Promise<Record_[]> {
  const { data } = await db
    .collection<Record_>(COLLECTIONS[kind])
    .where(db.command.and([naming(db, kind, openid), { _id: db.command.gt(after) }]))
    .orderBy('_id', 'asc')
    .limit(BATCH)
    .field(FIELDS[kind] ?? {})
    .get()
  if (kind === 'messages') return withCards(db, data as Message[])
  return kind === 'pushes' || kind === 'recurrences' ? (data as (Push & Partial<Recurrence>)[]).map(({ by, texts, ...push }) => ({ ...push, ...(texts && { texts: texts.filter((text) => text.openid === openid) }), isAuthor: by.kind === 'member' && by.openid === openid })) : data
}

/** Of rows that name others as well, what is hers. */
const FIELDS: Partial<Record<Kind, Fields>> = {
  members: { role: true, at: true },
  pushes: { title: true, data: true, parameters: true, texts: true, createdAt: true, by: true },
  recurrences: { title: true, data: true, rule: true, createdAt: true, by: true },
  invitations: { role: true, at: true },
  callerKeys: { name: true, at: true },
  askCards: { card: true, at: true },
  standstill: { at: true, reason: true },
  audit: { action: true, at: true },
}

/** What she was sent, in words: a row has only what is her own. */
async function withCards(db: Database, rows: readonly Message[]): Promise<OwnData['messages']> {
  const pushes = await sentPushes(db, rows.map((row) => row.pushId))
  return rows.map((row) => {
    const push = pushes.get(row.pushId)
    return { ...row, ...(push ? cardOf(row, push) : { title: '', lines: [] }), ...(push && (push.parameters ?? row.parameters) && { page: pageOf(push, row) }) }
  })
}
