import { codePoints } from './code-points'

/**
 * What each type of template field may hold (订阅消息参数值内容限制说明,
 * https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-message-management/subscribe-message/api_sendmessage.html).
 * The one place for it: the form, the preview, the server check and the words of an error all read this table.
 *
 * Where the page is silent we take the strict reading: a character is a Unicode code point, emoji and control characters are refused.
 */
export interface FieldRule {
  /** Name of the type in words. */
  name: string
  /** Most characters, for the counter beside the input. */
  max?: number
  /** Source of a RegExp with the `u` flag that a good value matches whole. `enum` has none: its values are the template's. */
  pattern?: string
  /** Under the input, and at the end of an error: what is allowed, with an example. */
  hint: string
  /** Which kind of input suits it. */
  input: 'text' | 'digits' | 'datetime' | 'date' | 'enum' | 'phone' | 'plate' | 'amount'
}

const HAN = '\\p{Script=Han}'
const CONTROL = '\\p{Cc}\\p{Cf}\\u2028\\u2029'
// Pictures of all kinds; digits and plain signs such as © or № are not among them.
const EMOJI = '\\u{1F000}-\\u{1FAFF}\\u{2600}-\\u{27BF}\\u{2B00}-\\u{2BFF}\\p{Me}\\p{Variation_Selector}\\u{E0000}-\\u{E007F}'
const MONTH = '(?:1[0-2]|0?[1-9])'
const DAY = '(?:3[01]|[12]\\d|0?[1-9])'
const SEPARATORS = ['-', '/', '\\.']
const YEAR_MONTH_DAY = oneOf(`\\d{4}年${MONTH}月${DAY}日`, ...SEPARATORS.map((by) => `\\d{4}${by}${MONTH}${by}${DAY}`))
const YEAR_MONTH = oneOf(`\\d{4}年${MONTH}月`, ...SEPARATORS.map((by) => `\\d{4}${by}${MONTH}`))
const MONTH_DAY = oneOf(`${MONTH}月${DAY}日`, ...SEPARATORS.map((by) => `${MONTH}${by}${DAY}`))
const CLOCK_TIME = '(?:[01]\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d)?'
const MOMENT = `(?:${YEAR_MONTH_DAY} ?)?${CLOCK_TIME}`
const DATE = oneOf(`${YEAR_MONTH_DAY}(?: ?${CLOCK_TIME})?`, YEAR_MONTH, MONTH_DAY)

function oneOf(...patterns: string[]): string {
  return `(?:${patterns.join('|')})`
}

export const FIELD_RULES = {
  thing: {
    name: '事物',
    max: 20,
    pattern: `^[^${CONTROL}${EMOJI}]{1,20}$`,
    hint: '最多 20 个字，可用汉字、字母、数字和符号，不能换行，不能用表情',
    input: 'text',
  },
  number: {
    name: '数字',
    max: 33,
    pattern: '^(?=(?:\\.?\\d){1,32}$)\\d+(?:\\.\\d+)?$',
    hint: '最多 32 位数字，可带小数，例如 15.5',
    input: 'digits',
  },
  letter: { name: '字母', max: 32, pattern: '^[A-Za-z]{1,32}$', hint: '最多 32 个英文字母', input: 'text' },
  symbol: {
    name: '符号',
    max: 5,
    pattern: `^[^\\p{L}\\p{N}\\s${CONTROL}${EMOJI}]{1,5}$`,
    hint: '最多 5 个符号，不能有汉字、字母、数字，例如 -',
    input: 'text',
  },
  character_string: {
    name: '字符串',
    max: 32,
    pattern: '^[\\x20-\\x7e]{1,32}$',
    hint: '最多 32 个字母、数字或半角符号，不能有汉字，例如 XJ-20260701',
    input: 'text',
  },
  time: {
    name: '时间',
    pattern: `^${MOMENT}(?:~${MOMENT})?$`,
    hint: '24 小时制，可带年月日，时间段用半角 ~ 连接，例如 2026年7月1日 15:01 或 15:01~16:30',
    input: 'datetime',
  },
  date: {
    name: '日期',
    pattern: `^${DATE}(?:~${DATE})?$`,
    hint: '年月日，可带时间，时间段用半角 ~ 连接，例如 2026年7月1日 或 2026-07-01 15:01',
    input: 'date',
  },
  amount: {
    name: '金额',
    pattern: '^[¥￥$€£]?(?=(?:\\.?\\d){1,10}元?$)\\d+(?:\\.\\d+)?元?$',
    hint: '最多 10 位数字（含小数），可带一个货币符号或「元」，例如 ￥100.50',
    input: 'amount',
  },
  phone_number: {
    name: '电话',
    max: 17,
    pattern: '^(?=.*\\d)[\\d+\\-() *#]{1,17}$',
    hint: '最多 17 位数字和符号，例如 +86-0766-66888866',
    input: 'phone',
  },
  car_number: {
    name: '车牌号',
    max: 8,
    pattern: `^(?=.{2,8}$)[${HAN}A-Za-z0-9][A-Za-z0-9]*[${HAN}A-Za-z0-9]$`,
    hint: '最多 8 位，首末位可为汉字，其余为字母或数字，例如 粤A8Z888挂',
    input: 'plate',
  },
  name: {
    name: '姓名',
    max: 20,
    pattern: `^(?:[${HAN}A-Za-z·. ’'-]{1,10}|[A-Za-z·. ’'-]{1,20})$`,
    hint: '最多 10 个汉字，或 20 个字母和符号，不能有数字',
    input: 'text',
  },
  phrase: { name: '汉字', max: 5, pattern: `^[${HAN}]{1,5}$`, hint: '最多 5 个汉字，例如 配送中', input: 'text' },
  enum: { name: '枚举值', hint: '只能从模板给出的选项里选', input: 'enum' },
} as const satisfies Record<string, FieldRule>

export type RuleName = keyof typeof FIELD_RULES

export function ruleNamed(name: RuleName): FieldRule {
  return FIELD_RULES[name]
}

/**
 * The rule that a field key stands for: `character_string12` → character_string. `const` is WeChat's other name for enum.
 * Undefined for a type that the table does not have.
 */
export function ruleOfKey(key: string): RuleName | undefined {
  const type = /^([a-z_]+?)\d+$/.exec(key)?.[1]
  if (type === 'const') return 'enum'
  return type !== undefined && Object.hasOwn(FIELD_RULES, type) ? (type as RuleName) : undefined
}

export interface CheckedField {
  label: string
  rule: RuleName
  /** Values of an enum field. */
  enum?: string[]
}

/** What is wrong with `value` in that field, in words that say how to mend it; undefined when it is fine. */
export function faultOf(value: string, field: CheckedField): string | undefined {
  const { label } = field
  const rule = ruleNamed(field.rule)
  if (value.trim() === '') return `「${label}」还没有填`
  if (field.rule === 'enum') {
    const values = field.enum ?? []
    return values.includes(value) ? undefined : `「${label}」只能是 ${values.join('、')} 之一`
  }
  if (new RegExp(rule.pattern ?? '', 'u').test(value)) return undefined
  return `「${label}」${whatIsWrong(value, field.rule, rule)}。要求：${rule.hint}`
}

const HAS_HAN = new RegExp(`[${HAN}]`, 'u')
const HAS_EMOJI = new RegExp(`[${EMOJI}]`, 'u')

function whatIsWrong(value: string, name: RuleName, rule: FieldRule): string {
  const length = codePoints(value)
  const max = name === 'name' && HAS_HAN.test(value) ? 10 : rule.max
  if (max !== undefined && length > max) return `有 ${length} 个字，超出 ${length - max} 个`
  if (/[\r\n]/.test(value)) return '不能换行'
  if (HAS_EMOJI.test(value)) return '不能用表情符号'
  if (value.includes('～')) return '里的全角「～」要换成半角「~」'
  if (name === 'name' && /\d/.test(value)) return '不能有数字'
  if (name === 'character_string' && HAS_HAN.test(value)) return '不能有汉字'
  return `的格式不对，${rule.name}类型不接受「${value}」`
}
