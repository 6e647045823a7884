import { type Author } from '../access/identify'
import { invalidArgument } from '../error/app-error'
import { type Condition, type Database } from '../ports/database'
import { listMembers } from '../users/list-members'

/** The console, as callers and as pages write it. */
const CONSOLE: readonly string[] = ['operator', '云控制台']
const OPENID = /^[\w-]+$/

/** Who sent: the console, or one of these. */
export type Sender = { kind: 'operator' } | { kind: 'member'; openids: readonly string[] }

/** A member by her openid or nickname; who is none any more, by her openid. @throws AppError `invalid-argument` for a name nobody has */
export async function senderNamed(db: Database, by: string): Promise<Sender> {
  if (CONSOLE.includes(by)) return { kind: 'operator' }
  const named = (await listMembers(db)).filter(({ nickname }) => nickname === by).map(({ _id }) => _id)
  if (named.length > 0) return { kind: 'member', openids: named }
  if (OPENID.test(by)) return { kind: 'member', openids: [by] }
  throw invalidArgument([{ field: 'by', message: `没有叫「${by}」的成员。请写成员的昵称或 openid，云控制台写 operator` }])
}

/** The same as a query for pushes. */
export function sentBy({ command }: Database, sender: Sender | undefined): Condition {
  if (sender === undefined) return {}
  return sender.kind === 'operator' ? { 'by.kind': 'operator' } : { 'by.openid': command.in(sender.openids) }
}

export function isSender(sender: Sender, by: Author | undefined): boolean {
  if (sender.kind === 'operator') return by?.kind === 'operator'
  return by?.kind === 'member' && sender.openids.includes(by.openid)
}
