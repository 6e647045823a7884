import { type AskPlan, type NotAsked } from './ask-plan'
import { isAccepted, type PanelProblem } from './consent-words'
import { type AskableKind } from './known-kinds'
import { type PanelResult } from './subscribe-api'

/** What a page that asked is told, by our keys; each that it named is in one of the three. */
export interface AskAnswer {
  accepted: string[]
  refused: string[]
  /** WeChat was not asked for these, or said nothing of them. */
  notAsked: string[]
  /** For each of `notAsked` why; absent where there is none. */
  why?: Record<string, NotAsked>
  /** Why there was no answer at all, in words for the user. */
  problem?: PanelProblem
}

/** `'a,b'` or `['a', 'b']`, each once. */
export function keysOf(templates: unknown): string[] {
  const named = Array.isArray(templates) ? templates.map(String) : String(templates ?? '').split(/[,，\s]+/)
  return [...new Set(named.map((key) => key.trim()).filter(Boolean))]
}

interface Asking {
  kinds: readonly Pick<AskableKind, 'key' | 'templateId'>[]
  left: readonly Pick<AskPlan['left'][number], 'key' | 'why'>[]
}

/** @param problem  why WeChat gave no answer */
export function answerOf({ kinds, left }: Asking, result: PanelResult, problem?: PanelProblem): AskAnswer {
  const said = (is: (word: unknown) => boolean): string[] => (problem ? [] : kinds.filter(({ templateId }) => is(result[templateId])).map(({ key }) => key))
  const accepted = said(isAccepted)
  const refused = said((word) => word === 'reject')
  const rest = kinds.filter(({ key }) => !accepted.includes(key) && !refused.includes(key))
  const unasked = [...rest.map(({ key }) => ({ key, why: 'no-answer' as const })), ...left]
  const why = Object.fromEntries(unasked.map((each) => [each.key, each.why]))
  return { accepted, refused, notAsked: unasked.map(({ key }) => key), ...(unasked.length > 0 && { why }), ...(problem && { problem: { message: problem.message, inSettings: problem.inSettings } }) }
}
