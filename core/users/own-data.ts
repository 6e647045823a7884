import * as v from 'valibot'
import { note } from '../access/audit'
import { membersOf } from '../access/member'
import { AppError } from '../error/app-error'
import { type Answer } from '../ledger/answer'
import { authorizationsOf, type Authorization } from '../ledger/authorization'
import { messagesOf, type Message } from '../outbox/message'
import { pushesOf } from '../outbox/push'
import { receiptsOf } from '../outbox/receipt'
import { type Ports } from '../ports'
import { COLLECTIONS } from '../records/collections'
import { findAll, findById } from '../records/find'
import { usersOf, type User } from './user'

export const ERASE_REQUEST = v.strictObject({ confirm: v.literal(true, '要写成 true，表示确认删除') })

export interface OwnData {
  user: User | undefined
  authorizations: Authorization[]
  answers: Answer[]
  messages: Message[]
}

/** Everything that is kept about the user. */
export async function exportOwnData({ db }: Ports, openid: string): Promise<OwnData> {
  return {
    user: await findById(usersOf(db), openid),
    authorizations: await findAll(authorizationsOf(db).where({ openid })),
    answers: await findAll(db.collection<Answer>(COLLECTIONS.answers).where({ openid })),
    messages: await findAll(messagesOf(db).where({ openid })),
  }
}

/**
 * Deletes everything that is kept about the user; what was queued for her is not sent any more.
 * @throws AppError `forbidden` for a member, whose role is not hers to delete
 */
export async function eraseOwnData(ports: Ports, openid: string): Promise<{ erased: number }> {
  const { db } = ports
  if (await findById(membersOf(db), openid)) throw new AppError('forbidden', '你是管理成员，还不能删除数据。请先让所有者移除你的角色。')
  const pushed = pushesOf(db).where({ 'audience.openids': openid })
  const removals = await Promise.all([
    messagesOf(db).where({ openid }).remove(),
    receiptsOf(db).where({ openid }).remove(),
    authorizationsOf(db).where({ openid }).remove(),
    db.collection<Answer>(COLLECTIONS.answers).where({ openid }).remove(),
    usersOf(db).where({ _id: openid }).remove(),
  ])
  // The counts of a push add up to its audience, of which she is no part any more.
  await pushed.update({ data: { 'audience.openids': db.command.pull(openid), total: db.command.inc(-1) } })
  const erased = removals.reduce((sum, { stats }) => sum + stats.removed, 0)
  await note(ports, { kind: 'user' }, 'erase', { records: erased })
  return { erased }
}
