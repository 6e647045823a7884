import { type PushRow } from '../account/message-push'
import { type Account } from './account'

type Body = Record<string, unknown>
const TOKEN = 'stand-in-access-token'

/** WeChat's own API (api.weixin.qq.com), by path: what is asked about a mini-program with its secret. Errors are `errcode`. */
const ROUTES: Record<string, (account: Account, body: Body, query: URLSearchParams) => Body> = {
  '/cgi-bin/stable_token': ({ wechat }, { appid, secret }) => tokenOf(wechat.appid === appid, wechat.secret === secret),
  '/cgi-bin/token': ({ wechat }, _body, query) => tokenOf(wechat.appid === query.get('appid'), wechat.secret === query.get('secret')),
  '/tcb/getcallbackconfig': ({ wechat }, _body, query) => authorized(query) ?? { errcode: 0, errmsg: 'ok', data: { function_config: wechat.push } },
  '/tcb/setcallbackconfig': ({ wechat }, body, query) => {
    const refused = authorized(query)
    if (refused) return refused
    // The whole list is replaced: what is not sent is gone.
    const { enable = true, callbacks } = body['function_config'] as { enable?: boolean; callbacks: PushRow[] }
    wechat.push = { enable, callbacks }
    return { errcode: 0, errmsg: 'ok' }
  },
  '/wxaapi/newtmpl/gettemplate': ({ wechat }, _body, query) => authorized(query) ?? { errcode: 0, errmsg: 'ok', data: wechat.templates },
}

/** The answer of a path, or undefined where there is none. */
export function answerWeChat(account: Account, path: string, query: URLSearchParams, body: Body): Body | undefined {
  return ROUTES[path]?.(account, body, query)
}

function tokenOf(appidIsRight: boolean, secretIsRight: boolean): Body {
  if (!appidIsRight) return { errcode: 40013, errmsg: 'invalid appid' }
  if (!secretIsRight) return { errcode: 40125, errmsg: 'invalid appsecret' }
  return { access_token: TOKEN, expires_in: 7200 }
}

function authorized(query: URLSearchParams): Body | undefined {
  return query.get('access_token') === TOKEN ? undefined : { errcode: 40001, errmsg: 'invalid credential, access_token is invalid or not latest' }
}
