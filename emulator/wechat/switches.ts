/**
 * What WeChat's documents leave open, or what they and field reports disagree about. Each switch is one such question;
 * its default follows the weight of the evidence.
 */
export interface Switches {
  quota: {
    /** Does refusing for good (settings, the card's menu, the main switch) wipe the sends that were left? */
    wipeOnReject: boolean
    /** Does allowing again in the settings give back what the refusal wiped? */
    onReallow: 'nothing' | 'restore'
    /** How many sends of one template a user can save up; null = no limit is known. */
    cap: number | null
    /** Does a send that is refused for its content (47003, 41030, 45168) use up the authorization? */
    consumeOn: 'success' | 'attempt'
  }
  events: {
    /** Is subscribe_msg_popup_event pushed when «总是保持以上选择» answers without a panel? */
    popupOnSilentAccept: boolean
    /** Is subscribe_msg_change_event pushed for the settings page too, or for the card's menu only (newer text)? */
    changeFromSettings: boolean
    /** Is a List of one item an object (the page's text, real samples) or an array of one (the page's samples)? */
    listShape: 'object' | 'array'
    /** Does List stand in the message itself (the JSON samples), or in SubscribeMsgPopupEvent, …ChangeEvent, …SentEvent (as in XML; some projects read JSON so)? */
    listPlace: 'top' | 'wrapped'
    /** ErrorCode and PopupScene: texts (the page's samples) or numbers? */
    itemNumbers: 'string' | 'int'
    /** MsgID: a text (the page's sample) or a number? As one it is beyond 2^53, and its last digits are gone when the function reads it. */
    msgidType: 'string' | 'int'
    /** CreateTime: an integer (real samples) or a string (the page's samples)? */
    createTimeType: 'int' | 'string'
    /** ErrorCode of a failed subscribe_msg_sent_event; WeChat publishes no list of them. */
    sentErrorCode: number
    /** Are pushes delivered twice? Not documented for functions, so handlers must not mind. */
    duplicate: boolean
  }
  fields: {
    /** What is one character of a limit such as «20个以内字符»? */
    charCount: 'codePoints' | 'utf16'
    /** Are emoji taken? */
    emoji: 'refuse' | 'allow'
  }
  send: {
    /** Which comes first, 43101 or 47003? */
    checkOrder: 'subscription-first' | 'data-first'
    /** For which miniprogram_state must the page exist in app.json (41030)? The newer error table has no 41030 at all: never. */
    pageCheck: 'formal' | 'always' | 'never'
    /** Is a page that starts with a slash taken? */
    leadingSlash: 'tolerated' | 'refused'
    /** Does the answer carry a msgid? One page says so, another shows none. */
    returnMsgid: boolean
    /** How an errmsg ends: `rid: …` (today), `hint: […]` (2019–2020). */
    errmsgSuffix: 'rid' | 'hint' | 'none'
    /** Length at which the text of 47003 is cut off; cut texts were seen, for example at 47. null = never. */
    argumentErrmsgMax: number | null
    /** Is a second send to a user refused (43108) while the first one is under way? */
    concurrencyPerUser: boolean
    /** Messages per app and day: 10 million, 30 million with payment enabled. */
    dailyCap: number
    /** Words that content moderation refuses (45168); the real list is secret. */
    sensitiveWords: string[]
  }
  templates: {
    /** Private templates per account: 25 in SDK sources, 50 in blogs. */
    max: number
    /** Does template management take kid_list, scene_desc and pri_tmpl_id, as the SDK's case conversion sends them? */
    acceptSnakeCase: boolean
  }
  panel: {
    /** Templates per wx.requestSubscribeMessage: 5, on old clients 3. */
    maxIds: number
    /** After how many panels with an accept does «总是保持以上选择» appear? 0 = from the first. */
    alwaysBoxAfter: number
    /** What a cancelled panel gives: success with every choice `reject`, or `fail cancel` (some clients). */
    cancelStyle: 'reject' | 'fail'
  }
  privacy: {
    /** Kinds of information that 用户隐私保护指引 declares; an interface that takes another fails with errno 112. */
    declared: string[]
    /** Do users come who have not agreed to it yet, so that a privacy interface asks first? Off: everybody did on an earlier visit. */
    asks: boolean
  }
  content: {
    /** Words for which security.msgSecCheck says «risky» (87014 in its version 1); the real list is secret. */
    riskyWords: string[]
    /** Words for which it says «review»: a person has to look. */
    reviewWords: string[]
  }
}

/** Some of the switches, the others stay as they are. */
export type SwitchChanges = { [Group in keyof Switches]?: Partial<Switches[Group]> }

export const DEFAULT_SWITCHES: Switches = {
  quota: { wipeOnReject: true, onReallow: 'nothing', cap: null, consumeOn: 'success' },
  events: {
    popupOnSilentAccept: true,
    changeFromSettings: true,
    listShape: 'object',
    listPlace: 'top',
    itemNumbers: 'string',
    msgidType: 'string',
    createTimeType: 'int',
    sentErrorCode: 1,
    duplicate: false,
  },
  fields: { charCount: 'codePoints', emoji: 'refuse' },
  send: {
    checkOrder: 'subscription-first',
    pageCheck: 'formal',
    leadingSlash: 'tolerated',
    returnMsgid: true,
    errmsgSuffix: 'rid',
    argumentErrmsgMax: null,
    concurrencyPerUser: true,
    dailyCap: 10_000_000,
    sensitiveWords: ['违禁词样本'],
  },
  templates: { max: 25, acceptSnakeCase: false },
  panel: { maxIds: 5, alwaysBoxAfter: 0, cancelStyle: 'reject' },
  privacy: { declared: ['UserInfo', 'Clipboard', 'MessageFile', 'Album', 'AlbumWriteOnly', 'Location', 'PhoneNumber'], asks: false },
  content: { riskyWords: ['违禁词样本'], reviewWords: ['待复核样本'] },
}
