import { AppError } from '../error/app-error'
import { type Ports } from '../ports'
import { findById } from '../records/find'
import { note } from './audit'
import { type Author } from './identify'
import { allMembers, membersOf, type Role } from './member'

/** Gives a user a role, or another one. @throws AppError `last-owner` */
export async function grant(ports: Ports, by: Author, openid: string, role: Role): Promise<void> {
  if (role !== 'owner') await keepAnOwner(ports, openid)
  const grantedBy = by.kind === 'member' ? by.openid : 'operator'
  await membersOf(ports.db).doc(openid).set({ data: { role, grantedBy, at: new Date(ports.clock.now()) } })
  await note(ports, by, 'grant', { openid, role })
}

/** Takes a user's role away. @throws AppError `not-found`, `last-owner` */
export async function revoke(ports: Ports, by: Author, openid: string): Promise<void> {
  if (!(await findById(membersOf(ports.db), openid))) throw new AppError('not-found', '这位用户不是成员，不用移除。')
  await keepAnOwner(ports, openid)
  await membersOf(ports.db).doc(openid).remove()
  await note(ports, by, 'revoke', { openid })
}

async function keepAnOwner(ports: Ports, leaving: string): Promise<void> {
  const owners = (await allMembers(ports.db)).filter((member) => member.role === 'owner')
  if (owners.length === 1 && owners[0]?._id === leaving)
    throw new AppError('last-owner', '这是最后一位所有者。请先把另一位成员设为所有者。')
}
