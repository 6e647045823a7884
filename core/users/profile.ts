import * as v from 'valibot'
import { text } from '../api/schema'
import { type Ports } from '../ports'
import { cutText, plainText } from '../templates/plain-text'
import { checkName } from './name-check'
import { MOST_OF_NAME, seen, usersOf } from './user'

/** A picture of a few people is one character and eleven of a text's length: what is too long to be shown is cut, not refused. */
export const PROFILE_REQUEST = v.strictObject({
  nickname: v.pipe(
    text(200),
    v.transform((nickname) => cutText(plainText(nickname), MOST_OF_NAME)),
    v.minLength(1, '不能只有空格'),
  ),
})

/**
 * The name under which admins find the user. WeChat looks at a changed one before anybody sees it; nothing is kept of a refused one.
 * @throws AppError `invalid-argument` when WeChat refuses it, `busy` when nobody could look at it
 */
export async function saveProfile(
  ports: Ports,
  openid: string,
  { nickname }: v.InferOutput<typeof PROFILE_REQUEST>,
): Promise<{ user: { openid: string; nickname: string } }> {
  const user = await seen(ports, openid)
  if (user.nickname === nickname) return { user: { openid, nickname } }
  await checkName(ports, openid, nickname)
  await usersOf(ports.db).doc(openid).update({ data: { nickname } })
  return { user: { openid, nickname } }
}
