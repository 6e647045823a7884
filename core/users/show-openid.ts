import * as v from 'valibot'
import { note } from '../access/audit'
import { type Author } from '../access/identify'
import { membersOf } from '../access/member'
import { text } from '../api/schema'
import { AppError, invalidArgument } from '../error/app-error'
import { messagesOf } from '../outbox/message'
import { type Ports } from '../ports'
import { findById } from '../records/find'
import { usersOf } from './user'

/** Whose: the recipient of a message, a member, or a user, as the list of recipients names her. */
export const SHOW_OPENID_REQUEST = v.strictObject({ message: v.optional(text(200)), member: v.optional(text(64)), user: v.optional(text(64)) })

type Whose = v.InferOutput<typeof SHOW_OPENID_REQUEST>

const KINDS = {
  message: { of: 'recipient', missing: '没有这条消息，请从推送记录里选。', find: async ({ db }: Ports, id: string) => (await findById(messagesOf(db), id))?.openid },
  member: { of: 'member', missing: '没有这位成员，请刷新成员列表。', find: async ({ db }: Ports, id: string) => (await findById(membersOf(db), id))?._id },
  user: { of: 'user', missing: '没有这位用户，请刷新用户列表。', find: async ({ db }: Ports, id: string) => (await findById(usersOf(db), id))?._id },
} as const

/**
 * An openid in full, which pages show masked otherwise; that somebody looked stands in the audit first.
 * @throws AppError `invalid-argument`, `not-found`
 */
export async function showOpenid(ports: Ports, by: Author, whose: Whose): Promise<{ openid: string }> {
  const [named, another] = Object.entries(whose) as [keyof Whose, string][]
  if (named === undefined || another !== undefined) throw invalidArgument([{ field: 'message', message: '要写 message（消息编号）、member（成员）或 user（用户）中的一个' }])
  const [kind, id] = named
  const openid = await KINDS[kind].find(ports, id)
  if (openid === undefined) throw new AppError('not-found', KINDS[kind].missing)
  await note(ports, by, 'show-openid', { openid, of: KINDS[kind].of })
  return { openid }
}
