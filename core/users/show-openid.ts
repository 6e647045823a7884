import * as v from 'valibot'
import { note } from '../access/audit'
import { type Author } from '../access/identify'
import { membersOf } from '../access/member'
import { text } from '../api/schema'
import { AppError, invalidArgument } from '../error/app-error'
import { messagesOf } from '../outbox/message'
import { type Ports } from '../ports'
import { findById } from '../records/find'

/** Whose: the recipient of a message, or a member. */
export const SHOW_OPENID_REQUEST = v.strictObject({ message: v.optional(text(200)), member: v.optional(text(64)) })

/**
 * An openid in full, which pages show masked otherwise; that somebody looked stands in the audit first.
 * @throws AppError `invalid-argument`, `not-found`
 */
export async function showOpenid(ports: Ports, by: Author, { message, member }: v.InferOutput<typeof SHOW_OPENID_REQUEST>): Promise<{ openid: string }> {
  if ((message === undefined) === (member === undefined)) throw invalidArgument([{ field: 'message', message: '要写 message（消息编号）或 member（成员）中的一个' }])
  const openid = message === undefined ? (await findById(membersOf(ports.db), member ?? ''))?._id : (await findById(messagesOf(ports.db), message))?.openid
  if (openid === undefined) throw new AppError('not-found', message === undefined ? '没有这位成员，请刷新成员列表。' : '没有这条消息，请从推送记录里选。')
  await note(ports, by, 'show-openid', { openid, of: message === undefined ? 'member' : 'recipient' })
  return { openid }
}
