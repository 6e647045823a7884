import fc from 'fast-check'
import { ErrcodeError } from '../../emulator/wechat/openapi/errcodes'
import { checkData } from '../../emulator/wechat/send/data-check'
import { DEFAULT_SWITCHES, type Switches } from '../../emulator/wechat/switches'
import { ONE_TIME, type Template } from '../../emulator/wechat/templates/template'
import { faultOf, type DoubtName } from './field-faults'
import { FIELD_RULES, type FieldRule, type RuleName } from './field-rules'

/**
 * Two tables say what a field may hold: the product's, which an admin is told, and the local cloud's, which stands in for WeChat.
 * They were written apart, and here they are held against each other.
 */

const ENUM = ['进行中', '已完成']
const RULES = Object.keys(FIELD_RULES) as RuleName[]

type Fields = Switches['fields']
const USUAL: Fields = DEFAULT_SWITCHES.fields
const EVERY_READING: Fields[] = [USUAL, { charCount: 'utf16', emoji: 'refuse' }, { charCount: 'codePoints', emoji: 'allow' }, { charCount: 'utf16', emoji: 'allow' }]

/** Whether the local cloud takes the value, as it decides about a send. */
function platformTakes(rule: RuleName, value: string, fields: Fields = USUAL): boolean {
  const key = `${rule}1`
  const template: Template = {
    templateId: 'T',
    title: '',
    content: '',
    example: '',
    type: ONE_TIME,
    keywordEnumValueList: rule === 'enum' ? [{ keywordCode: `${key}.DATA`, enumValueList: ENUM }] : [],
    fields: [{ key, label: '字段', rule }],
    banned: false,
    device: false,
  }
  try {
    checkData({ [key]: { value } }, template, { ...DEFAULT_SWITCHES, fields })
    return true
  } catch (error) {
    if (error instanceof ErrcodeError && error.errcode === 47003) return false
    throw error
  }
}

const fault = (rule: RuleName, value: string) => faultOf(value, { label: '字段', rule, ...(rule === 'enum' && { enum: ENUM }) })

/** Values that people write, right and wrong, to begin from. */
const EXAMPLES: Record<RuleName, string[]> = {
  thing: ['3 号楼地下车库', '★好', '好👍', '1️⃣', '☀️', '👨‍👩‍👧', '𠮷'.repeat(20), '汉'.repeat(21), '两\n行', 'a\u200bb', '\ud842', '葛\u{e0100}', '©™', 'e\u0301', '\u202e右'],
  number: ['0', '15.5', '-1', '1,000', '１２', '1.', '.5', '1'.repeat(32), '1'.repeat(33)],
  letter: ['abc', 'é', 'ａ', 'a b', 'z'.repeat(33)],
  symbol: ['-', '↑', '……', '★★', '€', 'x\u0301', '\ue000', '😀', '❤️', '!!!!!!', '\u0301', '\u2028'],
  character_string: ['XJ-20260701', 'A，1', '单号1', 'A\u20611', '№1', 'é', 'a👍', '１', '~'.repeat(33)],
  time: ['15:01', '9:05', '24:00', '15:01:59', '2019年10月1日 15:01', '2019年10月1日15:01', '10月1日 15:01', '2019年10月 15:01', '2026-02-31 09:00', '15:01~16:30', '15:01～16:30', '2019-10-01T15:01', '15:01~2019年10月1日 15:01'],
  date: [
    '2019年10月1日', '2019年10月1日 15:01~16:30', '2019年10月1日15:01', '2026-02-31', '2026-02-29', '2024-02-29', '2100-02-29', '2000/2/29', '04-31', '02-29', '02-30', '2月30日',
    '2018-01', '2018.01', '01-01', '2018-01/01', '2018-01 15:01', '2019年10月1日~2019年9月31日', '2019年10月1日~16:30', '15:01', '20191001', '2019-10-1 9:05', '1/2/2027', '2019年10月1日~',
  ],
  amount: ['￥100', '₩100', '￡5', '100元', '-1', '1,000', '￥￥1', '1234567890', '12345678901', '0.1234567890', '元', '￥'],
  phone_number: ['+86-0766-66888866', '400.800.8820', '+86（0766）66', '----', '电话1', '１３８', '1'.repeat(18), '📞110'],
  car_number: ['粤A8Z888挂', '粤', '粤粤', 'A', '粤A-8Z8', '粤A8Z88888', '𠮷A1'],
  name: ['张三', '张三（店长）', 'Zoë', 'Zoe\u0308', 'Анна', 'さくら', '用户123', '张😀', '古丽·买买提', '十'.repeat(11), 'a'.repeat(21), `张${'a'.repeat(10)}`, '---', '々〇'],
  phrase: ['配送中', '一二三四五六', '々〇', '好！', 'ok', '𠮷野'],
  enum: [...ENUM, '别的', '', ' '],
}

/** Signs of every kind that either table tells apart. */
const SIGNS = [
  ...'一二𠮷々〇カあ한aZéёｚ019１٣', ...'-+#*()/.:~,!·\'"', ...'，。！（）～…—、', ...'★☎✓©№€￥¥$₩元年月日', ...' 　', '\t', '\n', '\u2028', '\u200b', '\u200d', '\ufeff', '\u00ad', '\ufe0e', '\ufe0f',
  '\u20e3', '\u0301', '\ud842', '\udfff', '\ue000', '\u0378', '😀', '👍🏽', '⌚', '⭐', '🇨🇳', '\u{e0100}', '\u{e0061}', '\u{1fad0}',
]
const DATE_PARTS = ['2019', '2024', '2026', '1900', '0000', '年', '月', '日', '-', '/', '.', '1', '02', '2', '4', '10', '13', '28', '29', '30', '31', '32', ' ', '15:01', '9:05', '24:00', ':59', '~', '～', 'T']

/** An example with signs put in, taken out or replaced; or nothing but signs. */
function valuesOf(rule: RuleName): fc.Arbitrary<string> {
  const parts = rule === 'time' || rule === 'date' ? [...DATE_PARTS, ...DATE_PARTS, ...SIGNS] : SIGNS
  const change = fc.record({ at: fc.nat(20), drop: fc.nat(2), put: fc.array(fc.constantFrom(...parts), { maxLength: 2 }) })
  const changed = fc.tuple(fc.constantFrom(...EXAMPLES[rule]), fc.array(change, { maxLength: 3 })).map(([example, changes]) =>
    changes.reduce((text, { at, drop, put }) => {
      const signs = [...text]
      signs.splice(at % (signs.length + 1), drop, ...put)
      return signs.join('')
    }, example),
  )
  return fc.oneof({ arbitrary: changed, weight: 3 }, fc.array(fc.constantFrom(...parts), { maxLength: 24 }).map((signs) => signs.join('')))
}

/** Any day in any way of writing, also days that no calendar has. */
const someDay = fc
  .record({ year: fc.integer({ min: 0, max: 2500 }), month: fc.integer({ min: 1, max: 12 }), day: fc.integer({ min: 27, max: 31 }), padded: fc.boolean(), form: fc.nat(3), withYear: fc.boolean() })
  .map(({ year, month, day, padded, form, withYear }) => {
    const two = (number: number): string => (padded ? String(number).padStart(2, '0') : String(number))
    const parts = [...(withYear ? [String(year).padStart(4, '0')] : []), two(month), two(day)]
    const text = form === 0 ? `${withYear ? `${parts[0]}年` : ''}${two(month)}月${two(day)}日` : parts.join(['-', '/', '.'][form - 1])
    const exists = day <= new Date(Date.UTC(withYear ? year + 2000 : 2000, month, 0)).getUTCDate()
    return { text, exists }
  })

describe.each(RULES)('a value of type %s', (rule) => {
  const examples = EXAMPLES[rule].map((value) => [value] as [string])

  it('that the product lets through is taken by the local cloud', () => {
    const check = (value: string): void => {
      if (fault(rule, value) === undefined) expect([value, platformTakes(rule, value)]).toEqual([value, true])
    }
    fc.assert(fc.property(valuesOf(rule), check), { numRuns: 3000, examples })
  })

  it('that the local cloud takes, in any reading of its switches, is refused for a named doubt at most', () => {
    const check = (value: string): void => {
      if (EVERY_READING.some((fields) => platformTakes(rule, value, fields))) expect([value, fault(rule, value)?.doubts.length]).not.toEqual([value, 0])
    }
    fc.assert(fc.property(valuesOf(rule), check), { numRuns: 3000, examples })
  })

  it('that is neither good nor impossible has a doubt with a name', () => {
    const { pattern, possible }: FieldRule = FIELD_RULES[rule]
    const check = (value: string): void => {
      if (value.trim() === '' || possible === undefined || new RegExp(pattern ?? '', 'u').test(value) || !new RegExp(possible, 'u').test(value)) return
      expect([value, fault(rule, value)?.doubts.length]).not.toEqual([value, 0])
    }
    fc.assert(fc.property(valuesOf(rule), check), { numRuns: 1000, examples })
  })
})

describe('a day', () => {
  it.each(['time', 'date'] as const)('in a %s is taken by both when the calendar has it, and by neither when it has not', (rule) => {
    const check = ({ text, exists }: { text: string; exists: boolean }): void => {
      const value = rule === 'time' ? `${text} 15:01` : text
      expect([value, fault(rule, value)?.doubts]).toEqual([value, exists ? undefined : []])
      expect([value, platformTakes(rule, value)]).toEqual([value, exists])
    }
    fc.assert(fc.property(someDay, check), { numRuns: 3000 })
  })
})

describe('a doubt', () => {
  const SHOWN: Record<DoubtName, [RuleName, string][]> = {
    emoji: [['thing', '好👍'], ['name', '张😀'], ['symbol', '📌']],
    invisible: [['thing', 'a\u200bb'], ['thing', '葛\u{e0100}']],
    'no-space': [['date', '2019年10月1日15:01'], ['time', '10月1日15:01']],
    'short-hour': [['time', '9:05'], ['date', '2019-10-01 9:05']],
    'month-before-time': [['time', '2019年10月 15:01'], ['date', '2018-01 15:01']],
    'no-digit': [['phone_number', '----']],
  }

  it.each(Object.entries(SHOWN))('%s is told as such', (name, shown) => {
    for (const [rule, value] of shown) expect([value, fault(rule, value)?.doubts]).toEqual([value, [name]])
  })
})
