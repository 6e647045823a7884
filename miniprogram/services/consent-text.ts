import { type Kind } from './answers'
import { type ShownText } from './subscribe-api'

/**
 * What a page says when it asks. It is reported with the answer, so that one can say later what she agreed to:
 * whoever changes the words counts the version up. The cloud takes 300 characters of words and 200 beside each kind.
 */
export const SUBSCRIBE_TEXT: ShownText = { id: 'subscribe', version: 1, words: '只在下面这些时候发给你，每同意一次收到一条，随时可以停止。' }
export const KEEP_POSTED_TEXT: ShownText = { id: 'keep-posted', version: 1, words: '每同意一次，可再收到一条' }

/** The same with what stood beside each kind that was asked for. */
export function textBeside(text: ShownText, asked: readonly Pick<Kind, 'templateId' | 'title' | 'about'>[]): ShownText {
  return { ...text, kinds: Object.fromEntries(asked.map(({ templateId, title, about }) => [templateId, [title, about].filter(Boolean).join('：').slice(0, 200)])) }
}
