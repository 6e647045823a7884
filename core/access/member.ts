import { AppError } from '../error/app-error'
import { type Ports } from '../ports'
import { type Collection, type Database } from '../ports/database'
import { COLLECTIONS } from '../records/collections'
import { findAll, findById } from '../records/find'
import { joined, type Part } from '../records/joined'
import { ROLE_WORDS } from '../records/words'
import { note } from './audit'
import { callerKeysOf, LIVE_KEYS, type CallerKey } from './caller-key'
import { type Author, type Caller } from './identify'

/** A user who may work with pushes: a row of `members`, `_id` is the openid. */
export interface Member {
  _id: string
  /** As it is stored: anything may stand there. `roleOf` says what it is worth. */
  role: unknown
  /** Who gave the role; `operator` for the console. */
  grantedBy: string
  at: Date
  /** When a change of members last relied on this one, or was about it; see `manage-members`. */
  heldAt?: Date
}

/** viewer reads · sender also pushes · owner also manages members and templates: each may do all that those before it may. */
export const ROLES = ['viewer', 'sender', 'owner'] as const
export type Role = (typeof ROLES)[number]

export function membersOf(db: Database): Collection<Member> {
  return db.collection<Member>(COLLECTIONS.members)
}

export async function allMembers(db: Database): Promise<Member[]> {
  return findAll(membersOf(db).orderBy('_id', 'asc'))
}

/** What comes from the database is input: a role that is none of ours gives no rights. */
export function roleOf(member: Pick<Member, 'role'> | undefined): Role | undefined {
  return ROLES.find((role) => role === member?.role)
}

/** Who may push at this moment. A push that nobody with this right answers for does not go out. */
export async function rightToPush({ db, settings }: Pick<Ports, 'db' | 'settings'>): Promise<(author: Author) => boolean> {
  const [members, keys] = await Promise.all([findAll(membersOf(db).where({ role: db.command.in(PUSHING) })), findAll(callerKeysOf(db).where({ withdrawnAt: db.command.exists(false) }))])
  return rightAmong(settings, { members, keys })
}

const PUSHING: readonly Role[] = ROLES.slice(ROLES.indexOf('sender'))

/** Those who may push, and the keys with which something may go out. */
export interface MayPush {
  members: readonly Pick<Member, '_id'>[]
  keys: readonly Pick<CallerKey, 'name'>[]
}

/** The same for `joined` and `rightAmong`. */
export const WHO_MAY_PUSH: Readonly<Record<keyof MayPush, Part>> = { members: { from: COLLECTIONS.members, match: { role: { $in: PUSHING } }, fields: { _id: 1 } }, keys: LIVE_KEYS }

export function rightAmong({ operatorKeyNames: operators }: Ports['settings'], { members, keys }: MayPush): (author: Author) => boolean {
  const openids = new Set(members.map(({ _id }) => _id))
  const callers = new Set(keys.map(({ name }) => name))
  return (author) => {
    if (author.kind === 'member') return openids.has(author.openid)
    if (author.kind === 'caller') return callers.has(author.key)
    return author.key === undefined || operators === undefined || operators.includes(author.key)
  }
}

/** @throws AppError `forbidden` */
export async function requireOwner(ports: Ports, author: Author): Promise<void> {
  if (author.kind === 'caller') throw new AppError('forbidden', '这一步要由所有者来做。')
  await requireRole(ports, author.kind === 'operator' ? author : { kind: 'user', openid: author.openid }, 'owner')
}

/**
 * Lets the caller pass when it is the operator, or a member of at least that role.
 * @param beside  what else is to be read in the same call; of an operator, who has no row, it is not
 * @returns what was found of it
 * @throws AppError `forbidden`
 */
export async function requireRole(ports: Ports, caller: Caller, needed: Role, beside: Readonly<Record<string, Part>> = {}): Promise<Record<string, unknown[]> | undefined> {
  if (caller.kind === 'operator') return undefined
  if (caller.kind === 'caller') throw new AppError('forbidden', '业务密钥只能用来发通知（notify）和取消通知（cancelNotice），别的都不行。管理用小程序里的推送管理，或云控制台。')
  if (caller.kind !== 'user') throw new AppError('forbidden', '只能由管理成员在小程序里，或由运维在控制台调用。')
  const found = Object.keys(beside).length === 0 ? undefined : await joined<Member, Record<string, unknown[]>>(membersOf(ports.db), caller.openid, beside)
  const member: Member | undefined = Object.keys(beside).length === 0 ? await findById(membersOf(ports.db), caller.openid) : found
  if (!member) throw new AppError('forbidden', '你不是管理成员，不能推送消息。请让所有者把你加为成员。')
  const role = roleOf(member)
  if (role === undefined) {
    await note(ports, { kind: 'member', openid: caller.openid }, 'unknown-role', { needed })
    throw new AppError('forbidden', '你的角色无法识别，暂时什么也不能做。请让所有者重新给你一个角色。')
  }
  if (ROLES.indexOf(role) < ROLES.indexOf(needed))
    throw new AppError('forbidden', `你是${ROLE_WORDS[role]}，这一步需要${ROLE_WORDS[needed]}。请让所有者调整你的角色。`)
  return found
}
