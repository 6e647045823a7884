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

/** What a `<subscribe-button>` says where its page gives it no words of its own. */
export const BUTTON_TEXT: ShownText = { id: 'subscribe-button', version: 1, words: '每同意一次，可收到一条提醒' }

/**
 * What a page of somebody else's says, as the cloud takes it: an answer that it refused would wait on the phone for ever.
 * @param given  `scene` names the place, `promise` are the words, `version` counts their changes
 */
export function textOf({ scene, promise, version }: { scene: string; promise: string; version: number }): ShownText {
  const isName = /^[\w-]{1,40}$/.test(scene)
  if (scene !== '' && !isName) console.error(`subscribe-button: scene「${scene}」只能用字母、数字、下划线和短横线，最多 40 个，这次没有记下`)
  const isCount = Number.isInteger(version) && version >= 1 && version <= 9999
  return { id: isName ? scene : BUTTON_TEXT.id, version: isCount ? version : 1, words: promise.trim().slice(0, 300) || BUTTON_TEXT.words }
}
