import { type Session } from '../session'
import { openAsk } from '../shell/ask'
import { api, ApiError, type WxFailure } from './api'
import { toBase64 } from './base64'
import { chooseAvatar } from './outside'
import { answersOf } from './phone-answers'

interface Ticket {
  code: string
  cloudID: string
}

/** Grey, as everybody's is since 2022 (小程序用户头像昵称获取规则调整公告). */
const AVATAR = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 132 132" width="132" height="132"><rect width="132" height="132" fill="#e0e0e0"/><circle cx="66" cy="52" r="24" fill="#fff"/><path d="M18 124a48 40 0 0 1 96 0" fill="#fff"/></svg>')}`
const USER_INFO = { nickName: '微信用户', avatarUrl: AVATAR, gender: 0, country: '', province: '', city: '', language: 'zh_CN' }

/** getUserInfo and getUserProfile. */
export function profileApis(session: Session): object {
  const profile = async () => ({ userInfo: { ...USER_INFO }, rawData: JSON.stringify(USER_INFO), signature: '0'.repeat(40), ...sealed(), ...(await ticket(session, 'user')) })
  return { getUserInfo: api('getUserInfo', profile), getUserProfile: api('getUserProfile', profile) }
}

/** What a button with an `open-type` does, and what its page hears of it; undefined for a type that has no event. */
export async function openTypeEvent(session: Session, type: string): Promise<{ event: string; detail: object } | undefined> {
  const { phone, manifest } = session
  switch (type) {
    case 'getUserInfo':
      return { event: 'getuserinfo', detail: { errMsg: 'getUserInfo:ok', ...(await plain(profileApis(session), 'getUserInfo')) } }
    case 'getPhoneNumber':
    case 'getRealtimePhoneNumber':
      return { event: type.toLowerCase(), detail: await attempt(type, () => phoneNumber(session, type)) }
    case 'chooseAvatar':
      return { event: 'chooseavatar', detail: await attempt(type, async () => ({ avatarUrl: await chooseAvatar(session) })) }
    case 'contact':
      await openAsk(phone.overlays, { title: '客服会话', about: [`${manifest.name} 的客服`, '本地云里没有人回答'], confirm: '好', cancel: '返回' })
      return { event: 'contact', detail: { errMsg: 'enterContact:ok', path: '', query: {} } }
    case 'feedback':
      await openAsk(phone.overlays, { title: '意见反馈', about: ['本地云不收反馈'], confirm: '好', cancel: '返回' })
      return undefined
    case 'launchApp':
      return { event: 'error', detail: { errMsg: 'launchApp:fail invalid scene' } }
    default:
      return undefined
  }
}

/** @throws ApiError when the user does not want it */
async function phoneNumber(session: Session, name: string): Promise<object> {
  await session.privacy.pass(name, 'PhoneNumber')
  const { phoneNumber: number = '' } = await answersOf(session)
  const answer = await openAsk(session.phone.overlays, { title: `${session.manifest.name} 申请获取并验证你的手机号`, about: [number], confirm: '允许', cancel: '不允许' })
  if (!answer) throw new ApiError('user deny')
  return { ...(await ticket(session, 'phone')), ...sealed() }
}

async function ticket({ cloud, openid }: Session, kind: 'phone' | 'user'): Promise<Partial<Ticket>> {
  const { code, cloudID } = (await cloud.post('/emulator/open-data', { openid, kind }).catch(() => ({}))) as Partial<Ticket>
  return kind === 'phone' ? { code, cloudID } : { cloudID }
}

/** Sealed with a session key that nobody has: only `code` and `cloudID` lead anywhere. */
function sealed(): { encryptedData: string; iv: string } {
  const random = (length: number) => toBase64(crypto.getRandomValues(new Uint8Array(length)))
  return { encryptedData: random(96), iv: random(16) }
}

async function attempt(name: string, run: () => Promise<object>): Promise<object> {
  try {
    return { errMsg: `${name}:ok`, ...(await run()) }
  } catch (error) {
    const { message, errno } = error as ApiError
    return { errMsg: `${name}:fail ${message}`, ...(errno !== undefined && { errno }) } satisfies WxFailure
  }
}

function plain(apis: object, name: string): Promise<object> {
  return (apis as Record<string, () => Promise<object>>)[name]?.() ?? Promise.resolve({})
}
