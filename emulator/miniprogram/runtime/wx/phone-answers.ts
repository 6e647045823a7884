import { type Session } from '../session'

export interface Place {
  latitude: number
  longitude: number
  name?: string
  address?: string
}

export interface Answers {
  location?: Place
  scan?: { result: string; scanType?: string; path?: string }
  phoneNumber?: string
}

/** What a person or a test has set for this phone to say; nothing where the local cloud has no answer. */
export async function answersOf({ cloud, openid }: Pick<Session, 'cloud' | 'openid'>): Promise<Answers> {
  return (await cloud.get('/emulator/answers', { openid }).catch(() => ({}))) as Answers
}
