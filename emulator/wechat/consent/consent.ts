import type { EventPush } from '../events/event-push'
import { InvalidInputError } from '../input-error'
import type { Platform } from '../platform'
import { planConsent, type ConsentPlan } from './plan'
import { failure, success, type ConsentResult, type SubscribeStatus } from './refusals'
import type { Choice } from './subscriptions'

/** A call of wx.requestSubscribeMessage, and what the user does with the panel. */
export interface ConsentRequest {
  openid: string
  /** tmplIds exactly as the page passed them: the platform answers wrong types too. */
  templateIds: unknown
  /** The user's choice per template shown; what is not named is accepted. */
  choices?: Record<string, Choice>
  /** The user ticks «总是保持以上选择，不再询问». */
  always?: boolean
  /** False when the call did not come from a tap. */
  tap?: boolean
}

/** Answers as wx.requestSubscribeMessage does, and books what the user granted. */
export class Consent {
  constructor(
    private readonly platform: Platform,
    private readonly events: EventPush,
  ) {}

  /** @throws InvalidInputError when `choices` makes no sense */
  request({ openid, templateIds, choices = {}, always = false, tap = true }: ConsentRequest): ConsentResult {
    requireChoices(choices, templateIds)
    this.platform.users.ensure(openid)
    if (!tap) return failure('noTap')
    const plan = planConsent(openid, templateIds, this.platform)
    if ('refusal' in plan) return failure(plan.refusal)

    const shown = plan.shown.map((template) => ({ template, choice: choices[template.templateId] ?? ('accept' as Choice) }))
    for (const { template, choice } of shown) this.platform.subscriptions.answer(openid, template, choice, always && plan.alwaysBox)
    for (const { template, choice } of plan.silent) {
      if (choice === 'accept') this.platform.subscriptions.answer(openid, template, choice, true)
    }
    if (shown.some(({ choice }) => choice === 'accept')) this.platform.users.countAcceptedPanel(openid)

    this.#push(openid, shown, plan)
    const cancelled = shown.length > 0 && shown.every(({ choice }) => choice === 'reject')
    if (cancelled && this.platform.board.current.panel.cancelStyle === 'fail') return failure('cancelled')
    const answers = [...shown, ...plan.silent].map(({ template, choice }) => [template.templateId, choice] as const)
    const settled = plan.settled.map(({ templateId, status }) => [templateId, status] as const)
    return success(new Map<string, SubscribeStatus>([...answers, ...settled]))
  }

  #push(openid: string, shown: ConsentPlan['silent'], plan: ConsentPlan): void {
    const silent = this.platform.board.current.events.popupOnSilentAccept ? plan.silent.filter(({ choice }) => choice === 'accept') : []
    this.events.popup(
      openid,
      [...shown, ...silent].map(({ template, choice }) => ({ templateId: template.templateId, choice })),
    )
  }
}

function requireChoices(choices: Record<string, Choice>, templateIds: unknown): void {
  for (const [templateId, choice] of Object.entries(choices)) {
    if (choice !== 'accept' && choice !== 'reject') {
      throw new InvalidInputError(`choices.${templateId} must be accept or reject, not ${JSON.stringify(choice)}.`)
    }
    if (!Array.isArray(templateIds) || !templateIds.includes(templateId)) {
      throw new InvalidInputError(`choices names ${templateId}, which is not among templateIds.`)
    }
  }
}
