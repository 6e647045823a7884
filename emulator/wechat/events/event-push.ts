import type { Clock } from '../../clock'
import { accountId } from '../identifiers'
import type { SwitchBoard } from '../switch-board'
import { WRAPPERS, type PushedEvent, type PushedItem, type PushedMessage } from './pushed-message'

/** PopupScene of a panel in a mini-program page. */
const IN_A_PAGE = 0

export interface EventPushOptions {
  appid: string
  clock: Clock
  board: SwitchBoard
  onEvent: (message: PushedMessage) => void
}

/** Tells the developer's server, on a later turn of the event loop, what users did and what became of messages. */
export class EventPush {
  readonly #toUserName: string

  constructor(private readonly options: EventPushOptions) {
    this.#toUserName = accountId(options.appid)
  }

  /** The answers to a request; nothing is pushed when there are none. */
  popup(openid: string, answers: { templateId: string; choice: 'accept' | 'reject' }[]): void {
    const list = answers.map(({ templateId, choice }): PushedItem => {
      return { TemplateId: templateId, SubscribeStatusString: choice, PopupScene: this.#number(IN_A_PAGE) }
    })
    this.#push('subscribe_msg_popup_event', openid, list)
  }

  /** Only refusals are pushed, never that a template is allowed again. */
  refused(openid: string, templateIds: string[]): void {
    const list = templateIds.map((templateId): PushedItem => ({ TemplateId: templateId, SubscribeStatusString: 'reject' }))
    this.#push('subscribe_msg_change_event', openid, list)
  }

  sent(openid: string, receipt: { templateId: string; msgid: string; errorCode: number; errorStatus: string }): void {
    const { templateId, msgid, errorCode, errorStatus } = receipt
    const MsgID = this.options.board.current.events.msgidType === 'int' ? Number(msgid) : msgid
    this.#push('subscribe_msg_sent_event', openid, [{ TemplateId: templateId, MsgID, ErrorCode: this.#number(errorCode), ErrorStatus: errorStatus }])
  }

  #number(value: number): string | number {
    return this.options.board.current.events.itemNumbers === 'int' ? value : String(value)
  }

  #push(event: PushedEvent, openid: string, list: PushedItem[]): void {
    const [first, ...others] = list
    if (!first) return
    const { listShape, listPlace, createTimeType, duplicate } = this.options.board.current.events
    const seconds = Math.floor(this.options.clock.now() / 1000)
    const listed = { List: others.length === 0 && listShape === 'object' ? first : list }
    const message: PushedMessage = {
      ToUserName: this.#toUserName,
      FromUserName: openid,
      CreateTime: createTimeType === 'int' ? seconds : String(seconds),
      MsgType: 'event',
      Event: event,
      ...(listPlace === 'wrapped' ? { [WRAPPERS[event]]: listed } : listed),
    }
    setImmediate(() => {
      this.options.onEvent(message)
      if (duplicate) this.options.onEvent(structuredClone(message))
    })
  }
}
