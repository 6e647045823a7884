/** One item of a pushed List. Every value is a string, also the numbers (订阅消息 guide, JSON samples). */
export type PushedItem =
  | { TemplateId: string; SubscribeStatusString: 'accept' | 'reject'; PopupScene: '0' }
  | { TemplateId: string; SubscribeStatusString: 'reject' }
  | { TemplateId: string; MsgID: string; ErrorCode: string; ErrorStatus: string }

export type PushedEvent = 'subscribe_msg_popup_event' | 'subscribe_msg_change_event' | 'subscribe_msg_sent_event'

/** What WeChat's message push sends, as JSON. */
export interface PushedMessage {
  /** The account, gh_… */
  ToUserName: string
  /** The user's openid. */
  FromUserName: string
  /** Seconds since 1970; a string when the switch events.createTimeType says so. */
  CreateTime: number | string
  MsgType: 'event'
  Event: PushedEvent
  /** An object when it is one item, an array when there are several. */
  List: PushedItem | PushedItem[]
}
