/** Characters as people count them in a limit: Unicode code points, so that a rare 汉字 outside the BMP is one. */
export function codePoints(text: string): number {
  return [...text].length
}

// Kinds of characters, each the inside of a class in the source of a RegExp with the `u` flag.

export const HAN = '\\p{Script=Han}'
/** Line breaks and what cannot be shown at all, halves of surrogate pairs included: 不能有换行等控制字符. */
export const CONTROL = '\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}'
/** What stands in a text and is not seen. */
export const INVISIBLE = '\\p{Cf}\\p{Variation_Selector}'
/** Signs that are pictures by themselves; plain ones such as ★, © or № are signs like others. */
export const EMOJI = '\\p{Emoji_Presentation}\\p{Emoji_Modifier}\\u{1F000}-\\u{1FAFF}\\u{20E3}\\u{FE0F}'
/** At the start of a pattern. */
export const NO_EMOJI = `(?!.*[${EMOJI}])`
/** «符号» of the page: 除中文、字母、数字外的常见符号. */
export const SIGNS = '\\p{P}\\p{S}'
/** With what turns a sign into a picture, or joins several. */
export const PICTURES = `${SIGNS}\\u{20E3}\\u{FE0F}\\u{200D}`
