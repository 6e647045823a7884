import { type TemplateField } from '../../services/answers'

/** Whatever stands between double braces; the function puts in what it stands for, and refuses what it does not know. */
const PLACE = /\{\{([^{}]*)\}\}/g

/** What a text may have of each recipient by itself, and of the day; a list has its columns beside them. */
export const BUILT_IN: Readonly<Record<string, string>> = { nickname: '昵称', remark: '备注', date: '当天日期' }

export function placeFor(name: string): string {
  return `{{${name}}}`
}

/** Their names, in their order. */
export function variablesIn(text: string): string[] {
  const names: string[] = []
  text.replace(PLACE, (_place, name: string) => String(names.push(name.trim())))
  return names
}

export function hasVariables(text: string): boolean {
  return variablesIn(text).length > 0
}

/** What is left is what its writer has typed. */
export function withoutVariables(text: string): string {
  return text.replace(PLACE, '')
}

/** How people call it. */
export function titleOf(name: string): string {
  return Object.prototype.hasOwnProperty.call(BUILT_IN, name) ? (BUILT_IN[name] ?? name) : name
}

/** As a card shows it: with the columns of one row, and a place for what nobody knows yet. */
export function withPlaceholders(text: string, columns: Readonly<Record<string, string>> = {}): string {
  return text.replace(PLACE, (_place, given: string) => {
    const name = given.trim()
    return Object.prototype.hasOwnProperty.call(columns, name) ? (columns[name] ?? '') : `〔${titleOf(name)}〕`
  })
}

/** Fields whose input is no place to type in: a variable stands there alone, in place of what would be chosen. */
export function standsAlone({ input }: Pick<TemplateField, 'input'>): boolean {
  return input === 'datetime' || input === 'date' || input === 'enum' || input === 'amount'
}
