import { type FieldFault } from '../error/app-error'
import { dayOf } from '../records/beijing'
import { codePoints } from './characters'
import { faultOf, mostOf } from './field-faults'
import { type RuleName } from './field-rules'
import { checkData, type MessageData } from './message-data'
import { ELLIPSIS, graphemes, plainText } from './plain-text'
import { type TemplateField } from './template'

/** What a text may hold that differs for each recipient, or from day to day. */
export interface Recipient {
  nickname: string
  /** The admins' own note on her. */
  remark: string
  /** When it goes out, in milliseconds. */
  at: number
}

/** Built in; a list may bring columns of its own beside them (`columns.ts`). A field tells in which form it takes a date. */
const VARIABLES: Record<string, (recipient: Recipient, rule?: RuleName) => string> = {
  nickname: ({ nickname }) => plainText(nickname),
  remark: ({ remark }) => plainText(remark),
  date: ({ at }, rule) => dayFor(at, rule),
}

export const BUILT_IN: readonly string[] = Object.keys(VARIABLES)

/** Rules that take no 汉字, and so no `2026年12月1日`. */
const WITHOUT_HAN: readonly (RuleName | undefined)[] = ['character_string', 'phone_number', 'number', 'letter', 'amount']

/** Whatever stands between double braces: a misspelt name is told, not sent. */
const PLACE = /\{\{([^{}]*)\}\}/g

function dayFor(at: number, rule: RuleName | undefined): string {
  const [year = '', month, day] = dayOf(at).split('-')
  return WITHOUT_HAN.includes(rule) ? dayOf(at) : `${year}年${Number(month)}月${Number(day)}日`
}

/** Whether each recipient gets a text of her own. */
export function isPersonal(data: MessageData): boolean {
  return Object.values(data).some(isPersonalText)
}

export function isPersonalText(text: string): boolean {
  return variablesIn(text).length > 0
}

/** Their names, in their order. */
export function variablesIn(text: string): string[] {
  return [...text.matchAll(PLACE)].map((match) => (match[1] ?? '').trim())
}

/** The text with what is known put in; of all else the place stays. What is put in makes no place of its own. */
export function fillVariables(text: string, known: (name: string) => string | undefined): string {
  return text.replace(PLACE, (place, name: string) => known(name.trim()) ?? place)
}

/**
 * The texts for this recipient. What of her own names is too long for its field is cut there, with «…» where the field takes one;
 * whatever else is wrong then stays, for `checkData` to find.
 */
export function personalise(data: MessageData, recipient: Recipient, fields: readonly TemplateField[], { asIs = false } = {}): MessageData {
  const textFor = (key: string, text: string): string => {
    const field = fields.find((each) => each.key === key)
    const whole = fill(text, recipient, field?.rule)
    if (!field || !isPersonalText(text) || codePoints(whole) <= (mostOf(whole, field.rule) ?? Infinity)) return whole
    const fits = (value: string): boolean => {
      const fault = faultOf(value, field)
      return fault === undefined || (asIs && fault.doubts.length > 0)
    }
    return shorter(recipient, variablesIn(text)).map((each) => fill(text, each, field.rule)).find(fits) ?? whole
  }
  return Object.fromEntries(Object.entries(data).map(([key, text]) => [key, textFor(key, text)]))
}

function fill(text: string, recipient: Recipient, rule: RuleName | undefined): string {
  return fillVariables(text, (name) => (Object.hasOwn(VARIABLES, name) ? VARIABLES[name]?.(recipient, rule) : undefined))
}

/** From the longest on: first with less of the nickname, then with less of the remark. */
function shorter(recipient: Recipient, used: readonly string[]): Recipient[] {
  const nicknames = used.includes('nickname') ? partsOf(recipient.nickname) : []
  const least = nicknames.at(-1) ?? recipient.nickname
  const remarks = used.includes('remark') ? partsOf(recipient.remark) : []
  return [...nicknames.map((nickname) => ({ ...recipient, nickname })), ...remarks.map((remark) => ({ ...recipient, nickname: least, remark }))]
}

/** A part without «…» is for fields that take letters only. */
function partsOf(name: string): string[] {
  const characters = graphemes(plainText(name))
  const parts = characters.map((_, cut) => characters.slice(0, characters.length - 1 - cut).join('').trimEnd()).filter(Boolean)
  return [...parts.map((part) => `${part}${ELLIPSIS}`), ...parts]
}

/**
 * `checkData` for texts that may hold variables: what differs for each recipient is checked when it is known.
 * @param own  fields of which each recipient has a text of her own, so that the common one may be missing
 */
export function checkSharedData(data: MessageData, fields: readonly TemplateField[], { own = [], ...options }: { asIs?: boolean; own?: readonly string[] } = {}): FieldFault[] {
  const isLater = (key: string): boolean => isPersonalText(data[key] ?? '') || (own.includes(key) && fields.some((field) => field.key === key))
  const all = { ...Object.fromEntries(own.map((key) => [key, ''])), ...data }
  return checkData(all, fields, options).filter(({ field }) => !isLater(field.replace(/^data\./, '')))
}

/** Variables that nobody has. @param columns  names that there are beside the built-in ones */
export function unknownVariables(data: MessageData, columns: readonly string[] = []): FieldFault[] {
  const known = [...BUILT_IN, ...columns]
  return Object.entries(data).flatMap(([key, text]) =>
    variablesIn(text)
      .filter((name) => !known.includes(name))
      .map((name) => ({ field: `data.${key}`, message: `不认识变量 {{${name}}}，可用的是 ${known.map((each) => `{{${each}}}`).join('、')}` })),
  )
}
