import type { EventPush } from '../events/event-push'
import { InvalidInputError } from '../input-error'
import type { Platform } from '../platform'
import type { Choice } from './subscriptions'

/** `subscriptionsSetting` of wx.getSetting({withSubscriptions: true}). It says nothing about quota. */
export interface SubscriptionsSetting {
  mainSwitch: boolean
  /** Only templates chosen with «总是保持以上选择»; missing before the first such choice. */
  itemSettings?: Record<string, Choice | 'ban'>
}

export interface SettingChanges {
  mainSwitch?: boolean
  items?: Record<string, Choice>
}

/** The settings page of the mini-program (小程序设置 → 通知管理), and the «拒收» menu of a card. */
export class Settings {
  constructor(
    private readonly platform: Platform,
    private readonly events: EventPush,
  ) {}

  get(openid: string): SubscriptionsSetting {
    const items = this.platform.templates.list().flatMap(({ templateId, banned }) => {
      const { choice, sticky } = this.platform.subscriptions.get(openid, templateId)
      return sticky && choice !== 'none' ? [[templateId, banned ? 'ban' : choice] as const] : []
    })
    const mainSwitch = this.platform.users.mainSwitch(openid)
    return items.length === 0 ? { mainSwitch } : { mainSwitch, itemSettings: Object.fromEntries(items) }
  }

  /** @throws InvalidInputError when a template does not exist or a value is none; nothing is changed then */
  change(openid: string, { mainSwitch, items = {} }: SettingChanges): void {
    if (mainSwitch !== undefined && typeof mainSwitch !== 'boolean') throw new InvalidInputError('mainSwitch must be true or false.')
    for (const [templateId, choice] of Object.entries(items)) this.#requireItem(templateId, choice)
    this.platform.users.ensure(openid)
    if (mainSwitch !== undefined) this.#turn(openid, mainSwitch)

    const refused = Object.entries(items).filter(([templateId, choice]) => {
      if (choice === 'reject') return this.platform.subscriptions.refuse(openid, templateId)
      this.platform.subscriptions.allow(openid, templateId)
      return false
    })
    const { changeFromSettings } = this.platform.board.current.events
    if (changeFromSettings) this.events.refused(openid, refused.map(([templateId]) => templateId))
  }

  /** «拒收» in the menu of a card. @throws InvalidInputError when the template does not exist */
  refuse(openid: string, templateId: string): void {
    this.platform.templates.require(templateId)
    this.platform.users.ensure(openid)
    if (this.platform.subscriptions.refuse(openid, templateId)) this.events.refused(openid, [templateId])
  }

  /** Off refuses everything at once; on again neither brings panels back nor, by default, what was left. */
  #turn(openid: string, mainSwitch: boolean): void {
    if (mainSwitch === this.platform.users.mainSwitch(openid)) return
    this.platform.users.setMainSwitch(openid, mainSwitch)
    const { subscriptions, templates } = this.platform
    for (const { templateId } of templates.list()) {
      if (!mainSwitch) subscriptions.wipe(openid, templateId)
      else if (!subscriptions.isRefused(openid, templateId)) subscriptions.restore(openid, templateId)
    }
  }

  #requireItem(templateId: string, choice: unknown): void {
    this.platform.templates.require(templateId)
    if (choice === 'accept' || choice === 'reject') return
    throw new InvalidInputError(`items.${templateId} must be accept or reject, not ${JSON.stringify(choice)}.`)
  }
}
