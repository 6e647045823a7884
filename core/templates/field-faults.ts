import { codePoints, EMOJI, HAN, INVISIBLE } from './characters'
import { IMPOSSIBLE_DAY, MONTH_BEFORE_TIME, NO_GAP, SHORT_HOUR } from './date-patterns'
import { ruleNamed, type FieldRule, type RuleName } from './field-rules'

export interface CheckedField {
  label: string
  rule: RuleName
  /** Values of an enum field. */
  enum?: string[]
}

/**
 * What we refuse although WeChat may take it, because its page does not say. Between `pattern` and `possible` of a rule lies nothing else.
 * An admin may have such a text sent as it stands; then WeChat decides, and its answer is recorded.
 */
export const DOUBTS = {
  // Nobody has reported whether they are taken, and what each counts.
  emoji: { rules: ['thing', 'symbol', 'character_string', 'phone_number', 'name'], found: `[${EMOJI}]`, fault: '不能用表情符号' },
  // The page names control characters only; these come along with a copied text and are rarely meant.
  invisible: { rules: ['thing', 'symbol', 'character_string', 'phone_number', 'name'], found: `[${INVISIBLE}]`, fault: '里有看不见的字符，请删掉重新输入' },
  // Its examples have a space.
  'no-space': { rules: ['time', 'date'], found: NO_GAP, fault: '里的日期和时间之间要有一个空格' },
  // Its format is HH:MM.
  'short-hour': { rules: ['time', 'date'], found: SHORT_HOUR, fault: '里的小时要写成两位，例如 09:05' },
  // «+年月日» is all three.
  'month-before-time': { rules: ['time', 'date'], found: MONTH_BEFORE_TIME, fault: '里的时间前面要写完整的年月日' },
  // «数字、符号» may mean either.
  'no-digit': { rules: ['phone_number'], found: '^\\D+$', fault: '的格式不对，电话里没有数字' },
} as const satisfies Record<string, Doubt>

interface Doubt {
  rules: readonly RuleName[]
  /** Source of a RegExp with the `u` flag that finds it in a value. */
  found: string
  fault: string
}

export type DoubtName = keyof typeof DOUBTS

export interface ValueFault {
  /** In words that say how to mend it. */
  message: string
  /** Why we refuse what WeChat may take; empty where it certainly will not. */
  doubts: DoubtName[]
}

/** What is wrong with `value` in that field; undefined when it is fine. */
export function faultOf(value: string, field: CheckedField): ValueFault | undefined {
  const { label } = field
  const rule = ruleNamed(field.rule)
  if (value.trim() === '') return certain(`「${label}」还没有填`)
  if (field.rule === 'enum') {
    const values = field.enum ?? []
    return values.includes(value) ? undefined : certain(`「${label}」只能是 ${values.join('、')} 之一`)
  }
  if (matches(rule.pattern, value)) return undefined
  const doubts = matches(rule.possible, value) ? doubtsIn(value, field.rule) : []
  const [first] = doubts
  const what = first === undefined ? whatIsWrong(value, field.rule, rule) : DOUBTS[first].fault
  return { message: `「${label}」${what}。要求：${rule.hint}`, doubts }
}

function certain(message: string): ValueFault {
  return { message, doubts: [] }
}

function matches(pattern: string | undefined, value: string): boolean {
  return pattern !== undefined && new RegExp(pattern, 'u').test(value)
}

function doubtsIn(value: string, rule: RuleName): DoubtName[] {
  const isIn = ({ rules, found }: Doubt): boolean => rules.includes(rule) && matches(found, value)
  return (Object.keys(DOUBTS) as DoubtName[]).filter((name) => isIn(DOUBTS[name]))
}

/** As many characters as the field takes of such a value, where it counts them. */
export function mostOf(value: string, name: RuleName): number | undefined {
  return name === 'name' && matches(`[${HAN}]`, value) ? 10 : ruleNamed(name).max
}

function whatIsWrong(value: string, name: RuleName, rule: FieldRule): string {
  const length = codePoints(value)
  const hasHan = matches(`[${HAN}]`, value)
  const max = mostOf(value, name)
  if (max !== undefined && length > max) return `有 ${length} 个字，超出 ${length - max} 个`
  if (/[\r\n]/.test(value)) return '不能换行'
  if (matches(DOUBTS.emoji.found, value)) return DOUBTS.emoji.fault
  if (value.includes('～')) return '里的全角「～」要换成半角「~」'
  if (name === 'name' && /\d/.test(value)) return '不能有数字'
  if (name === 'character_string' && hasHan) return '不能有汉字'
  if ((name === 'date' || name === 'time') && matches(IMPOSSIBLE_DAY, value)) return '里的日期不存在，请看一下日历'
  return `的格式不对，${rule.name}类型不接受「${value}」`
}
