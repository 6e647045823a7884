import { isValidFieldValue } from '../fields/field-rules'
import { ErrcodeError } from '../openapi/errcodes'
import type { Switches } from '../switches'
import { enumValuesOf, type Template } from '../templates/template'
import type { InboxMessage } from './inbox'

/**
 * Checks `data` of a send against the template's keywords, in their order, and answers the lines of the card.
 * Keys that the template does not have are ignored.
 * @throws ErrcodeError 47003 naming the first faulty keyword only, as WeChat does
 */
export function checkData(data: unknown, template: Template, { fields, send }: Switches): InboxMessage['lines'] {
  return template.fields.map(({ key, label, rule }) => {
    const value = textOfValue(data, key)
    // The misspelling is WeChat's.
    if (value.trim() === '') throw argumentInvalid(`data.${key}.value is emtpy`, send.argumentErrmsgMax)
    const valid = isValidFieldValue(rule, value, { ...fields, enumValues: enumValuesOf(template, key) })
    if (!valid) throw argumentInvalid(`data.${key}.value invalid`, send.argumentErrmsgMax)
    return { label, value }
  })
}

/** 47003; its text is cut off where the switch send.argumentErrmsgMax says so. */
export function argumentInvalid(what: string, max: number | null): ErrcodeError {
  const text = `argument invalid! ${what}`
  return new ErrcodeError(47003, max === null ? text : text.slice(0, max))
}

/** A number is taken as its text; anything else that is no text counts as missing, and so does data that is no object. */
function textOfValue(data: unknown, key: string): string {
  const value = member(member(data, key), 'value')
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  return typeof value === 'string' ? value : ''
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  return (value as Record<string, unknown>)[key]
}
