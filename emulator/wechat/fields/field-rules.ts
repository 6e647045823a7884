import { digitsIn, hasControlCharacter, hasEmoji, hasHan, lengthOf, type CharCount } from './characters'
import { isDateValue, isTimeValue } from './date-time'

/** What a keyword of a template takes. Every rule also refuses control characters and, by default, emoji. */
export interface FieldRule {
  example: string
  accepts(value: string, context: FieldContext): boolean
}

export interface FieldContext {
  /** Length in the unit that the switch fields.charCount says. */
  length(text: string): number
  /** The keyword's own list, for enum and const. */
  enumValues?: readonly string[]
}

// 订阅消息参数值内容限制说明, in api_sendmessage (subscribeMessage.send).
const MAX_THING = 20
const MAX_NUMBER_DIGITS = 32
const MAX_LETTERS = 32
const MAX_SYMBOLS = 5
const MAX_CHARACTER_STRING = 32
const MAX_AMOUNT_DIGITS = 10
const MAX_PHONE_NUMBER = 17
const MAX_CAR_NUMBER = 8
const MAX_HAN_NAME = 10
const MAX_LATIN_NAME = 20
const MAX_PHRASE = 5

const ENUM: FieldRule = {
  // 枚举值：只能传枚举值范围内的字段值
  example: '进行中',
  // A template that names no list (set up by hand) cannot refuse anything.
  accepts: (value, { enumValues }) => !enumValues || enumValues.includes(value),
}

export const FIELD_RULES = {
  thing: {
    // 事物：20个以内字符，可汉字、数字、字母或符号组合
    example: '广州至北京',
    accepts: (value, { length }) => length(value) <= MAX_THING,
  },
  number: {
    // 数字：32位以内数字，只能数字，可带小数
    example: '30',
    accepts: (value) => /^\d+(?:\.\d+)?$/.test(value) && digitsIn(value) <= MAX_NUMBER_DIGITS,
  },
  letter: {
    // 字母：32位以内字母，只能字母
    example: 'AAA',
    accepts: (value) => /^[A-Za-z]+$/.test(value) && value.length <= MAX_LETTERS,
  },
  symbol: {
    // 符号：5位以内符号，只能符号
    example: '!',
    accepts: (value, { length }) => /^[\p{P}\p{S}]+$/u.test(value) && length(value) <= MAX_SYMBOLS,
  },
  character_string: {
    // 字符串：32位以内数字、字母或符号，可数字、字母或符号组合
    example: 'A2026-0001',
    accepts: (value, { length }) => /^[A-Za-z0-9\p{P}\p{S} ]+$/u.test(value) && length(value) <= MAX_CHARACTER_STRING,
  },
  time: {
    // 时间：24小时制时间格式（支持+年月日），支持填时间段，两个时间点之间用“~”符号连接
    example: '2019年10月1日 15:01',
    accepts: isTimeValue,
  },
  date: {
    // 日期：年月日格式（支持+24小时制时间），支持填时间段，两个时间点之间用“~”符号连接
    example: '2019年10月1日',
    accepts: isDateValue,
  },
  amount: {
    // 金额：1个币种符号+10位以内纯数字，可带小数，结尾可带“元”
    example: '￥100',
    accepts: (value) => /^\p{Sc}?\d+(?:\.\d+)?元?$/u.test(value) && digitsIn(value) <= MAX_AMOUNT_DIGITS,
  },
  phone_number: {
    // 电话：17位以内，数字、符号
    example: '+86-0766-66888866',
    accepts: (value, { length }) => /^[\d\p{P}\p{S} ]+$/u.test(value) && length(value) <= MAX_PHONE_NUMBER,
  },
  car_number: {
    // 车牌：8位以内，第一位与最后一位可为汉字，其余为字母或数字
    example: '粤A8Z888挂',
    accepts: (value, { length }) =>
      /^[A-Za-z0-9\p{Script=Han}](?:[A-Za-z0-9]*[A-Za-z0-9\p{Script=Han}])?$/u.test(value) && length(value) <= MAX_CAR_NUMBER,
  },
  name: {
    // 姓名：10个以内纯汉字或20个以内纯字母或符号，中文和字母混合按中文名算
    example: '张三',
    // Digits are refused in practice: a nickname such as 用户123456 gives 47003.
    accepts: (value, { length }) => {
      const max = hasHan(value) ? MAX_HAN_NAME : MAX_LATIN_NAME
      return /^[\p{L}\p{P}\p{S} ]+$/u.test(value) && length(value) <= max
    },
  },
  phrase: {
    // 汉字：5个以内汉字，纯汉字
    example: '配送中',
    accepts: (value, { length }) => /^\p{Script=Han}+$/u.test(value) && length(value) <= MAX_PHRASE,
  },
  enum: ENUM,
  // Some template lists call it so.
  const: ENUM,
} as const satisfies Record<string, FieldRule>

export type RuleName = keyof typeof FIELD_RULES

export function isRuleName(name: string): name is RuleName {
  return Object.hasOwn(FIELD_RULES, name)
}

export interface FieldOptions {
  charCount: CharCount
  emoji: 'refuse' | 'allow'
  enumValues?: readonly string[]
}

/** Whether the platform takes this value for a keyword of that type. An empty value is never valid. */
export function isValidFieldValue(ruleName: RuleName, value: string, { charCount, emoji, enumValues }: FieldOptions): boolean {
  if (value === '' || hasControlCharacter(value)) return false
  if (emoji === 'refuse' && hasEmoji(value)) return false
  const rule: FieldRule = FIELD_RULES[ruleName]
  return rule.accepts(value, { length: (text) => lengthOf(text, charCount), enumValues })
}
