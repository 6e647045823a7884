import { type FieldFault } from '../error/app-error'
import { codePoints } from './characters'
import { type MessageData } from './message-data'
import { BUILT_IN, fillVariables, isPersonalText, variablesIn } from './variables'

/** What a list says of one person beside who she is, column → value; a text has it where it says `{{列名}}`. */
export type Columns = Readonly<Record<string, string>>

/** Characters of the name of a column. */
export const MAX_COLUMN_NAME = 20

/** What a name may not be, whatever it stands for. */
export function columnFaults(columns: Columns): FieldFault[] {
  return Object.entries(columns).flatMap(([name, value]) => {
    const fault = nameFault(name) ?? (isPersonalText(value) ? `「${name}」里不能有 {{…}}` : undefined)
    return fault === undefined ? [] : [{ field: `columns.${name.slice(0, MAX_COLUMN_NAME)}`, message: fault }]
  })
}

function nameFault(name: string): string | undefined {
  if (BUILT_IN.includes(name)) return `列名不能叫 ${name}，{{${name}}} 已经有别的意思，请换一个列名`
  if (name.trim() === '' || name !== name.trim()) return `列名「${name}」前后不能有空格，也不能为空`
  if (codePoints(name) > MAX_COLUMN_NAME) return `列名「${name.slice(0, MAX_COLUMN_NAME)}…」太长了，最多 ${MAX_COLUMN_NAME} 个字`
  return /[{}\r\n]/.test(name) ? `列名「${name}」里不能有花括号和换行` : undefined
}

/** The texts with her columns in them; all other variables stay for `personalise`. */
export function fillColumns(data: MessageData, columns: Columns): MessageData {
  return Object.fromEntries(Object.entries(data).map(([key, text]) => [key, fillVariables(text, (name) => (Object.hasOwn(columns, name) ? columns[name] : undefined))]))
}

/** Where a text wants a column of which this person has nothing: nobody means to send «应缴元». */
export function emptyColumns(data: MessageData, columns: Columns): FieldFault[] {
  const isEmpty = (name: string): boolean => Object.hasOwn(columns, name) && (columns[name] ?? '').trim() === ''
  return Object.entries(data).flatMap(([key, text]) => variablesIn(text).filter(isEmpty).map((name) => ({ field: `data.${key}`, message: `「${name}」这一列是空的` })))
}
