import { type Author } from '../access/identify'
import { invalidArgument } from '../error/app-error'
import { type Condition, type Database } from '../ports/database'
import { listMembers } from '../users/list-members'

/** The console, as callers and as pages write it. */
const CONSOLE: readonly string[] = ['operator', '云控制台']
const OPENID = /^[\w-]+$/

/** Business functions all together, as callers and as pages write it; one alone by the name of its key after this. */
const NOTICES: readonly string[] = ['notices', '业务通知']
const CALLER = /^(?:caller:|业务函数 · )(.+)$/

/** Who sent: the console, a business function or all of them, or one of these members. */
export type Sender = { kind: 'operator' } | { kind: 'caller'; key?: string } | { kind: 'member'; openids: readonly string[] }

/** A member by her openid or nickname; who is none any more, by her openid. @throws AppError `invalid-argument` for a name nobody has */
export async function senderNamed(db: Database, by: string): Promise<Sender> {
  if (CONSOLE.includes(by)) return { kind: 'operator' }
  if (NOTICES.includes(by)) return { kind: 'caller' }
  const key = CALLER.exec(by)?.[1]
  if (key !== undefined) return { kind: 'caller', key }
  const named = (await listMembers(db)).filter(({ nickname }) => nickname === by).map(({ _id }) => _id)
  if (named.length > 0) return { kind: 'member', openids: named }
  if (OPENID.test(by)) return { kind: 'member', openids: [by] }
  throw invalidArgument([{ field: 'by', message: `没有叫「${by}」的成员。请写成员的昵称或 openid，云控制台写 operator，业务函数写 notices 或 caller:密钥的名字` }])
}

/** The same as a query for pushes; without a sender, all but notices. */
export function sentBy({ command }: Database, sender: Sender | undefined): Condition {
  // Of notices there may be thousands a day: they are listed where somebody asks for them.
  if (sender === undefined) return { notice: null }
  if (sender.kind === 'caller') return { notice: true, ...(sender.key !== undefined && { 'by.key': sender.key }) }
  return sender.kind === 'operator' ? { 'by.kind': 'operator' } : { 'by.openid': command.in(sender.openids) }
}

export function isSender(sender: Sender, by: Author | undefined): boolean {
  if (sender.kind === 'operator') return by?.kind === 'operator'
  if (sender.kind === 'caller') return by?.kind === 'caller' && (sender.key === undefined || sender.key === by.key)
  return by?.kind === 'member' && sender.openids.includes(by.openid)
}
