import { type Variables } from '../variables'
import { ApiError } from './api'

/** WeChat's own API, by path below api.weixin.qq.com. */
export interface WeChat {
  get<T>(path: string): Promise<T>
  post<T>(path: string, body: object): Promise<T>
}

/** One of the private templates of a mini-program, as WeChat has it. */
export interface WeChatTemplate {
  priTmplId: string
  title: string
  /** Lines such as `巡查地点:{{thing1.DATA}}`. */
  content: string
  /** 2 one-time, 3 long-term. */
  type: number
}

const API = 'https://api.weixin.qq.com'

/** With the mini-program's secret; undefined where that was not given. @throws ApiError with WeChat's code, or without one where nothing came */
export function openWeChat({ WECHAT_APPID: appid, WECHAT_APPSECRET: secret }: Variables): WeChat | undefined {
  if (!appid || !secret) return undefined
  const authorized = async <T>(path: string, body?: object): Promise<T> => {
    const { access_token } = await ask<{ access_token: string }>('/cgi-bin/stable_token', { grant_type: 'client_credential', appid, secret })
    return ask<T>(`${path}?access_token=${access_token}`, body)
  }
  return { get: (path) => authorized(path), post: authorized }
}

/** All of them. */
export async function readTemplates(wechat: WeChat): Promise<WeChatTemplate[]> {
  return (await wechat.get<{ data?: WeChatTemplate[] }>('/wxaapi/newtmpl/gettemplate')).data ?? []
}

async function ask<T>(path: string, body?: object): Promise<T> {
  const answer = await fetch(`${API}${path}`, body ? { method: 'POST', body: JSON.stringify(body) } : {})
    .then((reply) => reply.json() as Promise<T & { errcode?: number; errmsg?: string }>)
    // What fetch says may hold the address, and the address a token.
    .catch(() => {
      throw new ApiError(nameOf(path), undefined, '微信没有回答')
    })
  if (answer.errcode) throw new ApiError(nameOf(path), String(answer.errcode), answer.errmsg ?? '')
  return answer
}

function nameOf(path: string): string {
  return path.replace(/\?.*/, '')
}
