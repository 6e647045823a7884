import { type FieldFault } from '../error/app-error'
import { checkData, type MessageData } from './message-data'
import { type TemplateField } from './template'

/** What a text may hold that differs for each recipient. */
export interface Recipient {
  nickname: string
}

const VARIABLES: Record<string, (recipient: Recipient) => string> = {
  nickname: ({ nickname }) => nickname,
}
const PLACE = /\{\{\s*([\w.]+)\s*\}\}/g

/** Whether each recipient gets a text of her own. */
export function isPersonal(data: MessageData): boolean {
  return Object.values(data).some(isPersonalText)
}

export function isPersonalText(text: string): boolean {
  return /\{\{\s*[\w.]+\s*\}\}/.test(text)
}

export function personalise(data: MessageData, recipient: Recipient): MessageData {
  const fill = (text: string): string => text.replace(PLACE, (place, name: string) => VARIABLES[name]?.(recipient) ?? place)
  return Object.fromEntries(Object.entries(data).map(([key, text]) => [key, fill(text)]))
}

/** `checkData` for texts that may hold variables: what differs for each recipient is checked when it is known. */
export function checkSharedData(data: MessageData, fields: readonly TemplateField[], options: { asIs?: boolean } = {}): FieldFault[] {
  return checkData(data, fields, options).filter(({ field }) => !isPersonalText(data[field.replace(/^data\./, '')] ?? ''))
}

/** Variables that nobody has. */
export function unknownVariables(data: MessageData): FieldFault[] {
  return Object.entries(data).flatMap(([key, text]) =>
    [...text.matchAll(PLACE)]
      .map((match) => match[1] ?? '')
      .filter((name) => !Object.hasOwn(VARIABLES, name))
      .map((name) => ({ field: `data.${key}`, message: `不认识变量 {{${name}}}，可用的是 ${Object.keys(VARIABLES).map((each) => `{{${each}}}`).join('、')}` })),
  )
}
