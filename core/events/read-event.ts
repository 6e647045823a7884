import * as v from 'valibot'
import { text } from '../api/schema'
import { type PushedAnswers } from '../consent/pushed-answers'
import { type Told } from '../outbox/arrival'

/**
 * A message push of WeChat about subscribe messages, in every shape that was seen of it: `List` an object or an array, at the top or
 * inside `SubscribeMsgPopupEvent`, `…ChangeEvent`, `…SentEvent`; numbers as such or as texts; the three names, or the one name
 * `subscribe_msg_event` that the console's list has. What an item is follows from the wrapper, or the name, or its own fields.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/subscribe-message.html
 */
export interface ReadEvent {
  openid: string
  /** As WeChat calls it. */
  name: string
  popup: PushedAnswers
  change: PushedAnswers
  sent: Told[]
  /** What was found in it, where nothing could be made of it. */
  odd?: string[]
}

type Kind = 'popup' | 'change' | 'sent'

const NUMERAL = v.union([v.number(), text(64)])

/** What is read of it. Whatever else a message push may hold is left alone; what is longer than this is none of WeChat's. */
export const PUSHED_EVENT = v.object({ Event: v.pipe(text(64), v.startsWith('subscribe_msg_')), FromUserName: text(64), CreateTime: v.optional(v.union([v.number(), text(20)])) })
export const PUSHED_ANSWER = v.object({
  TemplateId: text(64),
  SubscribeStatusString: text(64),
  PopupScene: v.fallback(v.optional(v.union([v.number(), text(8)])), undefined),
})
export const PUSHED_RECEIPT = v.object({
  TemplateId: text(64),
  MsgID: v.fallback(v.optional(NUMERAL), undefined),
  ErrorCode: v.fallback(v.optional(NUMERAL), undefined),
  ErrorStatus: v.fallback(v.optional(text(200)), undefined),
})

/** A panel asks for five at most. */
const MAX_ITEMS = 50
/** Of what an odd event holds, names only. */
const MAX_NAMES = 20

/** @returns undefined where it is no event of ours */
export function readEvent(pushed: unknown, now: number): ReadEvent | undefined {
  const { success, output: event } = v.safeParse(PUSHED_EVENT, pushed)
  if (!success) return undefined
  const { since, at } = timeOf(event.CreateTime, now)
  const answers = (): PushedAnswers => ({ openid: event.FromUserName, time: event.CreateTime, at, since, items: [] })
  const read: ReadEvent = { openid: event.FromUserName, name: event.Event, popup: answers(), change: answers(), sent: [] }
  const items = itemsIn(pushed as Record<string, unknown>, event.Event)
  let understood = 0
  for (const { kind, item } of items) understood += put(read, kind ?? kindOf(item), item, { at: since, heardAt: new Date(now) })
  return understood > 0 ? read : { ...read, odd: namesIn(pushed as Record<string, unknown>, items) }
}

function put(read: ReadEvent, kind: Kind | undefined, item: object, times: Pick<Told, 'at' | 'heardAt'>): 0 | 1 {
  if (kind === undefined) return 0
  if (kind === 'sent') {
    const told = toldBy(read.openid, item, times)
    if (!told) return 0
    read.sent.push(told)
    return 1
  }
  const { success, output } = v.safeParse(PUSHED_ANSWER, item)
  if (!success) return 0
  const { TemplateId: templateId, SubscribeStatusString: said, PopupScene } = output
  read[kind].items.push({ templateId, said, ...(PopupScene !== undefined && { popupScene: String(PopupScene) }) })
  return 1
}

/** A receipt that says neither that it arrived nor that it did not is none. */
function toldBy(openid: string, item: object, times: Pick<Told, 'at' | 'heardAt'>): Told | undefined {
  const { success, output } = v.safeParse(PUSHED_RECEIPT, item)
  if (!success) return undefined
  const { TemplateId: templateId, MsgID, ErrorCode, ErrorStatus: raw } = output
  if (ErrorCode === undefined && raw === undefined) return undefined
  const errcode = Number(ErrorCode)
  const delivered = ErrorCode === undefined || Number.isNaN(errcode) ? /^success$/i.test(raw ?? '') : errcode === 0
  return {
    openid,
    templateId,
    msgid: MsgID === undefined ? '' : String(MsgID),
    // JSON has it as a number, and a number of JavaScript keeps 15 to 17 of its 19 digits.
    ...(typeof MsgID === 'number' && !Number.isSafeInteger(MsgID) && { isRounded: true as const }),
    delivered,
    ...(!delivered && Number.isInteger(errcode) && { errcode }),
    ...(!delivered && raw !== undefined && { raw }),
    ...times,
  }
}

/** WeChat tells whole seconds: it was said within that one, and before we heard of it. Without a time it was just now. */
function timeOf(time: number | string | undefined, now: number): { at: Date; since: Date } {
  const since = Number(time) * 1000
  if (!(since > 0 && since <= now)) return { at: new Date(now), since: new Date(now) }
  return { at: new Date(Math.min(since + 999, now)), since: new Date(since) }
}

function itemsIn(pushed: Record<string, unknown>, name: string): { kind?: Kind; item: object }[] {
  const wrapped = Object.keys(pushed)
    .filter((key) => /^SubscribeMsg\w*Event$/i.test(key))
    .flatMap((key) => listOf(isObject(pushed[key]) && 'List' in pushed[key] ? pushed[key]['List'] : pushed[key]).map((item) => ({ kind: kindNamed(key) ?? kindNamed(name), item })))
  return [...listOf(pushed['List']).map((item) => ({ kind: kindNamed(name), item })), ...wrapped].slice(0, MAX_ITEMS)
}

function listOf(list: unknown): object[] {
  return (Array.isArray(list) ? list : [list]).filter(isObject)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function kindNamed(name: string): Kind | undefined {
  return (['popup', 'change', 'sent'] as const).find((kind) => name.toLowerCase().includes(kind))
}

/** By what only it has. A refusal in the settings has nothing of its own: under another name it cannot be told from an answer, and is none. */
function kindOf(item: object): Kind | undefined {
  if ('MsgID' in item || 'ErrorCode' in item || 'ErrorStatus' in item) return 'sent'
  return 'PopupScene' in item ? 'popup' : undefined
}

function namesIn(pushed: Record<string, unknown>, items: readonly { item: object }[]): string[] {
  return [...new Set([...Object.keys(pushed), ...items.flatMap(({ item }) => Object.keys(item).map((key) => `List.${key}`))])].slice(0, MAX_NAMES).map((key) => key.slice(0, 64))
}
