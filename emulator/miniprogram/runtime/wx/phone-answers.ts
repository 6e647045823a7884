import { type Answers } from '../../../wechat/open-data/answers'
import { type Session } from '../session'

/** What a person or a test has set for this phone to say; nothing where the local cloud has no answer. */
export async function answersOf({ cloud, openid }: Pick<Session, 'cloud' | 'openid'>): Promise<Answers> {
  return (await cloud.get('/emulator/answers', { openid }).catch(() => ({}))) as Answers
}
