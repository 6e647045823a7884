import { Storage } from '../storage/storage'
import { WeChat, type OpenApiReply, type PushedMessage, type SendOutcome, type WeChatOptions } from './index'

/** 2026-11-22 20:00 in Beijing. */
export const NOON_UTC = Date.UTC(2026, 10, 22, 12)

export const ALICE = 'oAlice'
export const BOB = 'oBob'

/** A platform of its own for one test, with time and chance under control. */
export function startPlatform(options: Partial<WeChatOptions> = {}) {
  const clock = { at: NOON_UTC, now: () => clock.at }
  const storage = options.storage ?? new Storage()
  const events: PushedMessage[] = []
  const sends: SendOutcome[] = []
  const wechat = new WeChat({
    appid: 'wxtest',
    storage,
    clock,
    random: sequence(),
    pages: () => [],
    onEvent: (message) => events.push(message),
    onSend: (outcome) => sends.push(outcome),
    ...options,
  })
  return { wechat, clock, storage, events, sends }
}

/** A template with one `thing`; its title is unlike any other unless given. */
export function addNotice(wechat: WeChat, templateId: string, more: Partial<Parameters<WeChat['addTemplate']>[0]> = {}) {
  return wechat.addTemplate({ title: `${templateId}通知`, content: '事项:{{thing1.DATA}}', templateId, ...more })
}

/** A platform whose template N ALICE has accepted so often; what that pushed is forgotten. */
export async function subscribed(options: Partial<WeChatOptions> = {}, accepts = 1) {
  const platform = startPlatform(options)
  addNotice(platform.wechat, 'N')
  for (let times = 0; times < accepts; times++) await platform.wechat.consent({ openid: ALICE, templateIds: ['N'] })
  await pushed()
  platform.events.length = 0
  return platform
}

/** Sends a valid notice, changed by `more`, and answers the parsed reply (a msgid as text). */
export async function sendNotice(wechat: WeChat, more: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  const params = { touser: ALICE, template_id: 'N', data: { thing1: { value: '开会' } }, ...more }
  return parse(await wechat.call('subscribeMessage.send', params))
}

export function parse({ body }: OpenApiReply): Record<string, unknown> {
  return JSON.parse(body.toString().replace(/"msgid":(\d+)/, '"msgid":"$1"'))
}

/** Lets everything be pushed that is due. */
export function pushed(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

function sequence(): () => number {
  let state = 1
  return () => (state = (state * 16807) % 2147483647) / 2147483647
}
