import type { Clock } from '../../clock'
import type { Random } from '../identifiers'
import { ErrcodeError } from '../openapi/errcodes'
import { newCode, type Answers, type PhoneAnswers } from './answers'

/** code 有效期为 5 分钟, and so we let a cloudID be. */
const VALID_MS = 5 * 60_000
const INVALID_CODE = 40029

type Kind = 'phone' | 'user' | 'share'

interface Issued {
  kind: Kind
  openid: string
  until: number
  cloudID: string
}

/** What a phone hands to its mini-program in place of the data themselves. */
export interface Ticket {
  code: string
  cloudID: string
}

/** 开放数据: the mini-program gets a code and a cloudID of what its user allowed, and a function turns them into the data. */
export class OpenData {
  readonly #byCode = new Map<string, Issued>()
  readonly #byCloudId = new Map<string, Issued>()

  constructor(
    private readonly appid: string,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly answers: PhoneAnswers,
  ) {}

  issue(openid: string, kind: Kind): Ticket {
    const now = this.clock.now()
    for (const held of [this.#byCode, this.#byCloudId]) for (const [id, { until }] of held) if (until < now) held.delete(id)
    const code = newCode(this.random)
    const cloudID = `${newCode(this.random)}_${newCode(this.random)}`
    const issued = { kind, openid, until: now + VALID_MS, cloudID }
    this.#byCode.set(code, issued)
    this.#byCloudId.set(cloudID, issued)
    return { code, cloudID }
  }

  /** phonenumber.getPhoneNumber: each code once. @throws ErrcodeError 40029 */
  phoneNumber({ code }: Record<string, unknown>): Record<string, unknown> {
    const issued = this.#byCode.get(String(code))
    this.#byCode.delete(String(code))
    if (issued?.kind !== 'phone' || issued.until < this.clock.now()) throw new ErrcodeError(INVALID_CODE)
    return { phone_info: this.#data(issued) }
  }

  /** What stands behind a cloudID of this user; undefined for one that is none, or none of hers. */
  byCloudId(cloudID: string, openid: string | undefined): { cloudID: string; data: Record<string, unknown> } | undefined {
    const issued = this.#byCloudId.get(cloudID)
    if (!issued || issued.until < this.clock.now() || (openid !== undefined && issued.openid !== openid)) return undefined
    return { cloudID, data: this.#data(issued) }
  }

  clear(): void {
    this.#byCode.clear()
    this.#byCloudId.clear()
  }

  #data({ kind, openid }: Issued): Record<string, unknown> {
    const watermark = { timestamp: Math.floor(this.clock.now() / 1000), appid: this.appid }
    if (kind === 'phone') {
      const { phoneNumber = '' }: Answers = this.answers.of(openid)
      return { phoneNumber, purePhoneNumber: phoneNumber, countryCode: '86', watermark }
    }
    if (kind === 'share') return { openGId: `t${openid.slice(1)}`, watermark }
    return { openId: openid, nickName: '微信用户', gender: 0, language: '', city: '', province: '', country: '', avatarUrl: '', watermark }
  }
}
