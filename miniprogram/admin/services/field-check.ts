import { type TemplateField } from '../../services/answers'
import { hasVariables, titleOf, variablesIn, withoutVariables } from './variables'

/** Characters as WeChat counts them: Unicode code points. */
export function countOf(value: string): number {
  return [...value].length
}

/** Beside the input, where the rule has a limit: `12/20`. */
export function counterOf(value: string, { max }: Pick<TemplateField, 'max'>): string {
  if (max === undefined) return ''
  const places = variablesIn(value).map((name) => `+${titleOf(name)}`)
  return `${countOf(withoutVariables(value))}${places.join('')}/${max}`
}

/**
 * What is wrong with a value, in words, before anything is asked of the cloud. The rule comes with the field;
 * the function checks again by the same table and has the last word.
 * @param asIs  what WeChat may take is no fault
 */
export function faultOf(value: string, field: TemplateField, asIs = false): string | undefined {
  const { label } = field
  // Whether it fits depends on what is put in; the function looks at each, and a dry run tells those that do not.
  if (hasVariables(value)) return tooLong(withoutVariables(value), field)
  if (value.trim() === '') return `「${label}」还没有填`
  if (field.input === 'enum') return field.enum?.includes(value) ? undefined : `「${label}」要从选项里选`
  if (matches(value, field.pattern) || (asIs && mayStand(value, field))) return undefined
  const long = tooLong(value, field)
  if (long !== undefined) return long
  if (/[\r\n]/.test(value)) return `「${label}」不能换行`
  return `「${label}」的格式不对，请照上面的说明改`
}

/** Whether a text with a fault can be sent as it stands, for WeChat to decide. */
export function mayStand(value: string, { pattern, possible }: TemplateField): boolean {
  return value.trim() !== '' && possible !== undefined && !matches(value, pattern) && matches(value, possible)
}

function tooLong(value: string, { label, max }: TemplateField): string | undefined {
  const count = countOf(value)
  return max !== undefined && count > max ? `「${label}」有 ${count} 个字，超出 ${count - max} 个` : undefined
}

function matches(value: string, pattern: string | undefined): boolean {
  if (pattern === undefined) return true
  try {
    return new RegExp(pattern, 'u').test(value)
  } catch {
    // Old engines do not know \p{…}; there the function alone decides.
    return true
  }
}

/** Every fault of a form at once, field key → words. */
export function faultsOf(data: Readonly<Record<string, string>>, fields: readonly TemplateField[], asIs = false): Record<string, string> {
  const faults = fields.map((field) => [field.key, faultOf(data[field.key] ?? '', field, asIs)] as const)
  return Object.fromEntries(faults.filter((entry): entry is [string, string] => entry[1] !== undefined))
}

/** What a paste brings along and no field wants: blanks around it, line breaks. */
export function tidied(value: string): string {
  return value.replace(/\s*[\r\n]+\s*/g, ' ').trim()
}
