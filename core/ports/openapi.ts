/**
 * The part of `cloud.openapi` that core uses. Calls carry WeChat's own token, never an access_token of ours.
 * Both reject with an Error that has `errCode: number` and `errMsg: string`.
 */
export interface OpenApi {
  subscribeMessage: {
    send(message: SubscribeMessage): Promise<{ errCode: number; msgid?: unknown }>
    getTemplateList(): Promise<{ data: WeChatTemplate[] }>
  }
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
