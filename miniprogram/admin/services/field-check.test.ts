import { faultOf as faultByCore } from '../../../core/templates/field-faults'
import { FIELD_RULES, type RuleName } from '../../../core/templates/field-rules'
import { type TemplateField } from '../../services/answers'
import { counterOf, faultOf, faultsOf, mayStand, tidied } from './field-check'

function field(rule: RuleName, changes: Partial<TemplateField> = {}): TemplateField {
  return { key: `${rule}1`, label: '地点', rule, ...FIELD_RULES[rule], ...changes }
}

describe('the check in the form', () => {
  const values = [
    '3 号楼地下车库', '一二三四五六七八九十一二三四五六七八九十一', '好👍', '两\n行', '15.5', 'abc', 'ABC-1', '-', '↑', 'XJ-20260701', '巡检7',
    '2026年12月1日 09:00~11:30', '9:00', '09:00～11:30', '2026-12-01', '2026年12月1日 15:01', '￥68.00', '68元', '12345678901', '0571-88886666',
    '粤A8Z888挂', '张伟', '张伟2', '配送中', '已经送达了', 'Anna Müller', ' ', '',
  ]

  it.each(Object.keys(FIELD_RULES).filter((rule) => rule !== 'enum') as RuleName[])('takes and refuses for %s what the function does', (rule) => {
    for (const value of values)
      expect([value, faultOf(value, field(rule)) === undefined]).toEqual([value, faultByCore(value, { label: '地点', rule }) === undefined])
  })

  it('lets stand what the function lets stand', () => {
    for (const rule of Object.keys(FIELD_RULES) as RuleName[]) {
      if (rule === 'enum') continue
      for (const value of [...values, '9:05', '2019年10月1日15:01', '张😀', '----', 'a\u200bb']) {
        const doubted = (faultByCore(value, { label: '地点', rule })?.doubts.length ?? 0) > 0
        expect([rule, value, mayStand(value, field(rule))]).toEqual([rule, value, doubted])
        if (doubted) expect(faultOf(value, field(rule), true)).toBeUndefined()
      }
    }
    expect(faultOf('两\n行', field('thing'), true)).toBeDefined()
  })

  it('takes for an enum only what the template offers', () => {
    const urgency = field('enum', { enum: ['紧急', '一般'] })
    expect(faultOf('一般', urgency)).toBeUndefined()
    expect(faultOf('随便', urgency)).toBe('「地点」要从选项里选')
    expect(faultOf('一般', { ...urgency, enum: undefined })).toBeDefined()
  })

  it.each([
    ['', '「地点」还没有填'],
    ['一二三四五六七八九十一二三四五六七八九十一', '「地点」有 21 个字，超出 1 个'],
    ['两\n行', '「地点」不能换行'],
    ['好👍', '「地点」的格式不对，请照上面的说明改'],
  ])('says of %j: %s', (value, words) => {
    expect(faultOf(value, field('thing'))).toBe(words)
  })

  it('leaves the decision to the function where the engine cannot read the pattern', () => {
    expect(faultOf('x', field('thing', { pattern: '(' }))).toBeUndefined()
    expect(faultOf('x', field('thing', { pattern: undefined }))).toBeUndefined()
  })

  it('finds all faults of a form at once', () => {
    const fields = [field('thing', { key: 'thing1' }), field('phrase', { key: 'phrase2' }), field('letter', { key: 'letter3' })]
    expect(Object.keys(faultsOf({ thing1: '车库', phrase2: 'abc' }, fields))).toEqual(['phrase2', 'letter3'])
  })
})

it('counts characters as WeChat does', () => {
  expect(counterOf('𠮷野家', { max: 20 })).toBe('3/20')
  expect(counterOf('x', {})).toBe('')
})

it('drops what a paste brings along', () => {
  expect(tidied('  3 号楼\r\n 车库 \n')).toBe('3 号楼 车库')
})

describe('a text with the nickname in it', () => {
  const field = { key: 'thing1', label: '地点', rule: 'thing' as const, max: 5, pattern: '.{1,5}', hint: '', input: 'text' as const }

  it('is counted without it, and left to the function', () => {
    expect(counterOf('{{nickname}}，好', field)).toBe('2+昵称/5')
    expect(faultOf('{{ nickname }}，好', field)).toBeUndefined()
  })
  it('is too long when what was typed is', () => {
    expect(faultOf('{{nickname}}一二三四五六', field)).toBe('「地点」有 6 个字，超出 1 个')
  })
})
