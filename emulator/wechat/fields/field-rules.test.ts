import fc from 'fast-check'
import { hasControlCharacter, hasEmoji } from './characters'
import { FIELD_RULES, isValidFieldValue, type FieldOptions, type RuleName } from './field-rules'

const takes = (rule: RuleName, value: string, options: Partial<FieldOptions> = {}) =>
  isValidFieldValue(rule, value, { charCount: 'codePoints', emoji: 'refuse', ...options })

const SAMPLES: [RuleName, { taken: string[]; refused: string[] }][] = [
  ['thing', { taken: ['广州至北京', 'A-1, 第2次！', '𠮷'.repeat(20)], refused: ['长'.repeat(21), '两\n行', '制\t表', '\ud842', '庆祝🎉', '☀️'] }],
  ['number', { taken: ['0', '3.14', '9'.repeat(32), `${'9'.repeat(31)}.5`], refused: ['-1', '1,000', '1.', '.5', '3个', '9'.repeat(33)] }],
  ['letter', { taken: ['AAA', 'z'.repeat(32)], refused: ['A1', '字', 'a b', 'z'.repeat(33)] }],
  ['symbol', { taken: ['!', '-+*/=', '，。！'], refused: ['a', '1', '字', '!!!!!!', '!\n'] }],
  ['character_string', { taken: ['A2026-0001', '(+86) 1', '#'.repeat(32)], refused: ['单号1', 'x'.repeat(33)] }],
  [
    'time',
    {
      taken: ['15:01', '15:01:59', '00:00', '2019年10月1日 15:01', '2019-12-25 09:42', '15:01~16:00', '2019年10月1日 15:01~2019年10月2日 16:00'],
      refused: ['24:00', '9:05', '15:60', '15:01～16:00', '15:01-16:00', '2019年10月1日', '下午3点', '15:01~', '2019年13月1日 15:01', '2026-02-31 15:01'],
    },
  ],
  [
    'date',
    {
      taken: [
        '2019年10月1日', '2019年10月1日 15:01', '2019年10月', '10月1日', '2018-01-01', '2018/01/01', '2018.01.01', '2018-01', '01-01',
        '2019年10月1日~2019年10月3日', '2019年10月1日 15:01~16:00', '2024-02-29', '2月29日',
      ],
      refused: ['15:01', '2018-01/01', '2019年10月1日～2019年10月3日', '2019年10月32日', '20181001', '明天', '2019-10-01T15:01', '2026-02-31', '2026-02-29', '4月31日', '2024-02-29~2100-02-29'],
    },
  ],
  ['amount', { taken: ['￥100', '¥0.05', '$12.50', '100元', '9999999999'], refused: ['￥￥1', '1,000', '99999999999', '百元', '-1', '元'] }],
  ['phone_number', { taken: ['+86-0766-66888866', '13800138000'], refused: ['1'.repeat(18), '电话110', '138x'] }],
  ['car_number', { taken: ['粤A8Z888挂', '粤A8Z888', 'A12345'], refused: ['粤A8Z88888', '粤粤8Z888', '粤A-8Z88', '粤A 8Z8'] }],
  [
    'name',
    {
      taken: ['张三', '十'.repeat(10), 'a'.repeat(20), '买买提·艾力', 'Anne-Marie Li'],
      refused: ['用户123456', '十'.repeat(11), 'a'.repeat(21), `张${'a'.repeat(10)}`],
    },
  ],
  ['phrase', { taken: ['配送中', '一二三四五'], refused: ['一二三四五六', '已ok', '好！', 'ok'] }],
]

describe('the values that a keyword takes', () => {
  test.each(SAMPLES)('%s', (rule, { taken, refused }) => {
    expect(taken.filter((value) => !takes(rule, value))).toEqual([])
    expect(refused.filter((value) => takes(rule, value))).toEqual([])
  })

  test('a keyword with a list takes what is on the list, and anything without one', () => {
    expect(takes('enum', '正常', { enumValues: ['正常', '晚点'] })).toBe(true)
    expect(takes('const', '取消', { enumValues: ['正常', '晚点'] })).toBe(false)
    expect(takes('const', '取消')).toBe(true)
  })

  test.each(Object.entries(FIELD_RULES))('%s takes its own example', (rule, { example }) => {
    expect(takes(rule as RuleName, example)).toBe(true)
  })

  test.each(Object.keys(FIELD_RULES))('%s refuses the empty text, control characters and emoji', (rule) => {
    for (const value of ['', '\u0000', '\n', '😀']) expect(takes(rule as RuleName, value)).toBe(false)
  })

  test('emoji are taken when the switch allows them, and count as the unit says', () => {
    const faces = '😀'.repeat(20)
    expect(takes('thing', faces, { emoji: 'allow' })).toBe(true)
    expect(takes('thing', faces, { emoji: 'allow', charCount: 'utf16' })).toBe(false)
  })
})

describe('for any text', () => {
  const plain = fc
    .array(fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }).filter((text) => !hasControlCharacter(text) && !hasEmoji(text)), {
      minLength: 1,
      maxLength: 40,
    })
    .map((characters) => characters.join(''))

  test('a thing is taken exactly up to 20 code points', () => {
    fc.assert(fc.property(plain, (text) => takes('thing', text) === [...text].length <= 20))
  })

  const bounded: [RuleName, string, number][] = [
    ['number', '0123456789', 32],
    ['letter', 'AZaz', 32],
    ['symbol', '!-#，。', 5],
    ['character_string', 'aZ09#-.', 32],
    ['phone_number', '0189+-', 17],
    ['phrase', '配送中好', 5],
    ['name', '张三李四', 10],
    ['name', 'abXY·-', 20],
    ['car_number', 'A8Z', 8],
  ]
  test.each(bounded)('a %s of %j is taken exactly up to %i characters', (rule, alphabet, max) => {
    const text = fc.array(fc.constantFrom(...alphabet), { minLength: 1, maxLength: max + 3 }).map((characters) => characters.join(''))
    fc.assert(fc.property(text, (value) => takes(rule, value) === [...value].length <= max))
  })

  test('one control character spoils a value of any type', () => {
    const control = fc.integer({ min: 0, max: 31 }).map((code) => String.fromCharCode(code))
    fc.assert(
      fc.property(fc.constantFrom(...Object.entries(FIELD_RULES)), control, fc.nat(30), ([rule, { example }], character, at) => {
        const value = example.slice(0, at) + character + example.slice(at)
        return !takes(rule as RuleName, value)
      }),
    )
  })

  test('a time or a date of real calendar parts is taken in every form', () => {
    const two = (value: number) => String(value).padStart(2, '0')
    const moment = fc.date({ min: new Date(Date.UTC(2000, 0)), max: new Date(Date.UTC(2099, 11)), noInvalidDate: true })
    fc.assert(
      fc.property(moment, moment, fc.constantFrom('-', '/', '.'), (from, to, sign) => {
        const clock = (at: Date) => `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`
        const written = (at: Date) => `${at.getUTCFullYear()}年${at.getUTCMonth() + 1}月${at.getUTCDate()}日`
        const joined = [from.getUTCFullYear(), two(from.getUTCMonth() + 1), two(from.getUTCDate())].join(sign)
        expect(takes('time', `${written(from)} ${clock(from)}~${written(to)} ${clock(to)}`)).toBe(true)
        expect(takes('time', `${clock(from)}~${clock(to)}`)).toBe(true)
        expect(takes('date', `${joined} ${clock(from)}`)).toBe(true)
        expect(takes('date', `${written(from)}~${written(to)}`)).toBe(true)
      }),
    )
  })
})
