import { type Author } from '../../core/access/identify'
import { messageId, NOBODY, type Message, type MessageReason, type MessageState } from '../../core/outbox/message'
import { type Audience, type Push } from '../../core/outbox/push'
import { type Receipt } from '../../core/outbox/receipt'
import { newId } from '../../core/records/id'
import { type MessageData } from '../../core/templates/message-data'
import { type Books } from './books'
import { type Chance } from './chance'
import { REFUSED, type Outcome } from './outcomes'
import { type YearTemplate } from './template'

const SECOND_MS = 1000
const DAY_MS = 86_400_000
/** Texts and receipts are kept for so long by default: what is older looks as the timer would have left it. */
const KEPT_DAYS = 180
/** An unknown of older days was settled long ago. */
const UNSETTLED_DAYS = 6
const PAGE_STATE = 'formal'

export interface Asked {
  template: YearTemplate
  audience: Audience
  data: MessageData
  by: Author
}

/** The pushes of the year and what became of each message, with what that did to the books. */
export class Post {
  readonly pushes: Push[] = []
  readonly messages: Message[] = []
  readonly receipts: Receipt[] = []

  constructor(
    private readonly books: Books,
    private readonly chance: Chance,
    private readonly now: number,
  ) {}

  push({ template, audience, data, by }: Asked, at: number, more: Partial<Push> = {}): Push {
    const { _id, templateId, title, type, fields, page } = template
    const isOld = at < this.now - KEPT_DAYS * DAY_MS
    const push: Push = {
      _id: newId(this.chance.random),
      template: _id,
      templateId,
      title,
      type,
      fields,
      data: isOld ? {} : data,
      page,
      miniprogramState: PAGE_STATE,
      lang: 'zh_CN',
      audience,
      anyway: false,
      asIs: false,
      urgent: false,
      by,
      bodyHash: '',
      state: 'finished',
      revision: 0,
      total: 0,
      createdAt: new Date(at),
      updatedAt: new Date(at),
      ...(isOld && { textsGoneAt: new Date(at + KEPT_DAYS * DAY_MS) }),
      ...more,
    }
    push.bodyHash = `year:${push._id}`
    this.pushes.push(push)
    return push
  }

  /** Writes a recipient out. */
  queue(push: Push, openid: string): Message {
    const at = push.createdAt
    const message: Message = {
      _id: messageId(push._id, openid),
      pushId: push._id,
      openid,
      template: push.template,
      state: 'queued',
      attempts: 0,
      owner: NOBODY,
      dueAt: at,
      timeline: [{ at, state: 'queued' }],
      createdAt: at,
    }
    push.total += 1
    this.messages.push(message)
    return message
  }

  /** Hands it to WeChat at that time. @returns whether its reader has it, and when */
  send(push: Push, message: Message, template: YearTemplate, at: number, outcome: Outcome): number | undefined {
    const { openid } = message
    const handed = new Date(at)
    message.templateId = template.templateId
    const withheld = this.books.hold(openid, template, push._id, handed)
    if (withheld) return void this.move(message, 'skipped', at, withheld)
    message.attempts = outcome === 'gave-up' ? 5 : 1
    message.timeline.push({ at: handed, state: 'sending' })
    const answered = at + this.chance.between(120, 900)
    push.updatedAt = new Date(Math.max(push.updatedAt.getTime(), answered))
    if (outcome === 'no-reply') return this.#unknown(push, message, template, answered)
    if (outcome in REFUSED) return void this.#refuse(push, message, template, answered, outcome as keyof typeof REFUSED)

    this.books.spend(openid, template, push._id, new Date(answered))
    this.#taken(push, message, answered)
    return this.#receipt(message, answered, outcome)
  }

  /** WeChat does not know the template: nothing was held for it any more when that was noticed. */
  refuseAll(message: Message, at: number): void {
    const { reason, errcode, raw } = REFUSED['bad-template']
    message.timeline.push({ at: new Date(at), state: 'sending' })
    this.move(message, 'failed', at, reason)
    Object.assign(message, { errcode, raw, attempts: 1 })
  }

  /** Where it stands from now on. */
  move(message: Message, state: MessageState, at: number, reason?: MessageReason): void {
    const when = new Date(at)
    message.state = state
    if (reason === undefined) delete message.reason
    else message.reason = reason
    message.timeline.push({ at: when, state, ...(reason !== undefined && { reason }) })
    if (state === 'sent') message.sentAt = when
    if (state === 'delivered' || state === 'undelivered') message.receiptAt = when
    else if (state !== 'unknown') message.overAt = when
  }

  #taken(push: Push, message: Message, at: number): void {
    this.move(message, 'sent', at)
    if (at < this.now - KEPT_DAYS * DAY_MS) return
    const msgid = String(10n ** 18n + (BigInt(at) << 20n) + BigInt(this.receipts.length % 2 ** 20))
    this.receipts.push({ _id: message._id, pushId: push._id, openid: message.openid, templateId: push.templateId, msgid, at: new Date(at) })
  }

  #receipt(message: Message, sentAt: number, outcome: Outcome): number | undefined {
    const at = sentAt + this.chance.between(1, 25) * SECOND_MS
    if (outcome === 'no-receipt' || at >= this.now) return sentAt
    if (outcome === 'arrives') this.move(message, 'delivered', at)
    else this.move(message, 'undelivered', at, 'delivery-failed')
    return outcome === 'arrives' ? at : undefined
  }

  #refuse(push: Push, message: Message, template: YearTemplate, at: number, why: keyof typeof REFUSED): void {
    const { reason, errcode, raw } = REFUSED[why]
    if (why === 'refused') {
      this.books.note({ openid: message.openid, template, kind: 'refusedWithCredit', said: String(errcode), source: 'send', pushId: push._id, id: `${push._id}:${message.openid}:${template.templateId}:refusedWithCredit`, at })
      this.books.forfeit(message.openid, template, push._id, new Date(at))
    } else this.books.giveBack(message.openid, template, push._id, new Date(at))
    this.move(message, 'failed', at, reason)
    Object.assign(message, { errcode, raw })
  }

  /** The reply was lost: it is settled by WeChat's event or by a person, or stands as it is. */
  #unknown(push: Push, message: Message, template: YearTemplate, at: number): number | undefined {
    const { reason, errcode, raw } = REFUSED['no-reply']
    this.move(message, 'unknown', at, reason)
    Object.assign(message, { errcode, raw })
    if (at > this.now - UNSETTLED_DAYS * DAY_MS) return undefined
    const arrived = this.chance.hits(0.8)
    const settledAt = at + this.chance.between(5, 600) * SECOND_MS
    if (!arrived) {
      this.books.giveBack(message.openid, template, push._id, new Date(settledAt))
      return void this.move(message, 'failed', settledAt, 'resolved')
    }
    this.books.spend(message.openid, template, push._id, new Date(settledAt))
    this.move(message, 'sent', settledAt)
    this.move(message, 'delivered', settledAt)
    delete message.errcode
    delete message.raw
    return settledAt
  }
}
