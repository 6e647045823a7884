/** Numbers are texts in the JSON samples of the 订阅消息 guide; switches make them numbers. */
type TextOrNumber = string | number

/** One item of a pushed List. */
export type PushedItem =
  | { TemplateId: string; SubscribeStatusString: 'accept' | 'reject'; PopupScene: TextOrNumber }
  | { TemplateId: string; SubscribeStatusString: 'reject' }
  | { TemplateId: string; MsgID: TextOrNumber; ErrorCode: TextOrNumber; ErrorStatus: string }

export type PushedEvent = 'subscribe_msg_popup_event' | 'subscribe_msg_change_event' | 'subscribe_msg_sent_event'

/** Where List stands when it is wrapped, as it is in XML. */
export const WRAPPERS = {
  subscribe_msg_popup_event: 'SubscribeMsgPopupEvent',
  subscribe_msg_change_event: 'SubscribeMsgChangeEvent',
  subscribe_msg_sent_event: 'SubscribeMsgSentEvent',
} as const satisfies Record<PushedEvent, string>

interface Listed {
  /** An object when it is one item, an array when there are several. */
  List: PushedItem | PushedItem[]
}

/** What WeChat's message push sends, as JSON. `List` stands in it or in one of the wrappers: the switch events.listPlace. */
export interface PushedMessage extends Partial<Listed>, Partial<Record<(typeof WRAPPERS)[PushedEvent], Listed>> {
  /** The account, gh_… */
  ToUserName: string
  /** The user's openid. */
  FromUserName: string
  /** Seconds since 1970; a string when the switch events.createTimeType says so. */
  CreateTime: number | string
  MsgType: 'event'
  Event: PushedEvent
}
