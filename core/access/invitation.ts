import { createHash, randomInt } from 'node:crypto'
import { AppError } from '../error/app-error'
import { type Collection, type Database } from '../ports/database'
import { COLLECTIONS } from '../records/collections'
import { type Author } from './identify'
import { roleOf, type Member } from './member'

/** A role that waits for whoever has its code: a row of `invitations`, `_id` is the code's hash. The code itself is kept nowhere. */
export interface Invitation {
  _id: string
  /** As it is stored: anything may stand there. `roleOf` says what it is worth. */
  role: unknown
  by: Author
  at: Date
  expiresAt: Date
  withdrawnAt?: Date
  /** Once. Empty when that user erased her data. */
  usedBy?: string
  usedAt?: Date
}

export function invitationsOf(db: Database): Collection<Invitation> {
  return db.collection<Invitation>(COLLECTIONS.invitations)
}

/** Letters and digits that nobody takes for another one: no I, O, 0 and 1. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
/** 80 bits: nobody finds one by trying, not even with the database in his hands. */
const LENGTH = 16
const GROUP = /.{4}(?=.)/g

/** `AB2C-…`, from the system's own source of chance: that of the ports can be foretold. */
export function newCode(): string {
  return Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('').replace(GROUP, '$&-')
}

const CODE = new RegExp(`^[${ALPHABET}]{${LENGTH}}$`)

/**
 * Under which name the invitation with that code is stored. Small letters, spaces and dashes do not matter.
 * @throws AppError `invalid-argument` for what cannot be a code at all
 */
export function invitationId(code: string): string {
  const letters = code.normalize('NFKC').replace(/[\s\p{Pd}]/gu, '').toUpperCase()
  if (CODE.test(letters)) return createHash('sha256').update(letters).digest('hex')
  throw new AppError('invalid-argument', `邀请码是 ${LENGTH} 个字母和数字（没有 I、O、0、1），请核对后再输入。`)
}

/** Enough of its id to tell it from others, for the audit. */
export function shortId({ _id }: Pick<Invitation, '_id'>): string {
  return _id.slice(0, 8)
}

/** What an owner set going ends with her rights, and does not come back with them: she must be one without a break since. */
export function isBacked({ by, at }: Pick<Invitation, 'by' | 'at'>, inviter: Member | undefined): boolean {
  return by.kind === 'operator' || (roleOf(inviter) === 'owner' && Number(inviter?.at) <= at.getTime())
}
