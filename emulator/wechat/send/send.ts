import type { Clock } from '../../clock'
import type { Platform } from '../platform'
import type { EventPush } from '../events/event-push'
import { newMsgid } from '../identifiers'
import { ErrcodeError, type Errcode } from '../openapi/errcodes'
import { DailyCount } from './daily-count'
import type { Deliveries } from './deliveries'
import type { Inbox } from './inbox'
import { checkSend, type SendContext } from './send-checks'

type Params = Record<string, unknown>

/** Told after every send, whatever its outcome. */
export interface SendOutcome {
  /** As given in the call; any JSON value. */
  touser: unknown
  templateId: unknown
  /** 0 when it was accepted. */
  errcode: number
  msgid?: string
  /** Whether a card is in the inbox. */
  delivered: boolean
}

export interface SendOptions {
  platform: Platform
  inbox: Inbox
  deliveries: Deliveries
  events: EventPush
  clock: Clock
  pages: () => string[]
  /** How long WeChat takes over each send, in milliseconds. */
  latencyMs: () => number
  sleep: (ms: number) => Promise<unknown>
  durable: () => Promise<void>
  onSend: (outcome: SendOutcome) => void
}

/** Refusals of the content; whether they use up an authorization is the switch quota.consumeOn. */
const CONTENT_ERRCODES: ReadonlySet<Errcode> = new Set<Errcode>([47003, 41030, 45168])

/** subscribeMessage.send */
export class Sender {
  /** Users to whom a send is under way: from its arrival to its answer. */
  readonly #busy = new Set<unknown>()
  readonly #sentToday: DailyCount
  #sequence = 0

  constructor(private readonly options: SendOptions) {
    this.#sentToday = new DailyCount(options.inbox.times())
  }

  /**
   * Carries out one send and answers its msgid. The checks, the use of the quota and the card in the inbox are one step,
   * taken when the latency has passed.
   * @throws ErrcodeError when it is refused
   */
  async send(params: Params): Promise<string> {
    const collided = this.#busy.has(params['touser'])
    if (!collided) this.#busy.add(params['touser'])
    try {
      const latencyMs = this.options.latencyMs()
      if (latencyMs > 0) await this.options.sleep(latencyMs)
      const { msgid, announce } = this.#carryOut(params, collided)
      await this.options.durable()
      announce()
      return msgid
    } finally {
      if (!collided) this.#busy.delete(params['touser'])
    }
  }

  clear(): void {
    this.#sentToday.clear()
  }

  #carryOut(params: Params, collided: boolean): { msgid: string; announce: () => void } {
    const { platform, inbox, deliveries, events, clock, pages, onSend } = this.options
    const now = clock.now()
    const about = { touser: params['touser'], templateId: params['template_id'] }
    const accepted = this.#check(params, { platform, pages: pages(), sentToday: this.#sentToday, now, collided })
    const { openid, template, lines, page, miniprogramState, lang } = accepted
    const { templateId, title } = template

    platform.subscriptions.consume(openid, template)
    this.#sentToday.add(now)
    this.#sequence += 1
    const msgid = newMsgid(now, this.#sequence)
    const outcome = deliveries.take(openid)
    const delivered = outcome.errorCode === 0
    if (delivered) {
      inbox.add(openid, { msgid, templateId, title, lines, ...(page !== undefined && { page }), miniprogramState, lang, at: now })
    }
    onSend({ ...about, errcode: 0, msgid, delivered })
    return { msgid, announce: () => events.sent(openid, { templateId, msgid, ...outcome }) }
  }

  #check(params: Params, context: SendContext): ReturnType<typeof checkSend> {
    try {
      return checkSend(params, context)
    } catch (error) {
      if (error instanceof ErrcodeError) this.#refused(params, error.errcode)
      throw error
    }
  }

  #refused(params: Params, errcode: Errcode): void {
    const { platform, onSend } = this.options
    const template = platform.templates.find(params['template_id'])
    const uses = platform.board.current.quota.consumeOn === 'attempt' && CONTENT_ERRCODES.has(errcode)
    if (uses && template && platform.users.has(params['touser'])) platform.subscriptions.consume(params['touser'], template)
    onSend({ touser: params['touser'], templateId: params['template_id'], errcode, delivered: false })
  }
}
