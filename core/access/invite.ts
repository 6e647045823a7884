import * as v from 'valibot'
import { AppError } from '../error/app-error'
import { type Ports } from '../ports'
import { ourPage } from '../ports/settings'
import { findAll, findById } from '../records/find'
import { note } from './audit'
import { type Author } from './identify'
import { invitationId, invitationsOf, isBacked, newCode, shortId, type Invitation } from './invitation'
import { allMembers, roleOf, type Role } from './member'

const HOUR_MS = 3_600_000
const DEFAULT_HOURS = 48
const MAX_HOURS = 168

/** How long an invitation can be accepted. */
export const HOURS = v.pipe(v.number('要写成数字'), v.integer('要是整数'), v.minValue(1, '最少 1 小时'), v.maxValue(MAX_HOURS, `最多 ${MAX_HOURS} 小时`))

/** Of those that wait at the same time. */
const MAX_OPEN = 50

/** An invitation that is over is kept for so long, then nobody needs to be told any more what became of it. */
const KEPT_MS = 30 * 24 * HOUR_MS

/** Where whoever is invited accepts. */
const PAGE = 'pages/invitation/invitation'

export interface Invited {
  /** Shown this once: it is kept nowhere. */
  code: string
  /** Page of the mini-program with the code in it, to be shared. */
  path: string
  expiresAt: Date
}

/** An invitation that can still be accepted, as owners see it. */
export interface OpenInvitation {
  id: string
  role: Role
  by: Author
  at: Date
  expiresAt: Date
}

/** Makes a code that gives whoever accepts it first that role. @throws AppError `wrong-state` when too many are open */
export async function invite(ports: Ports, by: Author, role: Role, hours = DEFAULT_HOURS): Promise<Invited> {
  const now = ports.clock.now()
  const invitations = invitationsOf(ports.db)
  await invitations.where({ expiresAt: ports.db.command.lt(new Date(now - KEPT_MS)) }).remove()
  if ((await openInvitations(ports)).length >= MAX_OPEN) throw new AppError('wrong-state', `已有 ${MAX_OPEN} 个没用过的邀请码，请先撤回不需要的。`)
  const code = newCode()
  const invitation: Invitation = { _id: invitationId(code), role, by, at: new Date(now), expiresAt: new Date(now + hours * HOUR_MS) }
  await invitations.add({ data: invitation })
  await note(ports, by, 'invite', { role, hours, invitation: shortId(invitation) })
  return { code, path: `${ourPage(ports.settings, PAGE) ?? PAGE}?code=${code}`, expiresAt: invitation.expiresAt }
}

/** Those that can still be accepted, newest first. */
export async function openInvitations({ db, clock }: Ports): Promise<OpenInvitation[]> {
  const { command } = db
  const open = { expiresAt: command.gt(new Date(clock.now())), usedBy: command.exists(false), withdrawnAt: command.exists(false) }
  const [rows, members] = await Promise.all([findAll(invitationsOf(db).where(open).orderBy('expiresAt', 'desc')), allMembers(db)])
  return rows.flatMap((row) => {
    const role = roleOf(row)
    const { by } = row
    const inviter = by.kind === 'member' ? members.find(({ _id }) => _id === by.openid) : undefined
    return role && isBacked(row, inviter) ? [{ id: row._id, role, by, at: row.at, expiresAt: row.expiresAt }] : []
  })
}

/** Nobody can accept it any more. A second time does nothing. @throws AppError `not-found`, `wrong-state` when somebody has */
export async function withdrawInvitation(ports: Ports, by: Author, id: string): Promise<void> {
  const { command } = ports.db
  const unused = { _id: id, usedBy: command.exists(false), withdrawnAt: command.exists(false) }
  const { stats } = await invitationsOf(ports.db).where(unused).update({ data: { withdrawnAt: new Date(ports.clock.now()) } })
  const invitation = await findById(invitationsOf(ports.db), id)
  if (!invitation) throw new AppError('not-found', '没有这个邀请，请从邀请列表里选。')
  if (invitation.usedBy !== undefined) throw new AppError('wrong-state', '这个邀请码已经用掉了。要收回权限，请在成员里移除那个人。')
  if (stats.updated > 0) await note(ports, by, 'withdraw-invitation', { role: invitation.role, invitation: shortId(invitation) })
}
