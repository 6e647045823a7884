/** Line breaks and everything else that cannot be shown, halves of surrogate pairs included. */
const CONTROL = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u

/** Pictures, and the invisible marks that turn a plain sign into one (variation selector, joiner, keycap). */
const EMOJI = /\p{Emoji_Presentation}|\p{Emoji_Modifier}|[\u{1F000}-\u{1FAFF}]|\uFE0F|\u200D|\u20E3/u

const HAN = /\p{Script=Han}/u

export function hasControlCharacter(text: string): boolean {
  return CONTROL.test(text)
}

export function hasEmoji(text: string): boolean {
  return EMOJI.test(text)
}

export function hasHan(text: string): boolean {
  return HAN.test(text)
}

export type CharCount = 'codePoints' | 'utf16'

export function lengthOf(text: string, unit: CharCount): number {
  return unit === 'utf16' ? text.length : [...text].length
}

export function digitsIn(text: string): number {
  return text.replace(/\D/g, '').length
}
