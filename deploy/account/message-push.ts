import { ApiError } from './api'
import { type Variables } from '../variables'

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

const API = 'https://api.weixin.qq.com'

/**
 * By WeChat's own API, which is documented for third-party platforms only and needs the mini-program's secret; undefined where that was
 * not given. DevTools has another one, for which nobody but DevTools is logged in.
 */
export function openMessagePush({ WECHAT_APPID: appid, WECHAT_APPSECRET: secret }: Variables): MessagePush | undefined {
  if (!appid || !secret) return undefined
  const post = async <T>(path: string, body: object): Promise<T> => {
    const answer = await fetch(`${API}${path}`, { method: 'POST', body: JSON.stringify(body) })
      .then((reply) => reply.json() as Promise<T & { errcode?: number; errmsg?: string }>)
      // What fetch says may hold the address, and the address a token.
      .catch(() => {
        throw new ApiError(nameOf(path), undefined, '微信没有回答')
      })
    if (answer.errcode) throw new ApiError(nameOf(path), String(answer.errcode), answer.errmsg ?? '')
    return answer
  }
  const authorized = async <T>(path: string, body: object): Promise<T> => {
    const { access_token } = await post<{ access_token: string }>('/cgi-bin/stable_token', { grant_type: 'client_credential', appid, secret })
    return post<T>(`${path}?access_token=${access_token}`, body)
  }
  return {
    read: async () => {
      const { data } = await authorized<{ data?: { function_config?: Partial<PushState> } }>('/tcb/getcallbackconfig', {})
      return { enable: data?.function_config?.enable ?? false, callbacks: data?.function_config?.callbacks ?? [] }
    },
    write: async (state) => void (await authorized('/tcb/setcallbackconfig', { function_config: state })),
  }
}

function nameOf(path: string): string {
  return path.replace(/\?.*/, '')
}
