import { type FieldFault } from '../error/app-error'
import { codePoints } from './characters'
import { faultOf, mostOf } from './field-faults'
import { checkData, type MessageData } from './message-data'
import { ELLIPSIS, graphemes, plainText } from './plain-text'
import { type TemplateField } from './template'

/** What a text may hold that differs for each recipient. */
export interface Recipient {
  nickname: string
}

const VARIABLES: Record<string, (recipient: Recipient) => string> = {
  nickname: ({ nickname }) => plainText(nickname),
}
const PLACE = /\{\{\s*([\w.]+)\s*\}\}/g

/** Whether each recipient gets a text of her own. */
export function isPersonal(data: MessageData): boolean {
  return Object.values(data).some(isPersonalText)
}

export function isPersonalText(text: string): boolean {
  return /\{\{\s*[\w.]+\s*\}\}/.test(text)
}

/**
 * The texts for this recipient. What of her own is too long for its field is cut there, with «…» where the field takes one;
 * whatever else is wrong then stays, for `checkData` to find.
 */
export function personalise(data: MessageData, recipient: Recipient, fields: readonly TemplateField[], { asIs = false } = {}): MessageData {
  const textFor = (key: string, text: string): string => {
    const whole = fill(text, recipient)
    const field = fields.find((each) => each.key === key)
    if (!field || !isPersonalText(text) || codePoints(whole) <= (mostOf(whole, field.rule) ?? Infinity)) return whole
    const fits = (value: string): boolean => {
      const fault = faultOf(value, field)
      return fault === undefined || (asIs && fault.doubts.length > 0)
    }
    return shorter(recipient).map((each) => fill(text, each)).find(fits) ?? whole
  }
  return Object.fromEntries(Object.entries(data).map(([key, text]) => [key, textFor(key, text)]))
}

function fill(text: string, recipient: Recipient): string {
  return text.replace(PLACE, (place, name: string) => VARIABLES[name]?.(recipient) ?? place)
}

/** From the longest on; a part without «…» is for fields that take letters only. */
function shorter({ nickname }: Recipient): Recipient[] {
  const characters = graphemes(plainText(nickname))
  const parts = characters.map((_, cut) => characters.slice(0, characters.length - 1 - cut).join('').trimEnd()).filter(Boolean)
  return [...parts.map((part) => `${part}${ELLIPSIS}`), ...parts].map((part) => ({ nickname: part }))
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
