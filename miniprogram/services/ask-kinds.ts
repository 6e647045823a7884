import { MAX_ASKED } from './consent'
import { isAccepted, type PanelProblem } from './consent-words'
import { type AskableKind } from './known-kinds'
import { type PanelResult } from './subscribe-api'

/** What a page that asked is told, by our keys; each that it named is in one of the three. */
export interface AskAnswer {
  accepted: string[]
  refused: string[]
  /** WeChat was not asked for these, or said nothing of them: unknown, switched off, banned, too many, or of the other type. */
  notAsked: string[]
  /** Why there was no answer at all, in words for the user. */
  problem?: PanelProblem
}

export interface ToAsk {
  kinds: AskableKind[]
  /** The rest of what was named, and why, in words for whoever wrote the page. */
  left: { key: string; why: string }[]
}

export const NOT_LOADED: PanelProblem = { message: '提醒还没准备好，这次没有询问。再点一次就会问。', inSettings: false }
export const NOTHING_TO_ASK: PanelProblem = { message: '这类提醒现在不能开启。', inSettings: false }

/** `'a,b'` or `['a', 'b']`, each once. */
export function keysOf(templates: unknown): string[] {
  const named = Array.isArray(templates) ? templates.map(String) : String(templates ?? '').split(/[,，\s]+/)
  return [...new Set(named.map((key) => key.trim()).filter(Boolean))]
}

/** What of it one panel may ask for: at most five, and all of the type of the first (20002). */
export function kindsToAsk(keys: readonly string[], known: readonly AskableKind[]): ToAsk {
  const kinds: AskableKind[] = []
  const left: ToAsk['left'] = []
  for (const key of keys) {
    const kind = known.find((each) => each.key === key)
    const type = kinds[0]?.type
    if (!kind) left.push({ key, why: '没有这个模板，或者它还没有启用、没有填模板 ID' })
    else if (type !== undefined && kind.type !== type) left.push({ key, why: '一次性和长期的模板不能一起问，请分成两个按钮' })
    else if (kinds.length === MAX_ASKED) left.push({ key, why: `微信一次最多问 ${MAX_ASKED} 类，排在后面的没有问` })
    else kinds.push(kind)
  }
  return { kinds, left }
}

interface Asking {
  kinds: readonly Pick<AskableKind, 'key' | 'templateId'>[]
  left: readonly { key: string }[]
}

/** @param problem  why WeChat gave no answer */
export function answerOf({ kinds, left }: Asking, result: PanelResult, problem?: PanelProblem): AskAnswer {
  const said = (is: (word: unknown) => boolean): string[] => (problem ? [] : kinds.filter(({ templateId }) => is(result[templateId])).map(({ key }) => key))
  const accepted = said(isAccepted)
  const refused = said((word) => word === 'reject')
  const rest = kinds.map(({ key }) => key).filter((key) => !accepted.includes(key) && !refused.includes(key))
  return { accepted, refused, notAsked: [...rest, ...left.map(({ key }) => key)], ...(problem && { problem }) }
}
