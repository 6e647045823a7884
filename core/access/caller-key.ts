import { createHash, randomInt, timingSafeEqual } from 'node:crypto'
import { type Collection, type Database } from '../ports/database'
import { COLLECTIONS } from '../records/collections'
import { type Part } from '../records/joined'
import { type Author, type CallerScope } from './identify'

/**
 * A key for business functions: a row of `callerKeys`. The key itself is kept nowhere. What is done with it is kept under its name, which
 * is that of the business function: a key and its successor have the same one while everybody moves over, and count together.
 */
export interface CallerKey {
  /** Stands in the key, by which it is looked up. */
  _id: string
  name: string
  /** SHA-256 of the whole key, in hexadecimal. */
  hash: string
  /**
   * Keys of the templates, and a number: as they are stored, anything may stand there. `scopeOf` says what they are worth. Not called
   * `templates`, as what is read beside the row is.
   */
  only?: unknown
  perDay: unknown
  by: Author
  at: Date
  withdrawnAt?: Date
  /** The first use of the latest day on which it was used. */
  lastUsedAt?: Date
}

export function callerKeysOf(db: Database): Collection<CallerKey> {
  return db.collection<CallerKey>(COLLECTIONS.callerKeys)
}

const SMALL = 'abcdefghijklmnopqrstuvwxyz0123456789'
const ALL = `ABCDEFGHIJKLMNOPQRSTUVWXYZ${SMALL}`
const ID_LENGTH = 10
/** 238 bits: nobody finds one by trying, not even with the database in his hands. */
const SECRET_LENGTH = 40
const KEY = new RegExp(`^smk_([a-z0-9]{${ID_LENGTH}})_[A-Za-z0-9]{${SECRET_LENGTH}}$`)

/** A new key and what is stored of it, from the system's own source of chance: that of the ports can be foretold. */
export function newCallerKey(): { key: string; _id: string; hash: string } {
  const [_id, secret] = [lettersOf(SMALL, ID_LENGTH), lettersOf(ALL, SECRET_LENGTH)]
  const key = `smk_${_id}_${secret}`
  return { key, _id, hash: digestOf(key).toString('hex') }
}

function lettersOf(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('')
}

/** Under which id the key would be stored; undefined for what cannot be a key at all. */
export function callerKeyId(given: unknown): string | undefined {
  return typeof given === 'string' ? KEY.exec(given)?.[1] : undefined
}

/** In the same time whatever was given. */
export function isThisKey({ hash }: Pick<CallerKey, 'hash'>, given: string): boolean {
  const stored = Buffer.from(String(hash), 'hex')
  const digest = digestOf(given)
  return stored.length === digest.length && timingSafeEqual(stored, digest)
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** What comes from the database is input: a list that is none allows nothing, and so does a number that is none. */
export function scopeOf({ only, perDay }: Pick<CallerKey, 'only' | 'perDay'>): CallerScope {
  const listed = Array.isArray(only) ? only.filter((key) => typeof key === 'string') : []
  return { ...(only !== undefined && { templates: listed }), perDay: typeof perDay === 'number' && perDay > 0 ? Math.floor(perDay) : 0 }
}

/** The names under which something may still go out, for `joined` and `rightAmong`. */
export const LIVE_KEYS: Part = { from: COLLECTIONS.callerKeys, match: { withdrawnAt: { $exists: false } }, fields: { name: 1 } }
