import fc from 'fast-check'
import { faultOf } from './field-faults'
import { FIELD_RULES, ruleOfKey, type RuleName } from './field-rules'

function check(rule: RuleName, value: string): string | undefined {
  return faultOf(value, { label: '字段', rule, ...(rule === 'enum' && { enum: ['高', '低'] }) })?.message
}

const GOOD: Record<RuleName, string[]> = {
  thing: ['3 号楼地下车库', '★好', '一二三四五六七八九十一二三四五六七八九十', 'a'.repeat(20), '𠮷'.repeat(20)],
  number: ['0', '31.5', '9'.repeat(32)],
  letter: ['A', 'abcXYZ', 'z'.repeat(32)],
  symbol: ['↑', '-/-', '！？…—～'],
  character_string: ['XJ-20260701', 'A，1', 'a b', '~'.repeat(32)],
  time: ['15:01', '15:01:59', '2019年10月1日 15:01', '09:00~11:30', '2026-12-01 09:00~2026-12-01 11:30', '10月1日 15:01'],
  date: ['2019年10月1日', '2019年10月1日 15:01', '2018-01-01', '2018/01/01', '2018.01.01', '2018-01', '01-01', '10月1日', '2019年10月1日~2019年10月7日', '2019年10月1日 15:01~16:30', '2024-02-29'],
  amount: ['￥100', '¥100.50', '100元', '0.05', '$9', '1234567890'],
  phone_number: ['+86-0766-66888866', '13800138000', '0571 8888666'],
  car_number: ['粤A8Z888挂', '浙A8Z888', 'ABC123'],
  name: ['张三', '张三（店长）', 'Zoë', '欧阳明月', 'Anna Li', '古丽·买买提', 'a'.repeat(20), '一二三四五六七八九十'],
  phrase: ['配送中', '一二三四五'],
  enum: ['高', '低'],
}

const BAD: Record<RuleName, [value: string, why: RegExp][]> = {
  thing: [
    ['一'.repeat(23), /有 23 个字，超出 3 个/],
    ['两\n行', /不能换行/],
    ['好👍', /不能用表情符号/],
    ['1️⃣', /不能用表情符号/],
    ['A\u200bB', /看不见的字符/],
  ],
  number: [['1,000', /格式不对/], ['1'.repeat(33), /格式不对/], ['-1', /格式不对/]],
  letter: [['ab1', /格式不对/], ['a'.repeat(33), /超出 1 个/]],
  symbol: [['ab', /格式不对/], ['------', /超出 1 个/]],
  character_string: [['编号1', /不能有汉字/], ['x'.repeat(33), /超出 1 个/]],
  time: [['15:01～16:30', /全角/], ['25:00', /格式不对/], ['9点', /格式不对/], ['2019年13月1日 15:01', /格式不对/], ['9:05', /小时要写成两位/], ['2019年10月 15:01', /完整的年月日/], ['2026-02-31 09:00', /日期不存在/]],
  date: [['明天', /格式不对/], ['2019年10月32日', /格式不对/], ['2018-01/01', /格式不对/], ['2026-02-31', /日期不存在/], ['2019年10月1日~2026年2月29日', /日期不存在/], ['2019年10月1日15:01', /要有一个空格/]],
  amount: [['一百', /格式不对/], ['12345678901', /格式不对/], ['￥￥1', /格式不对/]],
  phone_number: [['1'.repeat(18), /超出 1 个/], ['电话123', /格式不对/], ['----', /格式不对/]],
  car_number: [['粤AB12345挂', /超出 1 个/], ['粤A中888', /格式不对/]],
  name: [['用户123456', /不能有数字/], ['一二三四五六七八九十一', /超出 1 个/], ['张😀', /表情/], ['a'.repeat(21), /超出 1 个/]],
  phrase: [['ab', /格式不对/], ['一二三四五六', /超出 1 个/]],
  enum: [['中', /只能是 高、低 之一/]],
}

describe('a field rule', () => {
  const rules = Object.keys(FIELD_RULES) as RuleName[]

  it.each(rules.flatMap((rule) => GOOD[rule].map((value) => [rule, value] as const)))('%s takes «%s»', (rule, value) => {
    expect(check(rule, value)).toBeUndefined()
  })

  it.each(rules.flatMap((rule) => BAD[rule].map(([value, why]) => [rule, value, why] as const)))('%s refuses «%s» and says why', (rule, value, why) => {
    expect(check(rule, value)).toMatch(why)
  })

  it.each(rules)('%s asks for a value when there is none', (rule) => {
    expect(check(rule, '')).toBe('「字段」还没有填')
    expect(check(rule, '  ')).toBe('「字段」还没有填')
  })

  it.each(rules.filter((rule) => rule !== 'enum'))('%s ends a fault with what is allowed', (rule) => {
    expect(check(rule, '\u0000')).toContain(FIELD_RULES[rule].hint)
  })

  it('counts a character outside the BMP as one', () => {
    expect(check('thing', '𠮷'.repeat(21))).toMatch(/有 21 个字，超出 1 个/)
  })

  it('of a limited length is exact at its limit, whatever the characters', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('一', 'a', '1', '，', '𠮷', ' '), { minLength: 1, maxLength: 40 }), (characters) => {
        const value = characters.join('')
        fc.pre(value.trim() !== '')
        expect(check('thing', value) === undefined).toBe(characters.length <= 20)
      }),
    )
  })

  it('never throws, whatever the text', () => {
    fc.assert(fc.property(fc.constantFrom(...rules), fc.string({ unit: 'binary' }), (rule, value) => void check(rule, value)))
  })
})

describe('the rule of a keyword', () => {
  it('is its type without the number', () => {
    expect(ruleOfKey('character_string12')).toBe('character_string')
    expect(ruleOfKey('thing1')).toBe('thing')
  })

  it('takes const as the other name of enum', () => {
    expect(ruleOfKey('const3')).toBe('enum')
  })

  it('is unknown for other types and for keys without a number', () => {
    expect(ruleOfKey('bogus1')).toBeUndefined()
    expect(ruleOfKey('thing')).toBeUndefined()
    expect(ruleOfKey('toString1')).toBeUndefined()
  })
})
