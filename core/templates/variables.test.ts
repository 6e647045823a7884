import fc from 'fast-check'
import { checkData } from './message-data'
import { graphemes, plainText } from './plain-text'
import { ruleOfKey } from './field-rules'
import { type TemplateField } from './template'
import { personalise } from './variables'

const KEYS = ['thing1', 'name1', 'phrase1', 'letter1', 'character_string1']
const field = (key: string): TemplateField => ({ key, label: '内容', rule: ruleOfKey(key) ?? 'thing' })
const filled = (key: string, text: string, nickname: string): string => personalise({ [key]: text }, { nickname, remark: '', at: 0 }, [field(key)])[key] ?? ''
const faults = (key: string, value: string): number => checkData({ [key]: value }, [field(key)]).length

it.each([
  ['thing1', '{{nickname}}', '一二三四五六七八九十一二三四五六七八九十', '一二三四五六七八九十一二三四五六七八九十'],
  ['thing1', '{{nickname}}', '一二三四五六七八九十一二三四五六七八九十廿', '一二三四五六七八九十一二三四五六七八九…'],
  ['name1', '{{nickname}}', '一二三四五六七八九十一', '一二三四五六七八九…'],
  ['phrase1', '{{nickname}}', '一二三四五六', '一二三四五'],
  ['letter1', '{{nickname}}', 'a'.repeat(40), 'a'.repeat(32)],
  ['thing1', '你好，{{nickname}}', '👨‍👩‍👧‍👦的家人一二三四五六七八九十', '你好，👨‍👩‍👧‍👦的家人一二三四五六七八九十'],
])('%s «%s» of %s becomes %s', (key, text, nickname, expected) => {
  expect(filled(key, text, nickname)).toBe(expected)
})

it('a name that is only too long always fits in the end, cut between what people take for characters', () => {
  const letters = fc.string({ unit: fc.constantFrom(...'一二三林夏abcé'), minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(fc.constantFrom('thing1', 'name1'), letters, (key, nickname) => expect(faults(key, filled(key, '{{nickname}}', nickname))).toBe(0)),
    { numRuns: 50 },
  )
})

it('whatever the name, what it becomes is the whole of it, fits, or is told as a fault; never half a character', () => {
  const names = fc.array(fc.oneof(fc.string({ unit: 'grapheme-composite', maxLength: 8 }), fc.constantFrom('👨‍👩‍👧‍👦', '🇨🇳', '林夏', '\u202E', '\u200B')), { maxLength: 8 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(fc.constantFrom(...KEYS), names, (key, nickname) => {
      const value = filled(key, '{{nickname}}', nickname)
      const shown = plainText(nickname)
      if (value === shown) return
      expect(faults(key, value)).toBe(0)
      const kept = value.replace(/…$/, '')
      expect(graphemes(shown).some((_, at, all) => all.slice(0, at).join('').trimEnd() === kept)).toBe(true)
    }),
    { numRuns: 100 },
  )
})
