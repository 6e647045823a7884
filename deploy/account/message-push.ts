import { type Variables } from '../variables'
import { openWeChat } from './wechat'

/** A row of 云开发控制台 → 设置 → 其他设置 → 消息推送. */
export interface PushRow {
  msgType: string
  event: string
  env: string
  functionName: string
  enable: boolean
}

export interface PushState {
  enable: boolean
  callbacks: PushRow[]
}

export interface MessagePush {
  read(): Promise<PushState>
  /** The whole list: the API replaces it. */
  write(state: PushState): Promise<void>
}

/**
 * By WeChat's own API, which is documented for third-party platforms only and needs the mini-program's secret; undefined where that was
 * not given. DevTools has another one, for which nobody but DevTools is logged in.
 */
export function openMessagePush(variables: Variables): MessagePush | undefined {
  const wechat = openWeChat(variables)
  if (!wechat) return undefined
  return {
    read: async () => {
      const { data } = await wechat.post<{ data?: { function_config?: Partial<PushState> } }>('/tcb/getcallbackconfig', {})
      return { enable: data?.function_config?.enable ?? false, callbacks: data?.function_config?.callbacks ?? [] }
    },
    write: async (state) => void (await wechat.post('/tcb/setcallbackconfig', { function_config: state })),
  }
}
