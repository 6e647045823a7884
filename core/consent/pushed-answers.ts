import { choiceOf } from '../ledger/answer'
import { recordAnswers, type GivenAnswer } from '../ledger/record-answers'
import { type Ports } from '../ports'
import { allTemplates } from '../templates/registry'
import { afterAnswers } from './after-answers'

/** What WeChat itself tells of a user's consent, in one event. */
export interface PushedAnswers {
  openid: string
  /** As it stands in the event; WeChat numbers no events, so a repeated delivery is known by it. */
  time?: number | string
  /** Said between these two. */
  since: Date
  at: Date
  items: { templateId: string; said: string; popupScene?: string }[]
}

const NAMES = { 'popup-event': 'subscribe_msg_popup_event', 'change-event': 'subscribe_msg_change_event' } as const

/**
 * The popup event repeats what the page reports, so it counts only where it is the chosen source; the change event is only ever pushed
 * for refusals made outside our pages, and always counts.
 * @returns how many answers were new
 */
export async function recordPushedAnswers(ports: Ports, source: keyof typeof NAMES, { openid, time, at, since, items }: PushedAnswers): Promise<number> {
  if (items.length === 0) return 0
  const templates = await allTemplates(ports.db)
  const event = NAMES[source]
  const answers = items.flatMap(({ templateId, said, popupScene }): GivenAnswer[] => {
    const template = templates.find((each) => each.templateId === templateId)
    // A template of this appid that this product does not use.
    if (!template) return []
    return [
      {
        // The same under whatever name it was pushed.
        _id: ['event', openid, event, time, templateId, said].join(':'),
        openid,
        templateId,
        choice: source === 'change-event' ? 'revoke' : choiceOf(said),
        said,
        source,
        counted: source === 'change-event' || ports.settings.consentSource === 'event',
        longTerm: template.type === 'long-term',
        evidence: { event, ...(popupScene !== undefined && { popupScene }) },
        at,
        since,
      },
    ]
  })
  const recorded = await recordAnswers(ports, answers)
  // An event has no call token.
  await afterAnswers(ports, openid, recorded, { templates })
  return recorded.length
}
