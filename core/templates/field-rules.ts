import { CONTROL, EMOJI, HAN, INVISIBLE, NO_EMOJI, PICTURES, SIGNS } from './characters'
import { DATE_PATTERN, POSSIBLE_DATE_PATTERN, POSSIBLE_TIME_PATTERN, TIME_PATTERN } from './date-patterns'

/**
 * What each type of template field may hold (订阅消息参数值内容限制说明,
 * https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-message-management/subscribe-message/api_sendmessage.html).
 * The one place for it: the form, the preview, the server check and the words of an error all read this table.
 *
 * A character is a Unicode code point. Where the page is silent we take the strict reading, and say so: `possible`.
 */
export interface FieldRule {
  /** Name of the type in words. */
  name: string
  /** Most characters, for the counter beside the input. */
  max?: number
  /** Source of a RegExp with the `u` flag that a good value matches whole. `enum` has none: its values are the template's. */
  pattern?: string
  /** What WeChat may take beyond it, where its page leaves a doubt; see `field-faults.ts`. */
  possible?: string
  /** Under the input, and at the end of an error: what is allowed, with an example. */
  hint: string
  /** Which kind of input suits it. */
  input: 'text' | 'digits' | 'datetime' | 'date' | 'enum' | 'phone' | 'plate' | 'amount'
}

export const FIELD_RULES = {
  thing: {
    name: '事物',
    max: 20,
    pattern: `^[^${CONTROL}${INVISIBLE}${EMOJI}]{1,20}$`,
    possible: `^[^${CONTROL}]{1,20}$`,
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
    pattern: `^${NO_EMOJI}[${SIGNS}]{1,5}$`,
    possible: `^[${PICTURES}]{1,5}$`,
    hint: '最多 5 个符号，不能有汉字、字母、数字，例如 -',
    input: 'text',
  },
  character_string: {
    name: '字符串',
    max: 32,
    pattern: `^${NO_EMOJI}[A-Za-z0-9${SIGNS} ]{1,32}$`,
    possible: `^[A-Za-z0-9${PICTURES} ]{1,32}$`,
    hint: '最多 32 个字母、数字或符号，不能有汉字，例如 XJ-20260701',
    input: 'text',
  },
  time: {
    name: '时间',
    pattern: TIME_PATTERN,
    possible: POSSIBLE_TIME_PATTERN,
    hint: '24 小时制，可带年月日，时间段用半角 ~ 连接，例如 2026年7月1日 15:01 或 15:01~16:30',
    input: 'datetime',
  },
  date: {
    name: '日期',
    pattern: DATE_PATTERN,
    possible: POSSIBLE_DATE_PATTERN,
    hint: '年月日，可带时间，时间段用半角 ~ 连接，例如 2026年7月1日 或 2026-07-01 15:01',
    input: 'date',
  },
  amount: {
    name: '金额',
    pattern: '^\\p{Sc}?(?=(?:\\.?\\d){1,10}元?$)\\d+(?:\\.\\d+)?元?$',
    hint: '最多 10 位数字（含小数），可带一个货币符号或「元」，例如 ￥100.50',
    input: 'amount',
  },
  phone_number: {
    name: '电话',
    max: 17,
    pattern: `^(?=.*\\d)${NO_EMOJI}[\\d${SIGNS} ]{1,17}$`,
    possible: `^[\\d${PICTURES} ]{1,17}$`,
    hint: '最多 17 位数字和符号，例如 +86-0766-66888866',
    input: 'phone',
  },
  car_number: {
    name: '车牌号',
    max: 8,
    pattern: `^(?=.{1,8}$)[${HAN}A-Za-z0-9](?:[A-Za-z0-9]*[${HAN}A-Za-z0-9])?$`,
    hint: '最多 8 位，首末位可为汉字，其余为字母或数字，例如 粤A8Z888挂',
    input: 'plate',
  },
  name: {
    name: '姓名',
    max: 20,
    // Letters of every script, signs as well; with 汉字 in it a name counts as Chinese.
    pattern: `^${NO_EMOJI}(?:(?=.*[${HAN}])[\\p{L}${SIGNS} ]{1,10}|(?!.*[${HAN}])[\\p{L}${SIGNS} ]{1,20})$`,
    possible: `^(?:(?=.*[${HAN}])[\\p{L}${PICTURES} ]{1,10}|(?!.*[${HAN}])[\\p{L}${PICTURES} ]{1,20})$`,
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
