import { type Standing } from './answers'
import { type AskableKind } from './known-kinds'
import { type SubscriptionSettings } from './settings'

/** Templates that one panel may name. */
export const MAX_ASKED = 5

/**
 * Why a kind is not asked for: there is none that is switched on and has an id; it is of the other type than the first (20002); a panel
 * is full; she refused it for good; WeChat banned it; she has enough of it; today's panels are used up; nothing is known yet; or it was
 * asked for, and WeChat said nothing of it.
 */
export type NotAsked = 'unknown' | 'other-type' | 'too-many' | 'refused' | 'banned' | 'enough' | 'limit' | 'not-loaded' | 'no-answer'

/** With what she has of it, where that was loaded; what a phone kept of an earlier day says nothing of today. */
export type StockedKind = AskableKind & { credits?: number; standing?: Standing; target?: number }

/** What one tap asks for. */
export interface AskPlan {
  kinds: StockedKind[]
  /** The rest of what was named. `title` is missing of what nobody knows. */
  left: { key: string; why: NotAsked; title?: string; credits?: number }[]
  /** WeChat answers by itself, because she chose «总是保持以上选择» for all of them: no panel opens. */
  isSilent: boolean
}

export interface AskRules {
  settings: SubscriptionSettings
  /** Panels that may still open by themselves today. */
  panelsLeft: number
  /** She chose the kinds herself, on the page that is for that: as many as she likes, as often as she likes. */
  isHerWish?: boolean
}

/** @param known  undefined where nothing was ever loaded */
export function planAsk(keys: readonly string[], known: readonly StockedKind[] | undefined, { settings, panelsLeft, isHerWish = false }: AskRules): AskPlan {
  const kinds: StockedKind[] = []
  const left: AskPlan['left'] = []
  for (const key of keys) {
    const kind = known?.find((each) => each.key === key)
    const why = known ? whyNot(kind, kinds, settings, isHerWish) : 'not-loaded'
    if (kind && !why) kinds.push(kind)
    else if (why) left.push({ key, why, ...(kind && { title: kind.title, ...(kind.credits !== undefined && { credits: kind.credits }) }) })
  }
  const silent = kinds.filter(({ templateId }) => settings.accepted.includes(templateId))
  const isSilent = kinds.length > 0 && silent.length === kinds.length
  if (isSilent || isHerWish || panelsLeft > 0) return { kinds, left, isSilent }
  const limited = kinds.filter((kind) => !silent.includes(kind)).map(({ key, title }) => ({ key, title, why: 'limit' as const }))
  return { kinds: silent, left: [...left, ...limited], isSilent: silent.length > 0 }
}

function whyNot(kind: StockedKind | undefined, before: readonly AskableKind[], settings: SubscriptionSettings, isHerWish: boolean): NotAsked | undefined {
  if (!kind) return 'unknown'
  if (isBanned(kind, settings)) return 'banned'
  if (settings.refused.includes(kind.templateId)) return 'refused'
  if (!isHerWish && isEnough(kind)) return 'enough'
  const [first] = before
  if (first && first.type !== kind.type) return 'other-type'
  return before.length === MAX_ASKED ? 'too-many' : undefined
}

export function isBanned({ templateId, standing }: Pick<StockedKind, 'templateId' | 'standing'>, { items }: SubscriptionSettings): boolean {
  return standing === 'ban' || items[templateId] === 'ban'
}

/** She has as many as are wanted, and nothing keeps them from reaching her. */
export function isEnough({ type, credits = 0, standing, target = Infinity }: StockedKind): boolean {
  if (standing === 'stopped') return false
  return type === 'long-term' ? standing === 'accept' : credits >= target
}
