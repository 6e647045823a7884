import { createHash } from 'node:crypto'
import { type Author } from './identify'

/**
 * Who did what to how many, from where, when, with which result: a row of `audit`, only ever added. Each carries the hash of the one
 * before, so that none can be changed, taken out or put in between without all that follow it. It never holds an openid, a text or a key.
 */
export interface AuditEntry {
  /** The number, in a form that sorts. */
  _id: string
  /** From 1 on, without a gap. Absent, with all that is optional here, in records of before. */
  n: number
  at: Date
  by: Actor
  /** The function that was called, and where the platform says that the call came from. */
  function?: string
  source?: string
  action: string
  /** `ok`, the code of the error, or `unanswered` when nobody knows what became of it. */
  result?: string
  facts: Record<string, Fact>
  /** How often in all, of what was counted; see `calls`. */
  times?: number
  /** What this is the record of, so that it is written once. */
  call?: string
  /** Hash of the entry before; empty for the first. */
  prev: string
  hash: string
}

export type Fact = string | number | boolean

/** A person stands here as `personRef` only. Nobody: a call that could not be identified. */
export type Actor = { kind: 'member' | 'user' | 'event'; person?: string } | { kind: 'operator' | 'caller'; key?: string } | { kind: 'timer' | 'nobody' }

/** What is to become an entry. */
export type Draft = Omit<AuditEntry, '_id' | 'n' | 'prev' | 'hash'>

const REF_LENGTH = 20

/**
 * What stands for a person: who knows her openid finds what she did, and nobody finds the openid. So nothing of it has to be changed
 * when she is erased, and the chain stays whole.
 */
export function personRef(openid: string): string {
  return createHash('sha256').update(`person:${openid}`).digest('hex').slice(0, REF_LENGTH)
}

export function actorOf(by: Author | Actor | { kind: string; openid?: string }): Actor {
  // What a caller may do is no part of who it is.
  const { openid, may: _may, ...rest } = by as { kind: string; openid?: string; may?: unknown }
  return { ...rest, ...(openid !== undefined && openid !== '' && { person: personRef(openid) }) } as Actor
}

const MAX_FACT = 64
/** An openid within another text, such as the id of a message. */
const OPENIDS = /(?<![\w-])o[\w-]{27}(?![\w-])/g

/** What may be kept of them: names of things, numbers, how many. Of a person her reference; lists become their length. */
export function factsFrom(given: Readonly<Record<string, unknown>>): Record<string, Fact> {
  const facts: Record<string, Fact> = {}
  for (const [key, value] of Object.entries(given)) {
    if (key === 'openid') Object.assign(facts, typeof value === 'string' && value !== '' && { person: personRef(value) })
    else if (Array.isArray(value)) facts[key] = value.length
    else if (typeof value === 'number' || typeof value === 'boolean') facts[key] = value
    else if (typeof value === 'string') facts[key] = value.replace(OPENIDS, personRef).slice(0, MAX_FACT)
  }
  return facts
}

/** Where the chain stands. */
export interface Link {
  n: number
  hash: string
}

export function linked(draft: Draft, head: Link | undefined): AuditEntry {
  const n = (head?.n ?? 0) + 1
  const entry = { ...draft, _id: idOf(n), n, prev: head?.hash ?? '' }
  return { ...entry, hash: hashOf(entry) }
}

function idOf(n: number): string {
  return String(n).padStart(12, '0')
}

const HASHED = ['n', 'at', 'by', 'function', 'source', 'action', 'result', 'facts', 'times', 'call', 'prev'] as const

/** Of the entry's own words in one order, whether it comes from the database or out of a file. */
export function hashOf(entry: Pick<AuditEntry, (typeof HASHED)[number]>): string {
  const own = Object.fromEntries(HASHED.map((field) => [field, entry[field]]))
  return createHash('sha256').update(JSON.stringify(inOrder(own))).digest('hex')
}

function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  if (Array.isArray(value)) return value.map(inOrder)
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, inOrder(inner)]))
}

/** The last entry before a break, zero for none, and the one after it. */
export interface Break {
  after: number
  at: number
  /** `changed`: it is not what it was when it was written. `gap`: something is missing between the two, or was put in. */
  why: 'changed' | 'gap'
}

/** Where entries in the order of their numbers do not follow from one another, or from what was there before them. */
export function breakIn(entries: readonly AuditEntry[], before?: Link): Break | undefined {
  let last: Link = before ?? { n: 0, hash: '' }
  for (const entry of entries) {
    if (entry.n !== last.n + 1 || entry._id !== idOf(entry.n)) return { after: last.n, at: entry.n, why: 'gap' }
    if (hashOf(entry) !== entry.hash) return { after: last.n, at: entry.n, why: 'changed' }
    if (entry.prev !== last.hash) return { after: last.n, at: entry.n, why: 'gap' }
    last = entry
  }
  return undefined
}
