import { type FieldFault } from '../error/app-error'
import { faultOf } from './field-faults'
import { type TemplateField } from './template'

/** Field key → text. */
export type MessageData = Record<string, string>

/** As an admin may give it: `{thing1: '…'}`, or WeChat's `{thing1: {value: '…'}}`; numbers are taken as their digits. */
export type GivenData = Record<string, string | number | { value: string | number }>

export function readData(given: GivenData): MessageData {
  return Object.fromEntries(
    Object.entries(given).map(([key, value]) => [key, String(typeof value === 'object' ? value.value : value)]),
  )
}

/**
 * Every fault of the content at once: fields that are missing, unknown, or break their rule.
 * @param asIs  what WeChat may take is no fault; it decides
 */
export function checkData(data: MessageData, fields: readonly TemplateField[], { asIs = false } = {}): FieldFault[] {
  const known = new Set(fields.map((field) => field.key))
  const faults = fields.flatMap((field) => {
    const fault = faultOf(data[field.key] ?? '', field)
    if (!fault) return []
    const { message, doubts } = fault
    if (doubts.length === 0) return [{ field: `data.${field.key}`, message }]
    return asIs === true ? [] : [{ field: `data.${field.key}`, message, doubts }]
  })
  const unknown = Object.keys(data)
    .filter((key) => !known.has(key))
    .map((key) => ({ field: `data.${key}`, message: `模板里没有字段 ${key}，它的字段是 ${[...known].join('、')}` }))
  return [...faults, ...unknown]
}

/** The card as its reader sees it: label and value, in the template's order. */
export function linesOf(data: MessageData, fields: readonly TemplateField[]): { label: string; value: string }[] {
  return fields.map((field) => ({ label: field.label, value: data[field.key] ?? '' }))
}
