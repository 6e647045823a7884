import type { Platform } from '../platform'
import type { Template } from '../templates/template'
import type { Refusal } from './refusals'
import type { Choice } from './subscriptions'

/** What a request comes down to, before the user has answered anything. */
export interface ConsentPlan {
  /** Shown on the panel, to be answered. Without any there is no panel. */
  shown: Template[]
  /** Answered by a standing choice, without asking. */
  silent: { template: Template; choice: Choice }[]
  /** Answered by the platform. */
  settled: { templateId: string; status: 'ban' | 'filter' }[]
  /** Whether the panel offers «总是保持以上选择，不再询问». */
  alwaysBox: boolean
}

/** The rules of wx.requestSubscribeMessage, in the order in which they speak. Changes nothing. */
export function planConsent(openid: string, templateIds: unknown, platform: Platform): ConsentPlan | { refusal: Refusal } {
  if (templateIds === undefined || templateIds === null) return { refusal: 'emptyIds' }
  if (!Array.isArray(templateIds)) return { refusal: 'wrongType' }
  if (templateIds.length === 0) return { refusal: 'emptyIds' }
  if (!templateIds.every((id) => typeof id === 'string')) return { refusal: 'wrongType' }
  if (templateIds.length > platform.board.current.panel.maxIds) return { refusal: 'tooManyIds' }

  const ids = [...new Set<string>(templateIds)]
  const templates = ids.flatMap((id) => platform.templates.find(id) ?? [])
  if (new Set(templates.map(({ type }) => type)).size > 1) return { refusal: 'mixedTypes' }
  if (templates.length < ids.length) return { refusal: 'unknownId' }
  if (!platform.users.mainSwitch(openid)) return { refusal: 'mainSwitchOff' }
  if (platform.account.banned) return { refusal: 'appBanned' }
  if (templates.some(({ device }) => device)) return { refusal: 'deviceTemplate' }
  return sort(openid, templates, platform)
}

function sort(openid: string, templates: Template[], platform: Platform): ConsentPlan {
  const { panel } = platform.board.current
  const alwaysBox = platform.users.acceptedPanels(openid) >= panel.alwaysBoxAfter
  const plan: ConsentPlan = { shown: [], silent: [], settled: [], alwaysBox }
  const titles = new Set<string>()
  for (const template of templates) {
    const { templateId, title, banned } = template
    const { choice, sticky } = platform.subscriptions.get(openid, templateId)
    if (banned) {
      plan.settled.push({ templateId, status: 'ban' })
      continue
    }
    if (titles.has(title)) plan.settled.push({ templateId, status: 'filter' })
    else if (sticky && choice !== 'none') plan.silent.push({ template, choice })
    else plan.shown.push(template)
    titles.add(title)
  }
  return plan
}
