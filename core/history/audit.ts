import * as v from 'valibot'
import { auditOf } from '../access/audit'
import { actorOf, breakIn, factsFrom, personRef, type AuditEntry, type Break, type Link } from '../access/audit-entry'
import { text } from '../api/schema'
import { type Ports } from '../ports'
import { type Command, type Condition, type Database, type Operator } from '../ports/database'
import { MAX_ROWS } from '../records/collections'
import { after, PAGE_SIZE, pageFrom, type Page } from '../records/page'
import { listMembers } from '../users/list-members'

const MOMENT = v.pipe(text(40), v.isoTimestamp('要写成 2026-12-01T00:00:00Z 这样的时间'))

export const AUDIT_REQUEST = v.strictObject({
  /** An openid: what that person did, and what others did to her. `operator`, `nobody`, `timer`: what they did. */
  who: v.optional(text(64)),
  action: v.optional(text(64)),
  result: v.optional(v.picklist(['ok', 'refused'], '只能是 ok（成功）或 refused（没有成功）')),
  since: v.optional(MOMENT),
  until: v.optional(MOMENT),
  cursor: v.optional(text(200)),
})

export type AuditRequest = v.InferOutput<typeof AUDIT_REQUEST>

/** An entry as it stands in the chain, and who that is as far as one can tell today. */
export interface AuditItem extends Omit<AuditEntry, '_id' | 'n' | 'prev' | 'hash'> {
  id: string
  /** Absent in records of before the chain. */
  n?: number
  prev?: string
  hash?: string
  /** Nicknames of the members among them; empty for whoever is none, or is none any more. */
  byName: string
  aboutName: string
}

/** What was done and what was refused, newest first. */
export async function listAudit(db: Database, { cursor, ...filters }: AuditRequest): Promise<Page<AuditItem>> {
  const { data: rows } = await auditOf({ db })
    .where(after(db, conditionOf(db, filters), 'at', cursor))
    .orderBy('at', 'desc')
    .orderBy('_id', 'desc')
    .limit(PAGE_SIZE + 1)
    .get()
  const members = new Map((await listMembers(db)).map(({ _id, nickname }) => [personRef(_id), nickname]))
  return pageFrom(rows, (row) => itemOf(row, members), ({ at, _id }) => ({ at, _id }))
}

const WITHOUT_NAME: readonly string[] = ['operator', 'nobody', 'timer']

function conditionOf({ command }: Database, { who, action, result, since, until }: Omit<AuditRequest, 'cursor'>): Condition | Operator {
  const conditions: (Condition | Operator)[] = []
  if (action !== undefined) conditions.push({ action })
  if (since !== undefined) conditions.push({ at: command.gte(new Date(since)) })
  if (until !== undefined) conditions.push({ at: command.lt(new Date(until)) })
  // Records of before tell of what was done only.
  if (result === 'ok') conditions.push(command.or([{ result: 'ok' }, { result: command.exists(false) }]))
  if (result === 'refused') conditions.push({ result: command.exists(true) }, { result: command.neq('ok') })
  if (who !== undefined) conditions.push(WITHOUT_NAME.includes(who) ? { 'by.kind': who } : byOrAbout(command, who))
  return conditions.length === 0 ? {} : command.and(conditions)
}

function byOrAbout(command: Command, openid: string): Operator {
  const person = personRef(openid)
  return command.or([{ 'by.person': person }, { 'facts.person': person }, { 'by.openid': openid }, { 'facts.openid': openid }])
}

/** Records of before may hold openids: nobody is shown more of them than of the others. */
function itemOf({ _id, by, facts, ...entry }: AuditEntry, members: ReadonlyMap<string, string>): AuditItem {
  const shown = { by: actorOf(by), facts: entry.n === undefined ? factsFrom(facts) : facts }
  const nameOf = (person: unknown): string => (typeof person === 'string' && members.get(person)) || ''
  return { id: _id, ...entry, ...shown, byName: nameOf((shown.by as { person?: string }).person), aboutName: nameOf(shown.facts['person']) }
}

export const VERIFY_REQUEST = v.strictObject({
  /** Where the answer before ended. */
  from: v.optional(v.strictObject({ n: v.pipe(v.number('要写成数字'), v.integer('要写成整数'), v.minValue(1, '从 1 开始')), hash: text(64) })),
})

export interface Verified {
  /** The last entry of those that were looked at, all of which are whole. Keep it elsewhere: whoever can write to the database can write a new chain. */
  head?: Link
  /** Entries looked at by this call. */
  checked: number
  broken?: Break
  /** There are more: ask again from `head`. */
  more: boolean
  /** Records of before the chain, which nothing can be said of. */
  early: number
}

/** What an answer needs beside the looking. */
const ANSWER_MS = 3_000
const MOST_ROWS = 10 * MAX_ROWS

/** Looks through the chain, from the beginning or from where the call before ended, as far as this call can. */
export async function verifyAudit(ports: Ports, { from }: v.InferOutput<typeof VERIFY_REQUEST>): Promise<Verified> {
  const { command } = ports.db
  const { total: early } = await auditOf(ports).where({ n: command.exists(false) }).count()
  let head: Link | undefined = from
  for (let checked = 0; ; ) {
    const rows = (await auditOf(ports).where({ n: command.gt(head?.n ?? 0) }).orderBy('n', 'asc').limit(MAX_ROWS).get()).data
    const broken = breakIn(rows, head)
    if (broken) return { ...(broken.after > 0 && { head: linkAt(rows, broken.after) ?? head }), checked: checked + rows.findIndex(({ n }) => n === broken.at), broken, more: false, early }
    checked += rows.length
    const last = rows.at(-1)
    if (last) head = { n: last.n, hash: last.hash }
    const more = rows.length === MAX_ROWS
    if (!more || checked >= MOST_ROWS || ports.remainingMs() < ANSWER_MS) return { ...(head && { head }), checked, more, early }
  }
}

function linkAt(rows: readonly AuditEntry[], n: number): Link | undefined {
  const row = rows.find((one) => one.n === n)
  return row && { n: row.n, hash: row.hash }
}
