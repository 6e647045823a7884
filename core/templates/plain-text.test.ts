import fc from 'fast-check'
import { codePoints } from './characters'
import { cutText, ELLIPSIS, graphemes, plainText } from './plain-text'

const FAMILY = '👨‍👩‍👧‍👦'
const PICTURES = [FAMILY, '🇨🇳', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '👩🏽‍🚀', '🏳️‍🌈', '❤️', '1️⃣', '👍🏿']
const BIDI = ['\u061C', '\u200E', '\u200F', '\u202A', '\u202B', '\u202C', '\u202D', '\u202E', '\u2066', '\u2067', '\u2068', '\u2069']
const HIDDEN = [...BIDI, '\u0000', '\u0007', '\u001B', '\u007F', '\u0085', '\u00AD', '\u200B', '\u200C', '\u200D', '\u2060', '\u2064', '\u3164', '\u2800', '\uFEFF', '\uFFF9', '\u{E0041}', '\uD800', '\uE000']
const text = fc.array(fc.oneof(fc.string({ unit: 'grapheme-composite', maxLength: 6 }), fc.constantFrom(...PICTURES), fc.constantFrom(...HIDDEN), fc.constantFrom(' ', '\n', '\t', '林夏')), { maxLength: 12 }).map((parts) => parts.join(''))

it.each(PICTURES)('%s stays whole', (picture) => {
  expect(plainText(`林${picture}夏`)).toBe(`林${picture}夏`)
  expect(graphemes(picture)).toHaveLength(1)
})

it.each([
  ['林\u202E夏', '林夏'], ['\u2066林夏\u2069', '林夏'], ['林\u200B夏', '林夏'], ['林\n夏', '林 夏'], ['  林\t \u3000夏  ', '林 夏'], ['林\u200D夏', '林夏'], ['👍\u200D', '👍'], ['\u3164', ''], ['\u200E\u200F', ''],
])('%j is shown as %j', (given, shown) => {
  expect(plainText(given)).toBe(shown)
})

it('nothing of a shown text is unseen or turns its line, and showing it once more changes nothing', () => {
  fc.assert(
    fc.property(text, (given) => {
      const shown = plainText(given)
      for (const hidden of BIDI) expect(shown).not.toContain(hidden)
      expect(shown).not.toMatch(/[\p{Cc}\p{Cs}]/u)
      expect(plainText(shown)).toBe(shown)
    }),
    { numRuns: 200 },
  )
})

it('a cut text is within its limit, a beginning of the whole at the border of a character, and says that it was cut', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 30 }), (given, most) => {
      const cut = cutText(given, most)
      expect(codePoints(cut)).toBeLessThanOrEqual(most)
      if (codePoints(given) <= most) return expect(cut).toBe(given)
      expect(cut.endsWith(ELLIPSIS)).toBe(true)
      const kept = cut.slice(0, -ELLIPSIS.length)
      expect(graphemes(given).some((_, at, all) => all.slice(0, at).join('').trimEnd() === kept)).toBe(true)
    }),
    { numRuns: 200 },
  )
})

it('a family is left out rather than torn apart', () => {
  expect(cutText(`林夏${FAMILY}的家`, 6)).toBe('林夏…')
  expect(cutText(`${FAMILY}${FAMILY}`, 8)).toBe(`${FAMILY}…`)
})
