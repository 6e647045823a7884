import type { PersistentMap, Storage } from '../storage/storage'
import { newOpenid, type Random } from './identifiers'
import { InvalidInputError, requireId } from './input-error'

/** A user of the mini-program, as WeChat knows them. */
export interface User {
  openid: string
  nickname?: string
}

interface StoredUser extends User {
  /** Users are listed in the order in which they came. */
  order: number
  /** 接收订阅消息, the switch above all templates in the settings page. */
  mainSwitch: boolean
  /** How many panels this user closed with at least one accept. */
  acceptedPanels: number
  /** Whether she agreed to 用户隐私保护指引. Missing in data of earlier versions. */
  agreedToPrivacy?: boolean
}

export class Users {
  readonly #map: PersistentMap<StoredUser>
  #lastOrder: number

  constructor(
    storage: Storage,
    private readonly random: Random,
  ) {
    this.#map = storage.map('wechat:users')
    this.#lastOrder = [...this.#map.values()].reduce((last, { order }) => Math.max(last, order), 0)
  }

  list(): User[] {
    return [...this.#map.values()].sort((a, b) => a.order - b.order).map(publicView)
  }

  has(openid: unknown): openid is string {
    return typeof openid === 'string' && this.#map.has(openid)
  }

  /**
   * Adds a user, or renames the one who is there.
   * @throws InvalidInputError when the openid or the nickname cannot be one
   */
  add({ openid = newOpenid(this.random), nickname }: Partial<User>): User {
    requireId('openid', openid)
    if (nickname !== undefined && typeof nickname !== 'string') throw new InvalidInputError('nickname must be a text.')
    const user = { ...this.#ensure(openid), ...(nickname !== undefined && { nickname }) }
    this.#map.set(openid, user)
    return publicView(user)
  }

  /** Whoever opens the mini-program becomes a user. */
  ensure(openid: string): void {
    if (!this.#map.has(openid)) this.add({ openid })
  }

  mainSwitch(openid: string): boolean {
    return this.#map.get(openid)?.mainSwitch ?? true
  }

  setMainSwitch(openid: string, mainSwitch: boolean): void {
    this.#map.set(openid, { ...this.#ensure(openid), mainSwitch })
  }

  acceptedPanels(openid: string): number {
    return this.#map.get(openid)?.acceptedPanels ?? 0
  }

  countAcceptedPanel(openid: string): void {
    const user = this.#ensure(openid)
    this.#map.set(openid, { ...user, acceptedPanels: user.acceptedPanels + 1 })
  }

  agreedToPrivacy(openid: string): boolean {
    return this.#map.get(openid)?.agreedToPrivacy ?? false
  }

  setAgreedToPrivacy(openid: string, agreedToPrivacy: boolean): void {
    this.#map.set(openid, { ...this.#ensure(openid), agreedToPrivacy })
  }

  clear(): void {
    this.#map.clear()
    this.#lastOrder = 0
  }

  #ensure(openid: string): StoredUser {
    const known = this.#map.get(openid)
    if (known) return known
    this.#lastOrder += 1
    return { openid, order: this.#lastOrder, mainSwitch: true, acceptedPanels: 0 }
  }
}

function publicView({ openid, nickname }: StoredUser): User {
  return nickname === undefined ? { openid } : { openid, nickname }
}
