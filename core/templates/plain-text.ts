import { codePoints } from './characters'

/**
 * Texts that users give of themselves, as others may see them. Nothing in them may turn the line around it, hide in it, or break it;
 * what people really write stays as it is, joined emoji included.
 */

const PICTURE = '\\p{Extended_Pictographic}[\\u{FE0F}\\p{Emoji_Modifier}]*'

/** A flag of a region is spelt out in invisible tags. */
const TAGGED_FLAG = '\\u{1F3F4}[\\u{E0061}-\\u{E007A}\\u{E0030}-\\u{E0039}]{1,8}\\u{E007F}'
/** The one place where a joiner stands for something: between two pictures. */
const JOINER = `(?<=${PICTURE})\\u{200D}(?=\\p{Extended_Pictographic})`

/** Controls, direction overrides and other format characters, halves of pairs, private use. */
const UNSEEN = '\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Zl}\\p{Zp}'
/** Letters and marks that look like nothing. */
const FILLERS = ['034F', '115F', '1160', '17B4', '17B5', '180B', '180C', '180D', '180F', '2800', '3164', 'FFA0'].map((code) => `\\u{${code}}`).join('')

const KEPT_OR_UNSEEN = new RegExp(`(${TAGGED_FLAG}|${JOINER})|[${UNSEEN}${FILLERS}]`, 'gu')

/** One line without anything unseen; spaces of every kind come down to one. */
export function plainText(text: string): string {
  return text
    .replace(/[\s\u{85}]+/gu, ' ')
    .replace(KEPT_OR_UNSEEN, (_, kept: string | undefined) => kept ?? '')
    .replace(/ +/g, ' ')
    .trim()
}

const GRAPHEMES = new Intl.Segmenter('zh', { granularity: 'grapheme' })

/** What people take for single characters. */
export function graphemes(text: string): string[] {
  return Array.from(GRAPHEMES.segment(text), ({ segment }) => segment)
}

export const ELLIPSIS = '…'

/** At most so many code points, as limits count them; never cut inside of what people take for one character. */
export function cutText(text: string, most: number): string {
  if (codePoints(text) <= most) return text
  const kept: string[] = []
  let length = codePoints(ELLIPSIS)
  for (const each of graphemes(text)) {
    length += codePoints(each)
    if (length > most) break
    kept.push(each)
  }
  return `${kept.join('').trimEnd()}${ELLIPSIS}`
}
