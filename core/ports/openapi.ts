/**
 * The part of `cloud.openapi` that core uses. Calls carry WeChat's own token, never an access_token of ours.
 * All reject with an Error that has `errCode: number` and `errMsg: string`.
 */
export interface OpenApi {
  subscribeMessage: {
    send(message: SubscribeMessage): Promise<{ errCode: number; msgid?: unknown }>
    getTemplateList(): Promise<{ data: WeChatTemplate[] }>
  }
  security: {
    msgSecCheck(text: CheckedText): Promise<{ errCode: number; result?: { suggest?: unknown } }>
  }
}

/**
 * A text for 文本内容安全识别, version 2.
 * Source: https://developers.weixin.qq.com/miniprogram/dev/server/API/sec-center/sec-check/api_msgseccheck.html
 */
export interface CheckedText {
  version: 2
  /** 1 资料, 2 评论, 3 论坛, 4 社交日志. */
  scene: 1 | 2 | 3 | 4
  /** Who wrote it; she was here within the last two hours. */
  openid: string
  content: string
}

export type MiniprogramState = 'developer' | 'trial' | 'formal'
export type Lang = 'zh_CN' | 'en_US' | 'zh_HK' | 'zh_TW'

export interface SubscribeMessage {
  touser: string
  templateId: string
  page?: string
  /** Field key, for example thing1 → its text. */
  data: Record<string, { value: string }>
  miniprogramState: MiniprogramState
  lang: Lang
}

export interface WeChatTemplate {
  priTmplId: string
  title: string
  /** Lines such as `地点:{{thing1.DATA}}`. */
  content: string
  example: string
  /** 2 one-time, 3 long-term. */
  type: number
  keywordEnumValueList?: { keywordCode: string; enumValueList: string[] }[]
}
