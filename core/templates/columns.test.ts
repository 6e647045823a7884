import fc from 'fast-check'
import { columnFaults, emptyColumns, fillColumns } from './columns'
import { type TemplateField } from './template'
import { personalise, unknownVariables, variablesIn } from './variables'

const FIELDS: TemplateField[] = [
  { key: 'thing1', label: '内容', rule: 'thing' },
  { key: 'date2', label: '日期', rule: 'date' },
  { key: 'character_string3', label: '编号', rule: 'character_string' },
]
/** Noon in Beijing. */
const AT = Date.parse('2026-12-01T04:00:00Z')

it('puts columns of any name in, and leaves what it does not know for others to put in or to refuse', () => {
  expect(fillColumns({ thing1: '欠费{{ 应缴 金额(元) }}，{{nickname}}{{谁}}' }, { '应缴 金额(元)': '10' })).toEqual({ thing1: '欠费10，{{nickname}}{{谁}}' })
})

it('whatever stands in a column, it makes no variable of its own, and nothing else of the text changes', () => {
  const value = fc.string({ unit: fc.constantFrom('$&', '$1', '中', '\\', '{', ' ', '1'), maxLength: 6 })
  fc.assert(
    fc.property(value, value, (a, b) => {
      expect(fillColumns({ thing1: `〈{{甲}}｜{{乙}}〉` }, { 甲: a, 乙: b })['thing1']).toBe(`〈${a}｜${b}〉`)
    }),
  )
})

it.each(['toString', 'constructor', '__proto__', 'hasOwnProperty'])('«%s» is nobody’s column and no variable', (name) => {
  expect(fillColumns({ thing1: `{{${name}}}` }, {})).toEqual({ thing1: `{{${name}}}` })
  expect(personalise({ thing1: `{{${name}}}` }, { nickname: '', remark: '', at: AT }, FIELDS)).toEqual({ thing1: `{{${name}}}` })
  expect(unknownVariables({ thing1: `{{${name}}}` })).toHaveLength(1)
})

it.each([
  ['nickname', '1', '列名不能叫 nickname'],
  ['', '1', '前后不能有空格，也不能为空'],
  [' 金额', '1', '前后不能有空格'],
  ['一'.repeat(21), '1', '最多 20 个字'],
  ['a{b', '1', '不能有花括号和换行'],
  ['金额', '{{x}}', '「金额」里不能有 {{…}}'],
])('refuses a column «%s» with «%s» in words', (name, value, words) => {
  expect(columnFaults({ [name]: value })).toMatchObject([{ message: expect.stringContaining(words) }])
})

it('tells what a text wants and a row does not have', () => {
  expect(emptyColumns({ thing1: '{{金额}}{{单号}}', date2: '{{不在}}' }, { 金额: '', 单号: ' ', 别的: '' })).toEqual([
    { field: 'data.thing1', message: '「金额」这一列是空的' },
    { field: 'data.thing1', message: '「单号」这一列是空的' },
  ])
})

it('the date is that of Beijing, in the form that its field takes', () => {
  const texts = { thing1: '{{date}}前', date2: '{{date}}', character_string3: 'NO-{{date}}' }
  const whom = { nickname: '', remark: '', at: Date.parse('2026-11-30T17:00:00Z') }
  expect(personalise(texts, whom, FIELDS)).toEqual({ thing1: '2026年12月1日前', date2: '2026年12月1日', character_string3: 'NO-2026-12-01' })
})

it('of two names that are too long together the nickname is cut first, then the remark', () => {
  const text = (nickname: string, remark: string): string => personalise({ thing1: '{{remark}}：{{nickname}}' }, { nickname, remark, at: AT }, FIELDS)['thing1'] ?? ''
  expect(text('一二三四五六七八九十', '3栋201室租户王先生')).toBe('3栋201室租户王先生：一二三四五六七…')
  expect(text('一二三', '甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉')).toBe('甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午…：一')
})

it('every pair of double braces is a variable, so that a misspelt one is told and not sent', () => {
  expect(variablesIn('{{ a b }}{{}}{{nick name}}{x}')).toEqual(['a b', '', 'nick name'])
})
