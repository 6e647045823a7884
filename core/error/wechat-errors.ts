/**
 * What WeChat's codes of `subscribeMessage.send` mean for us. One table: words for the admin, and what the pipeline does.
 * Source: https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-message-management/subscribe-message/api_sendmessage.html
 */

export type Disposition =
  | 'refused' //      this recipient cannot be reached with this template; others can
  | 'bad-request' //  this content is wrong; the same content will be refused again
  | 'halt' //         every send of this push would fail alike: stop it
  | 'later' //        known not sent, worth another try
  | 'no-token' //     this invocation may not call openapi at all; another one (page, timer) may
  | 'unknown' //      it may or may not have gone out: never send again by itself

export type Reason =
  | 'not-authorized'
  | 'bad-openid'
  | 'bad-data'
  | 'sensitive-words'
  | 'bad-page'
  | 'bad-template'
  | 'banned'
  | 'api-unauthorized'
  | 'no-openapi-permission'
  | 'wechat-busy'
  | 'concurrent-send'
  | 'daily-limit'
  | 'unreachable'
  | 'no-call-token'
  | 'reply-lost'
  | 'wechat-refused'

export interface WeChatErrorRule {
  disposition: Disposition
  reason: Reason
  /** For the admin: what happened, and what to do next. */
  message: string
  /** `forfeit`: WeChat says there is nothing left, whatever our ledger says. Otherwise the held authorization comes back. */
  ledger?: 'forfeit'
  /** Of `later`: tries at most, where that is not the usual number. */
  attempts?: number
}

const BY_CODE: Readonly<Record<number, WeChatErrorRule>> = {
  43101: {
    disposition: 'refused',
    reason: 'not-authorized',
    message: '对方未授权推送：没有同意过这类提醒、次数已用完，或已拒收。请对方在小程序里再点一次「开启提醒」。',
    ledger: 'forfeit',
  },
  40003: {
    disposition: 'refused',
    reason: 'bad-openid',
    message: '微信不认识这位用户的 openid，多半来自另一个小程序。请从用户列表重新选人。',
  },
  47003: {
    disposition: 'bad-request',
    reason: 'bad-data',
    message: '微信认为内容不符合模板要求。请按字段提示修改后再发。',
  },
  45168: {
    disposition: 'bad-request',
    reason: 'sensitive-words',
    message: '内容命中了微信的敏感词，没有发出。请换一种说法再发。',
  },
  41030: {
    disposition: 'bad-request',
    reason: 'bad-page',
    message: '跳转页面不存在：正式版卡片只能打开已发布版本里的页面。请检查页面路径，或先发布小程序。',
  },
  40037: {
    disposition: 'halt',
    reason: 'bad-template',
    message: '模板 ID 无效：可能填错、已删除，或属于另一个小程序。请在模板设置里换成本小程序的模板 ID，再重新发送。',
  },
  43107: {
    disposition: 'halt',
    reason: 'banned',
    message: '这个模板或小程序的订阅消息能力被微信封禁，已停止发送。请到微信公众平台查看通知并申诉。',
  },
  48001: {
    disposition: 'halt',
    reason: 'api-unauthorized',
    message: '小程序没有订阅消息接口的权限，已停止发送。请到微信公众平台「功能 → 订阅消息」开通。',
  },
  [-604101]: {
    disposition: 'halt',
    reason: 'no-openapi-permission',
    message: '云函数没有调用订阅消息接口的权限。请用微信开发者工具重新上传这个云函数（config.json 里的 permissions.openapi），约 10 分钟后生效。',
  },
  [-604100]: {
    disposition: 'halt',
    reason: 'no-openapi-permission',
    message: '云调用不认识这个接口。请检查 wx-server-sdk 的版本后重新上传云函数。',
  },
  40013: {
    disposition: 'halt',
    reason: 'bad-template',
    message: '微信不认识这个小程序的 AppID。请检查云环境是否属于本小程序，再重新发送。',
  },
  47001: {
    disposition: 'bad-request',
    reason: 'bad-data',
    message: '微信读不懂这条消息的内容。请检查内容后再发；若一直如此，请把技术细节交给开发者。',
  },
  [-1]: {
    disposition: 'later',
    reason: 'wechat-busy',
    message: '微信系统繁忙，这条没有发出，稍后自动重试。',
  },
  43108: {
    disposition: 'later',
    reason: 'concurrent-send',
    message: '正有另一条消息发给这位用户，稍后自动重试。',
  },
  45009: {
    disposition: 'later',
    reason: 'daily-limit',
    message: '今天的发送额度用完了，已排队，明天自动继续。',
  },
  [-501003]: {
    disposition: 'later',
    reason: 'wechat-busy',
    message: '云环境请求太多，这条没有发出，稍后自动重试。',
  },
  [-501004]: {
    disposition: 'later',
    reason: 'wechat-busy',
    message: '云环境并发太多，这条没有发出，稍后自动重试。',
  },
  [-604104]: noToken(),
  [-604102]: lost(),
  [-604103]: lost(),
  [-601001]: lost(),
  [-501002]: lost(),
}

/** A call without a token: the message waits for one that has it. */
export function noToken(): WeChatErrorRule {
  return {
    disposition: 'no-token',
    reason: 'no-call-token',
    message: '已排队。云控制台的调用没有微信的云调用凭证，不能直接发送；定时器会在一分钟内发出。',
  }
}

/** Of codes that nobody has told us about: WeChat did not take it, and may do so another time. */
const FEW_ATTEMPTS = 3

function unheardOf(errCode: number): WeChatErrorRule {
  return {
    disposition: 'later',
    reason: 'wechat-refused',
    message: `微信拒绝了这条消息（错误码 ${errCode}），试了几次都没有发出。请按错误码查微信文档后再试。`,
    attempts: FEW_ATTEMPTS,
  }
}

function lost(): WeChatErrorRule {
  return {
    disposition: 'unknown',
    reason: 'reply-lost',
    message: '没有收到微信的答复，不知道是否已送出。为免重复打扰，不会自动重发；请先向对方确认。',
  }
}

const UNREACHABLE: WeChatErrorRule = {
  disposition: 'later',
  reason: 'unreachable',
  message: '连不上微信服务器，这条没有发出，稍后自动重试。',
}

/** An error as the openapi port throws it. */
export interface OpenApiError {
  errCode?: number
  errMsg?: string
  message?: string
}

export interface WeChatVerdict extends WeChatErrorRule {
  errcode: number | undefined
  /** WeChat's own text, for the folded technical detail; without its `rid`, which makes every text different. */
  raw: string
  /** By which WeChat finds the request again, for seven days: `6a3ba761-6ef7535a-33c60a10`. */
  rid?: string
  /** 47003 names one field: `thing1`. */
  field?: string
}

/** Reads an error of `cloud.openapi` and says what it means. Never throws. */
export function readWeChatError(error: unknown): WeChatVerdict {
  const { errCode, errMsg, message } = (typeof error === 'object' && error !== null ? error : {}) as OpenApiError
  const whole = errMsg ?? message ?? String(error)
  const raw = withoutRid(whole).slice(0, MAX_RAW)
  const rid = RID.exec(whole)?.[1]
  return { ...ruleOf(errCode, whole), errcode: errCode, raw, ...(rid !== undefined && { rid }), ...fieldOf(errCode, whole) }
}

/** Of WeChat's text is kept so much; a gateway may answer with a whole page. */
const MAX_RAW = 500

const RID = /\brid: ?([\w-]+)/

function withoutRid(text: string): string {
  return text.replace(/\s*\brid: ?[\w-]+/, '')
}

function ruleOf(errCode: number | undefined, raw: string): WeChatErrorRule {
  // -501001 stands for lost replies, refused connections and bad tokens alike: only its text tells them apart.
  if (errCode === -501001 || errCode === undefined) return ruleOfText(raw)
  const rule = BY_CODE[errCode]
  if (rule) return rule
  // -501007 is any parameter that the cloud does not take, of which the call token is the usual one.
  if (errCode === -501007) return /invalid param/i.test(raw) && !/token/i.test(raw) ? unheardOf(errCode) : noToken()
  // The cloud refused the call itself: environment, parameters or source of it.
  if (REFUSED_BY_THE_CLOUD.includes(errCode)) return unheardOf(errCode)
  // Other codes of the cloud layer may come after WeChat acted. WeChat's own say that it did not.
  return errCode <= FIRST_CODE_OF_THE_CLOUD ? lost() : unheardOf(errCode)
}

const REFUSED_BY_THE_CLOUD = [-501005, -501006, -501008, -501009, -601002, -601004]
const FIRST_CODE_OF_THE_CLOUD = -10_000

function ruleOfText(raw: string): WeChatErrorRule {
  if (/access_token|wxCloudApiToken/i.test(raw)) return noToken()
  // The connection was never made, or a gateway turned the request down: nothing was sent.
  if (/ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EHOSTDOWN|connect timeout|connect ETIMEDOUT/.test(raw)) return UNREACHABLE
  if (/system error\. 4\d\d [A-Z]/.test(raw)) return UNREACHABLE
  return lost()
}

function fieldOf(errCode: number | undefined, raw: string): { field?: string } {
  if (errCode !== 47003) return {}
  // WeChat may cut the text: "data.character_string1.value i".
  const field = /data\.([a-z_]+\d+)/i.exec(raw)?.[1]
  return field ? { field } : {}
}
