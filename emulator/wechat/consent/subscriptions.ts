import type { PersistentMap, Storage } from '../../storage/storage'
import type { SwitchBoard } from '../switch-board'
import { ONE_TIME, type Template } from '../templates/template'

export type Choice = 'accept' | 'reject'

/** What one user and one template have between them. */
export interface Subscription {
  /** One-time template: how many messages may still be sent. */
  quota: number
  /** The last answer. For a long-term template an `accept` stands until it is refused. */
  choice: Choice | 'none'
  /** «总是保持以上选择，不再询问»: the choice answers without a panel, and is listed in the settings. */
  sticky: boolean
}

export interface SubscriptionOf extends Subscription {
  openid: string
  templateId: string
}

interface StoredSubscription extends Subscription {
  /** What a refusal took away, for the switch quota.onReallow. */
  wiped: number
}

const NONE: StoredSubscription = { quota: 0, choice: 'none', sticky: false, wiped: 0 }

/** Who may be sent what, and how often: quota per user and template (订阅消息 overview: 用户订阅一次，开发者可下发一条). */
export class Subscriptions {
  readonly #map: PersistentMap<StoredSubscription>

  constructor(
    storage: Storage,
    private readonly board: SwitchBoard,
  ) {
    this.#map = storage.map('wechat:subscriptions')
  }

  get(openid: string, templateId: string): Subscription {
    const { quota, choice, sticky } = this.#get(openid, templateId)
    return { quota, choice, sticky }
  }

  /** As it was before, whatever led to it. */
  put({ openid, templateId, quota, choice, sticky }: SubscriptionOf): void {
    this.#set(openid, templateId, { quota: this.#capped(quota), choice, sticky, wiped: 0 })
  }

  /** Whether a refusal for good stands; one «取消» on a panel is none. */
  isRefused(openid: string, templateId: string): boolean {
    const { choice, sticky } = this.#get(openid, templateId)
    return choice === 'reject' && sticky
  }

  /** Books an answer to a request. Each accept of a one-time template allows one more message, a silent one too. */
  answer(openid: string, template: Template, choice: Choice, always: boolean): void {
    const now = this.#get(openid, template.templateId)
    const grants = choice === 'accept' && template.type === ONE_TIME
    const quota = grants ? this.#capped(now.quota + 1) : now.quota
    this.#set(openid, template.templateId, { ...now, quota, choice, sticky: now.sticky || always })
    if (choice === 'reject' && always) this.wipe(openid, template.templateId)
  }

  /** Refusal for good. Returns false when it stood already. */
  refuse(openid: string, templateId: string): boolean {
    if (this.isRefused(openid, templateId)) return false
    this.#set(openid, templateId, { ...this.#get(openid, templateId), choice: 'reject', sticky: true })
    this.wipe(openid, templateId)
    return true
  }

  /** Allowed again in the settings: no panel, and by default nothing to send with until the next request. */
  allow(openid: string, templateId: string): void {
    this.#set(openid, templateId, { ...this.#get(openid, templateId), choice: 'accept', sticky: true })
    this.restore(openid, templateId)
  }

  /** Takes away what is left, where the switch quota.wipeOnReject says so. */
  wipe(openid: string, templateId: string): void {
    const now = this.#get(openid, templateId)
    if (!this.board.current.quota.wipeOnReject || now.quota === 0) return
    this.#set(openid, templateId, { ...now, quota: 0, wiped: now.wiped + now.quota })
  }

  /** Gives back what was wiped, where the switch quota.onReallow says so. */
  restore(openid: string, templateId: string): void {
    const now = this.#get(openid, templateId)
    if (this.board.current.quota.onReallow !== 'restore' || now.wiped === 0) return
    this.#set(openid, templateId, { ...now, quota: this.#capped(now.quota + now.wiped), wiped: 0 })
  }

  /** Whether a message may go out now, the main switch apart. */
  permits(openid: string, template: Template): boolean {
    if (this.isRefused(openid, template.templateId)) return false
    const { quota, choice } = this.#get(openid, template.templateId)
    return template.type === ONE_TIME ? quota > 0 : choice === 'accept'
  }

  /** Uses up one authorization; a long-term consent is not used up. */
  consume(openid: string, template: Template): void {
    const now = this.#get(openid, template.templateId)
    if (template.type !== ONE_TIME || now.quota === 0) return
    this.#set(openid, template.templateId, { ...now, quota: now.quota - 1 })
  }

  forgetTemplate(templateId: string): void {
    for (const key of [...this.#map.keys()]) if (key.endsWith(`:${templateId}`)) this.#map.delete(key)
  }

  clear(): void {
    this.#map.clear()
  }

  #capped(quota: number): number {
    return Math.min(quota, this.board.current.quota.cap ?? Number.MAX_SAFE_INTEGER)
  }

  #get(openid: string, templateId: string): StoredSubscription {
    return this.#map.get(`${openid}:${templateId}`) ?? NONE
  }

  #set(openid: string, templateId: string, subscription: StoredSubscription): void {
    this.#map.set(`${openid}:${templateId}`, subscription)
  }
}
