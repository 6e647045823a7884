import * as v from 'valibot'
import { text } from '../api/schema'
import { type Ports } from '../ports'
import { seen, usersOf } from './user'

export const PROFILE_REQUEST = v.strictObject({ nickname: v.pipe(text(20), v.trim(), v.minLength(1, '不能只有空格')) })

/** The name under which admins find the user. */
export async function saveProfile(
  ports: Ports,
  openid: string,
  { nickname }: v.InferOutput<typeof PROFILE_REQUEST>,
): Promise<{ user: { openid: string; nickname: string } }> {
  await seen(ports, openid)
  await usersOf(ports.db).doc(openid).update({ data: { nickname } })
  return { user: { openid, nickname } }
}
