import { setTimeout as sleepFor } from 'node:timers/promises'
import type { Clock } from '../clock'
import { entriesOf, type Snapshot, type Storage } from '../storage/storage'
import { Account } from './account'
import { Consent, type ConsentRequest } from './consent/consent'
import { planConsent } from './consent/plan'
import { failure, type ConsentResult } from './consent/refusals'
import { Settings, type SettingChanges, type SubscriptionsSetting } from './consent/settings'
import { Subscriptions, type Choice, type Subscription, type SubscriptionOf } from './consent/subscriptions'
import { EventPush } from './events/event-push'
import type { PushedMessage } from './events/pushed-message'
import type { Random } from './identifiers'
import { InvalidInputError, requireId } from './input-error'
import type { Platform } from './platform'
import { PhoneAnswers } from './open-data/answers'
import { OpenData } from './open-data/open-data'
import { OpenApi } from './openapi/open-api'
import { Replies, type ErrorReply, type OpenApiReply } from './openapi/replies'
import { ContentCheck } from './content/content-check'
import { Deliveries, type DeliveryFailure } from './send/deliveries'
import { Inbox, type InboxMessage } from './send/inbox'
import { Sender, type SendOutcome } from './send/send'
import { SwitchBoard } from './switch-board'
import type { SwitchChanges, Switches } from './switches'
import { TemplateApi } from './templates/template-api'
import type { Template } from './templates/template'
import { Templates, type NewTemplate } from './templates/templates'
import { Users, type User } from './users'

/** Beginning of the names of its maps in the storage. */
const MAPS = 'wechat:'

export interface WeChatOptions {
  appid: string
  storage: Storage
  clock: Clock
  /** Chance for ids; default Math.random. */
  random?: Random
  switches?: SwitchChanges
  /** Pages of app.json, without a leading slash; empty when unknown. */
  pages: () => string[]
  /** How long each subscribeMessage.send takes, in milliseconds; default none. */
  latencyMs?: () => number
  /** With which error the delivery of an accepted message is to fail; default none. */
  deliveryFailure?: () => DeliveryFailure | undefined
  /** Waits so many milliseconds; default a real timer. */
  sleep?: (ms: number) => Promise<unknown>
  /** Receives each message push, on a later turn of the event loop. Must not throw. */
  onEvent: (message: PushedMessage) => void
  /** Told after each subscribeMessage.send, whatever its outcome. */
  onSend?: (outcome: SendOutcome) => void
}

/** What the panel of a request would look like. */
export interface PanelView {
  /** Whether it comes up at all; it does not when every answer is known already. */
  shows: boolean
  /** The templates on it, in the order of the request. */
  templates: Template[]
  /** Whether it offers «总是保持以上选择，不再询问». */
  alwaysBox: boolean
  /** Answers that are given without asking: standing choices, `ban` and `filter`. */
  answered: Record<string, Choice | 'ban' | 'filter'>
  /** Set when the request fails instead. */
  failure?: ConsentResult
}

export interface PrivacyStanding {
  /** Kinds of information that may be taken at all. */
  declared: string[]
  /** Whether the user has to agree before a privacy interface works. */
  needsAgreement: boolean
}

export type BanTarget = 'app' | { templateId: string }

/**
 * The platform side of subscribe messages: users, templates, consent, quota, sending, the users' 服务通知, and message push.
 * It keeps its state in `storage`. What a user or a function does is answered when it would survive a crash; what a person sets up
 * (users, templates, bans, reset) takes effect at once, and is safe when `storage.durable()` resolves.
 */
export class WeChat {
  readonly #options: WeChatOptions
  readonly #board: SwitchBoard
  readonly #platform: Platform
  readonly #inbox: Inbox
  readonly #deliveries: Deliveries
  readonly #sender: Sender
  readonly #consent: Consent
  readonly #settings: Settings
  readonly #replies: Replies
  readonly #openApi: OpenApi
  /** What the phones of users say. */
  readonly answers = new PhoneAnswers()
  /** What users allowed their mini-program to know. */
  readonly openData: OpenData

  constructor(options: WeChatOptions) {
    const { appid, storage, clock, random = Math.random, pages, onEvent } = options
    const durable = () => storage.durable()
    const board = new SwitchBoard(options.switches)
    const templates = new Templates(storage, random)
    const subscriptions = new Subscriptions(storage, board)
    const platform: Platform = { users: new Users(storage, random), account: new Account(storage), templates, subscriptions, board }
    const events = new EventPush({ appid, clock, board, onEvent })
    this.#options = options
    this.#board = board
    this.#platform = platform
    this.#inbox = new Inbox(storage)
    this.#deliveries = new Deliveries(board, options.deliveryFailure)
    this.#consent = new Consent(platform, events)
    this.#settings = new Settings(platform, events)
    this.#replies = new Replies(clock, random, board)
    this.#sender = new Sender({
      platform,
      inbox: this.#inbox,
      deliveries: this.#deliveries,
      events,
      clock,
      pages,
      latencyMs: options.latencyMs ?? (() => 0),
      sleep: options.sleep ?? ((ms) => sleepFor(ms)),
      durable,
      onSend: options.onSend ?? (() => undefined),
    })
    const templateApi = new TemplateApi(templates, board, platform.account, (templateId) => subscriptions.forgetTemplate(templateId))
    const content = new ContentCheck(platform, clock, random)
    this.openData = new OpenData(appid, clock, random, this.answers)
    this.#openApi = new OpenApi(this.#replies, { sender: this.#sender, templates: templateApi, content, openData: this.openData, pages }, durable)
  }

  get switches(): Switches {
    return structuredClone(this.#board.current)
  }

  /** @throws InvalidInputError naming an unknown switch or an impossible value */
  setSwitches(changes: SwitchChanges): void {
    this.#board.set(changes)
  }

  /**
   * Answers a call of `cloud.openapi.<apiName>`.
   * @param params  named as they travel: snake_case, or as given with convertCase: false
   * @throws UnknownApiError when WeChat has no such interface
   */
  call(apiName: string, params: Record<string, unknown>): Promise<OpenApiReply> {
    return this.#openApi.call(apiName, params)
  }

  /** The answer with which WeChat refuses, worded as it does; changes nothing. */
  errorReply(errcode: number): ErrorReply {
    return this.#replies.error(errcode)
  }

  users(): User[] {
    return this.#platform.users.list()
  }

  /** Adds a user, or renames the one with that openid. @throws InvalidInputError when the openid or nickname cannot be one */
  addUser(user: Partial<User> = {}): User {
    return this.#platform.users.add(user)
  }

  templates(): Template[] {
    return this.#platform.templates.list()
  }

  /** Not counted against templates.max. @throws InvalidInputError saying in words what is wrong with it */
  addTemplate(template: NewTemplate): Template {
    return this.#platform.templates.add(template)
  }

  /**
   * What wx.requestSubscribeMessage gives when the user answers the panel so. An unknown openid becomes a user.
   * @throws InvalidInputError when the openid cannot be one, or `choices` makes no sense
   */
  async consent(request: ConsentRequest): Promise<ConsentResult> {
    requireId('openid', request.openid)
    const result = this.#consent.request(request)
    await this.#options.storage.durable()
    return result
  }

  /** What the same request would put before the user. Changes nothing. */
  panel({ openid, templateIds }: Pick<ConsentRequest, 'openid' | 'templateIds'>): PanelView {
    const plan = planConsent(openid, templateIds, this.#platform)
    if ('refusal' in plan) return { shows: false, templates: [], alwaysBox: false, answered: {}, failure: failure(plan.refusal) }
    const silent = plan.silent.map(({ template, choice }) => [template.templateId, choice] as const)
    const settled = plan.settled.map(({ templateId, status }) => [templateId, status] as const)
    return {
      shows: plan.shown.length > 0,
      templates: structuredClone(plan.shown),
      alwaysBox: plan.alwaysBox,
      answered: Object.fromEntries([...silent, ...settled]),
    }
  }

  /** `subscriptionsSetting` of wx.getSetting({withSubscriptions: true}). */
  settings(openid: string): SubscriptionsSetting {
    return this.#settings.get(openid)
  }

  /** What the user changes in the settings page. @throws InvalidInputError when a template or a value does not exist */
  async changeSettings(openid: string, changes: SettingChanges): Promise<SubscriptionsSetting> {
    requireId('openid', openid)
    this.#settings.change(openid, changes)
    await this.#options.storage.durable()
    return this.#settings.get(openid)
  }

  /** «拒收» in the menu of a card. @throws InvalidInputError when the template does not exist */
  async refuse(openid: string, templateId: string): Promise<void> {
    requireId('openid', openid)
    this.#settings.refuse(openid, templateId)
    await this.#options.storage.durable()
  }

  /** How 用户隐私保护指引 stands for a user. */
  privacy(openid: string): PrivacyStanding {
    const { declared, asks } = this.#board.current.privacy
    return { declared, needsAgreement: asks && declared.length > 0 && !this.#platform.users.agreedToPrivacy(openid) }
  }

  /** The user agrees to 用户隐私保护指引, or is asked anew, as after she deleted the mini-program. */
  async agreeToPrivacy(openid: string, agreed = true): Promise<PrivacyStanding> {
    requireId('openid', openid)
    this.#platform.users.setAgreedToPrivacy(openid, agreed)
    await this.#options.storage.durable()
    return this.privacy(openid)
  }

  subscription(openid: string, templateId: string): Subscription {
    return this.#platform.subscriptions.get(openid, templateId)
  }

  /**
   * What a user and a template have between them from before, for a world that begins with a past: nothing is pushed because of it.
   * @throws InvalidInputError when the openid cannot be one, or the quota is no whole number
   */
  putSubscription(given: SubscriptionOf): void {
    requireId('openid', given.openid)
    if (!Number.isSafeInteger(given.quota) || given.quota < 0) throw new InvalidInputError(`quota must be a whole number, 0 or more, not ${JSON.stringify(given.quota)}.`)
    this.#platform.subscriptions.put(given)
  }

  /** 服务通知 of a user, newest first. */
  inbox(openid: string): InboxMessage[] {
    return this.#inbox.list(openid)
  }

  /** @throws InvalidInputError when the user has no such card */
  async markOpened(openid: string, id: string): Promise<void> {
    this.#inbox.markOpened(openid, id)
    await this.#options.storage.durable()
  }

  /** Lets the delivery of a message fail that is answered with success: no card, and a failed subscribe_msg_sent_event. */
  failNextDelivery(failure: DeliveryFailure = {}): void {
    this.#deliveries.failNext(failure)
  }

  /** The platform bans the whole app, or one template. @throws InvalidInputError when the template does not exist */
  ban(target: BanTarget): void {
    this.#setBanned(target, true)
  }

  unban(target: BanTarget): void {
    this.#setBanned(target, false)
  }

  /** Forgets everything; the switches are again those given at the start. */
  reset(): void {
    const { users, account, templates, subscriptions } = this.#platform
    for (const part of [users, account, templates, subscriptions, this.#inbox, this.#deliveries, this.#sender, this.answers, this.openData]) part.clear()
    this.#board.reset()
  }

  /** Forgets everything, and brings back what a snapshot of the storage holds. */
  restore(snapshot: Snapshot): void {
    this.reset()
    for (const name of snapshot.keys()) {
      if (!name.startsWith(MAPS)) continue
      const map = this.#options.storage.map(name)
      for (const [key, value] of entriesOf(snapshot, name)) map.set(key, value)
    }
    this.#inbox.load()
  }

  #setBanned(target: BanTarget, banned: boolean): void {
    if (target === 'app') this.#platform.account.banned = banned
    else this.#platform.templates.setBanned(target.templateId, banned)
  }
}
