import { identifyCaller } from '../access/identify-caller'
import { type Caller } from '../access/identify'
import { runAction } from '../api/actions'
import { answer, type Answer } from '../api/envelope'
import { writeLog } from '../api/log'
import { audited, portsFor, SDK_TIMEOUT_MS, type InvocationContext } from '../api/serve'
import { LEAST_LIMIT_MS } from '../delivery/limits'
import { type Ports } from '../ports'
import { type OpenApi } from '../ports/openapi'
import { readPrefix } from '../ports/prefix'
import { readSettings, type Settings } from '../ports/settings'
import { callerActions } from './actions'
import { type CancelledNotice } from './cancel'
import { besideNotify } from './ground'
import { KEPT_SETTINGS, type KeptSettings } from './kept-settings'
import { type NoticeView } from './notice'
import { type Notified, type Way } from './notify'
import { type Notice } from './request'

/**
 * For a function of the team's own that has a call token: what `push` does with a caller key is done here, in that function, with its own
 * handle of wx-server-sdk, so that it goes out at once. The same requests, answers, key, limits and audit. Where this call cannot send
 * (no token, no time, quiet hours) it is queued as there.
 */

/** The part of wx-server-sdk that is used, after `cloud.init`. */
export interface CloudHandle {
  database(): unknown
  openapi: unknown
}

export interface ModuleOptions {
  /** As it was shown when it was made; undefined is answered in words. */
  callerKey: string | undefined
  /** What the names of the collections begin with, as `COLLECTION_PREFIX` of the product's functions; its usual one by itself. */
  collectionPrefix?: string
}

type Common = Pick<Notice, 'page' | 'sendAt' | 'urgent' | 'state' | 'lang' | 'asIs'>
/** One notice, or many under `items`: what stands beside them is said for each that says nothing else. */
export type NotifyOne = Notice
export interface NotifyItems extends Common {
  template?: string
  data?: Notice['data']
  items: (Omit<Notice, 'template' | 'data'> & Partial<Pick<Notice, 'template' | 'data'>>)[]
}

export interface SubscribeMessages {
  /** @param context  what `main` got as its second argument: without it there is no telling how much time is left, and it is queued */
  notify(request: NotifyOne, context?: unknown): Promise<Answer<NoticeView>>
  notify(request: NotifyItems, context?: unknown): Promise<Answer<Notified>>
  cancelNotice(request: { dedupe: string }, context?: unknown): Promise<Answer<CancelledNotice>>
}

/** Never throws: whatever is wrong is an answer with `ok: false`. */
export function subscribeMessages(cloud: CloudHandle, { callerKey, collectionPrefix }: ModuleOptions): SubscribeMessages {
  const remembered = {}
  const run = async (action: string, request: object, given: unknown): Promise<Answer> => {
    const context = (typeof given === 'object' && given !== null ? given : {}) as InvocationContext & { function_name?: unknown }
    return answer(writeLog, async () => {
      const name = typeof context.function_name === 'string' ? context.function_name.slice(0, 60) : 'module'
      const prefix = readPrefix({ COLLECTION_PREFIX: collectionPrefix ?? process.env['COLLECTION_PREFIX'] })
      const own = portsFor(cloud, { name, prefix, settings: readSettings({}), remembered, context })
      const event = { ...request, action }
      const who = (): Promise<Caller> => identifyCaller(own, callerKey, { ...besideNotify(event), settings: KEPT_SETTINGS })
      return audited(own, who, (caller) => runAction(own, callerActions((ports) => prepared(ports, context)), caller, event))
    })
  }
  return {
    notify: (request: object, context?: unknown) => run('notify', request, context) as Promise<never>,
    cancelNotice: (request, context) => run('cancelNotice', request, context) as Promise<Answer<CancelledNotice>>,
  }
}

/** With the settings of the environment, and what keeps this call from sending, where its caller can mend that. */
function prepared(ports: Ports, context: InvocationContext): { ports: Ports; way: Way } {
  const [kept] = (ports.call?.beside?.['settings'] ?? []) as KeptSettings[]
  const settings: Settings = { ...ports.settings, ...kept?.settings }
  const hint = !kept ? NO_SETTINGS : context.time_limit_in_ms === undefined && context.getRemainingTimeInMillis === undefined ? NO_CONTEXT : ports.remainingMs() < LEAST_LIMIT_MS ? NO_TIME : undefined
  return { ports: { ...ports, settings, openapi: timed(ports.openapi) }, way: { sends: hint === undefined, ...(hint !== undefined && { hint }) } }
}

const NO_SETTINGS = '（还不能当场发送：定时器 dispatch 要先跑过一次，才知道免打扰时段这些设置。）'
const NO_CONTEXT = '（要当场发送，请把云函数 main 的第二个参数 context 传给 notify。）'
const NO_TIME = '（要当场发送，请把这个云函数的超时设成 20 秒。）'

/** Their SDK may wait longer for WeChat than what is left for writing down what came of it. Such a send counts as unknown. */
function timed(openapi: OpenApi): OpenApi {
  const { subscribeMessage } = openapi
  const send: OpenApi['subscribeMessage']['send'] = async (message) => {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(Object.assign(new Error('request timed out'), { errCode: -501002, errMsg: 'openapi.subscribeMessage.send:fail timed out' })), SDK_TIMEOUT_MS)
    })
    try {
      return await Promise.race([subscribeMessage.send(message), late])
    } finally {
      clearTimeout(timer)
    }
  }
  return { security: openapi.security, subscribeMessage: { send, getTemplateList: () => subscribeMessage.getTemplateList() } }
}
