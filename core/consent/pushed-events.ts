import * as v from 'valibot'
import { text } from '../api/schema'
import { choiceOf } from '../ledger/answer'
import { recordAnswers, type GivenAnswer } from '../ledger/record-answers'
import { type Ports } from '../ports'
import { allTemplates } from '../templates/registry'

/** A message push of WeChat. `List` is an object when there is one item, an array when there are several. */
export interface PushedEvent {
  Event: string
  FromUserName: string
  /** Seconds since 1970; a number in practice, a string in the samples. */
  CreateTime?: number | string
  List?: PushedItem | PushedItem[]
}

interface PushedItem {
  TemplateId?: unknown
  SubscribeStatusString?: unknown
  PopupScene?: unknown
}

/** What is read of it. Whatever else a message push may hold is left alone; what is longer than this is none of WeChat's. */
export const PUSHED_EVENT = v.object({ Event: text(64), FromUserName: text(64), CreateTime: v.optional(v.union([v.number(), text(20)])) })
export const PUSHED_ITEM = v.object({
  TemplateId: text(64),
  SubscribeStatusString: text(64),
  PopupScene: v.fallback(v.optional(v.union([v.number(), text(8)])), undefined),
})

/** A panel asks for five at most. */
const MAX_ITEMS = 50

/**
 * What WeChat itself tells of a user's consent:
 * the popup event repeats what the page reports, so it counts only where it is the chosen source;
 * the change event is only ever pushed for refusals made outside our pages, and always counts.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/subscribe-message.html
 * @returns how many answers were new
 */
export async function recordPushedEvent(ports: Ports, pushed: PushedEvent): Promise<number> {
  const { success, output: event } = v.safeParse(PUSHED_EVENT, pushed)
  const source = success ? sourceOf(event.Event) : undefined
  if (!success || source === undefined) return 0
  const templates = await allTemplates(ports.db)
  const when = timeOf(event, ports.clock.now())
  const answers = itemsOf(pushed.List).flatMap((item): GivenAnswer[] => {
    const read = v.safeParse(PUSHED_ITEM, item)
    if (!read.success) return []
    const { TemplateId, SubscribeStatusString, PopupScene } = read.output
    const template = templates.find((each) => each.templateId === TemplateId)
    // A template of this appid that this product does not use.
    if (!template) return []
    return [
      {
        // WeChat numbers no events; a repeated delivery is the same in all of this.
        _id: ['event', event.FromUserName, event.Event, timeIn(event), TemplateId, SubscribeStatusString].join(':'),
        openid: event.FromUserName,
        templateId: TemplateId,
        choice: source === 'change-event' ? 'revoke' : choiceOf(SubscribeStatusString),
        said: SubscribeStatusString,
        source,
        counted: source === 'change-event' || ports.settings.consentSource === 'event',
        longTerm: template.type === 'long-term',
        evidence: { event: event.Event, ...(PopupScene !== undefined && { popupScene: String(PopupScene) }) },
        ...when,
      },
    ]
  })
  return (await recordAnswers(ports, answers)).length
}

function sourceOf(name: string): 'popup-event' | 'change-event' | undefined {
  if (name === 'subscribe_msg_popup_event') return 'popup-event'
  if (name === 'subscribe_msg_change_event') return 'change-event'
  return undefined
}

/** WeChat tells whole seconds: it was said within that one, and before we heard of it. Without a time it was just now. */
function timeOf(event: Pick<PushedEvent, 'CreateTime'>, now: number): { at: Date; since: Date } {
  const since = Number(timeIn(event)) * 1000
  if (!(since > 0 && since <= now)) return { at: new Date(now), since: new Date(now) }
  return { at: new Date(Math.min(since + 999, now)), since: new Date(since) }
}

/** Whatever is neither a number nor a text is no time, and may not even have a text of its own. */
function timeIn({ CreateTime }: Pick<PushedEvent, 'CreateTime'>): number | string | undefined {
  return typeof CreateTime === 'number' || typeof CreateTime === 'string' ? CreateTime : undefined
}

function itemsOf(list: PushedEvent['List']): PushedItem[] {
  if (list === undefined) return []
  return (Array.isArray(list) ? list : [list]).slice(0, MAX_ITEMS).filter((item) => typeof item === 'object' && item !== null)
}
