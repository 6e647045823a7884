import { AppError } from '../error/app-error'
import { type Ports } from '../ports'
import { type TransactionCollection } from '../ports/database'
import { COLLECTIONS } from '../records/collections'
import { getIfAny } from '../records/find'
import { note } from './audit'
import { type Author } from './identify'
import { allMembers, roleOf, type Member, type Role } from './member'

/** Gives a user a role, or another one. @throws AppError `last-owner`, `forbidden` */
export async function grant(ports: Ports, by: Author, openid: string, role: Role): Promise<void> {
  const grantedBy = by.kind === 'member' ? by.openid : 'operator'
  await changeMember(ports, by, openid, role === 'owner', async (document) => {
    await document.set({ data: { role, grantedBy, at: new Date(ports.clock.now()) } })
    return undefined
  })
  await note(ports, by, 'grant', { openid, role })
}

/** Takes a user's role away. @throws AppError `not-found`, `last-owner`, `forbidden` */
export async function revoke(ports: Ports, by: Author, openid: string): Promise<void> {
  // A transaction may be run again after a commit whose reply was lost; then the row is gone because of this very call.
  let isUnderway = false
  await changeMember(ports, by, openid, false, async (document, member) => {
    if (!member && !isUnderway) return 'not-found'
    isUnderway = true
    if (member) await document.remove()
    return undefined
  })
  await note(ports, by, 'revoke', { openid })
}

type Refusal = 'not-found' | 'last-owner' | 'forbidden'
type Change = (document: ReturnType<Members['doc']>, member: Member | undefined) => Promise<Refusal | undefined>
type Members = TransactionCollection<Member>

const REFUSALS: Record<Refusal, string> = {
  'not-found': '这位用户不是成员，不用移除。',
  'last-owner': '这是最后一位所有者。请先把另一位成员设为所有者。',
  forbidden: '你已经不是所有者了，这一步没有做。',
}

/**
 * One step: whoever stays an owner is written to by the same transaction that takes another owner's rights away. Of two owners who
 * revoke each other at the same moment one transaction meets the other's, is run again, and finds that its author is none any more.
 */
async function changeMember(ports: Ports, by: Author, openid: string, staysOwner: boolean, change: Change): Promise<void> {
  const refusal = await ports.db.runTransaction(async (transaction) => {
    const members = transaction.collection<Member>(COLLECTIONS.members)
    const isAnother = by.kind === 'member' && by.openid !== openid
    const member = await getIfAny(members.doc(openid))
    const isLosing = roleOf(member) === 'owner' && !staysOwner
    const keeper = await firstOwner(members, isAnother ? [by.openid] : isLosing ? await ownersBut(ports, openid) : [])
    if (isAnother && keeper === undefined) return 'forbidden'
    if (isLosing && keeper === undefined) return 'last-owner'
    // In one order for all, or two could each hold what the other needs.
    const held = [...(keeper === undefined ? [] : [keeper]), ...(member ? [openid] : [])].sort()
    for (const each of held) await members.doc(each).update({ data: { heldAt: new Date(ports.clock.now()) } })
    return change(members.doc(openid), member)
  })
  if (refusal) throw new AppError(refusal, REFUSALS[refusal])
}

async function firstOwner(members: Members, openids: readonly string[]): Promise<string | undefined> {
  for (const openid of openids) if (roleOf(await getIfAny(members.doc(openid))) === 'owner') return openid
  return undefined
}

/** A query is no part of a transaction: each of these is looked at again inside. */
async function ownersBut({ db }: Ports, openid: string): Promise<string[]> {
  return (await allMembers(db)).filter((member) => roleOf(member) === 'owner' && member._id !== openid).map(({ _id }) => _id)
}
