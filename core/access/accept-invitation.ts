import { AppError } from '../error/app-error'
import { type Ports } from '../ports'
import { type Transaction } from '../ports/database'
import { COLLECTIONS } from '../records/collections'
import { getIfAny } from '../records/find'
import { note } from './audit'
import { invitationId, isBacked, shortId, type Invitation } from './invitation'
import { roleOf, ROLES, type Member, type Role } from './member'
import { giveBackTry, takeTry } from './tries'

export interface Accepted {
  /** What she may do now. */
  role: Role
  /** She could do as much before: nothing was changed, and the code is still good for somebody else. */
  unchanged?: true
}

type Refusal = 'unknown' | 'used' | 'withdrawn' | 'expired' | 'orphaned'

/** One code for all. Which of them it is hears only who has the right code; whoever guesses hears the first. */
const REFUSALS: Record<Refusal, string> = {
  unknown: '邀请码不对，或者已经失效。请核对后再试，或请对方重新发一个。',
  used: '这个邀请码已经用过了，每个只能用一次。请对方重新发一个。',
  withdrawn: '这个邀请码已经被撤回。请联系邀请你的人。',
  expired: '这个邀请码过期了。请对方重新发一个。',
  orphaned: '发出邀请的人已经不是所有者，邀请码失效了。请联系现在的所有者。',
}

/**
 * Gives her the role of the invitation, once, in one step: of two who accept at the same moment one is heard.
 * Who asks again because the answer was lost hears the same. A role is never lowered.
 * @throws AppError `invalid-argument`, `not-found`, `too-many-tries`
 */
export async function acceptInvitation(ports: Ports, openid: string, code: string): Promise<Accepted> {
  const id = invitationId(code)
  await takeTry(ports, openid)
  const now = new Date(ports.clock.now())
  const outcome = await ports.db.runTransaction((transaction) => accept(transaction, openid, id, now))
  if (typeof outcome === 'string') {
    await note(ports, { kind: 'user', openid }, 'refuse-invitation', { reason: outcome })
    throw new AppError('not-found', REFUSALS[outcome])
  }
  if (!outcome.unchanged) await note(ports, { kind: 'member', openid }, 'accept-invitation', { role: outcome.role, invitation: shortId({ _id: id }) })
  await giveBackTry(ports, openid)
  return outcome
}

async function accept(transaction: Transaction, openid: string, id: string, now: Date): Promise<Accepted | Refusal> {
  const document = transaction.collection<Invitation>(COLLECTIONS.invitations).doc(id)
  const members = transaction.collection<Member>(COLLECTIONS.members)
  const invitation = await getIfAny(document)
  const member = await getIfAny(members.doc(openid))
  const [offered, held] = [roleOf(invitation), roleOf(member)]
  if (!invitation || !offered) return 'unknown'
  // Also the same call once more, after a commit whose reply was lost. It gives back nothing that was taken from her since.
  if (invitation.usedBy === openid && held) return { role: held }
  if (invitation.usedBy !== undefined) return 'used'
  if (invitation.withdrawnAt !== undefined) return 'withdrawn'
  if (invitation.expiresAt.getTime() <= now.getTime()) return 'expired'
  const { by } = invitation
  const inviter = by.kind === 'member' && by.openid !== '' ? await getIfAny(members.doc(by.openid)) : undefined
  if (!isBacked(invitation, inviter)) return 'orphaned'
  if (held && ROLES.indexOf(held) >= ROLES.indexOf(offered)) return { role: held, unchanged: true }
  await document.update({ data: { usedBy: openid, usedAt: now } })
  // Written to, so that taking her rights away at this moment meets this transaction; see `manage-members`.
  if (inviter) await members.doc(inviter._id).update({ data: { heldAt: now } })
  await members.doc(openid).set({ data: { role: offered, grantedBy: inviter?._id ?? 'operator', at: now } })
  return { role: offered }
}
