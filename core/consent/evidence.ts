import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { text } from '../api/schema'
import { type ConsentText } from '../ledger/answer'
import { CARD_CODE } from './ask-cards'

/** Templates that one ask may name (wx.requestSubscribeMessage takes five). */
export const MAX_TEMPLATES = 5

/** A template's id where it names an entry. */
export const TEMPLATE_ID = v.pipe(v.string(), v.maxLength(64, '里有不是模板 ID 的名字'), v.regex(/^[\w-]+$/, '里有不是模板 ID 的名字'))

/** What the page said when it asked, in whose words, and where: kept with each answer. */
export const ASKED_REQUEST = v.optional(
  v.strictObject({
    /** Which templates were asked for: of a panel that came to no answer nothing else tells. */
    templates: v.optional(v.pipe(v.array(TEMPLATE_ID), v.maxLength(MAX_TEMPLATES, `最多 ${MAX_TEMPLATES} 个模板`))),
    page: v.optional(text(100)),
    /** The card that brought her. */
    from: v.optional(CARD_CODE),
    scene: v.optional(v.pipe(v.number('要写成数字'), v.integer('要写成整数'), v.minValue(0, '不能小于 0'), v.maxValue(99_999, '最多 99999'))),
    text: v.optional(
      v.strictObject({
        id: v.pipe(text(40), v.regex(/^[\w-]+$/, '只能用字母、数字、下划线和短横线')),
        version: v.pipe(v.number('要写成数字'), v.integer('要写成整数'), v.minValue(1, '从 1 开始'), v.maxValue(9999, '最多 9999')),
        words: text(300),
        /** What stood beside each template. */
        kinds: v.optional(v.pipe(v.record(TEMPLATE_ID, v.pipe(v.string('要写成文字'), v.maxLength(200, '最多 200 个字'))), v.maxEntries(MAX_TEMPLATES, `最多 ${MAX_TEMPLATES} 个模板`))),
      }),
    ),
  }),
)

export type Asked = NonNullable<v.InferOutput<typeof ASKED_REQUEST>>

/** The words that stood before her when she decided about this template. */
export function textFor({ id, version, words, kinds = {} }: NonNullable<Asked['text']>, templateId: string): ConsentText {
  const all = [words, kinds[templateId]].filter(Boolean).join('\n')
  return { id, version, words: all, hash: createHash('sha256').update(all).digest('hex').slice(0, 16) }
}
