import { type FieldFault } from '../error/app-error'
import { codePoints } from './characters'
import { faultOf, mostOf } from './field-faults'
import { type MessageData } from './message-data'
import { ELLIPSIS, graphemes } from './plain-text'
import { type TemplateField } from './template'
import { type Digest } from './terms'

/**
 * The text of one message for several notices of the same template: that of the newest, with the fields that the template says for many:
 * `{{count}}`, and what stood in the first or the last of them, `{{first.thing1}}`, `{{last.time2}}`.
 */

const PLACE = /\{\{\s*([\w.]+)\s*\}\}/g
const OF_NOTICE = /^(first|last)\.(\w+)$/

/** How many that may be at most, for the length of a text. */
const MOST_COUNTED = 999

/** @param notices  the texts of all of them, the oldest first; at least one */
export function digestData({ many, one }: Digest, notices: readonly MessageData[], fields: readonly TemplateField[]): MessageData {
  const [first = {}, last = first] = [notices[0], notices.at(-1)]
  const texts = notices.length > 1 ? many : (one ?? {})
  const written = Object.entries(texts).flatMap(([key, text]): [string, string][] => {
    const field = fields.find((each) => each.key === key)
    const value = field && fitting(field, (cut) => fill(text, notices.length, first, last, cut))
    // What fits in no way leaves the notice's own text: that was checked.
    return value === undefined ? [] : [[key, value]]
  })
  return { ...last, ...Object.fromEntries(written) }
}

type Cut = (value: string) => string

function fill(text: string, count: number, first: MessageData, last: MessageData, cut: Cut): string {
  return text.replace(PLACE, (place, name: string) => {
    if (name === 'count') return String(count)
    const [, which, key = ''] = OF_NOTICE.exec(name) ?? []
    return which === undefined ? place : cut((which === 'first' ? first : last)[key] ?? '')
  })
}

/** The longest that the field takes, with what was filled in cut at its end. */
function fitting(field: TemplateField, textWith: (cut: Cut) => string): string | undefined {
  const whole = textWith((value) => value)
  const most = mostOf(whole, field.rule) ?? Infinity
  const cuts = Array.from({ length: codePoints(whole) > most ? most + 1 : 0 }, (_, less) => most - less)
  const ways = [whole, ...cuts.map((length) => textWith((value) => shortened(value, length)))]
  return ways.find((way) => faultOf(way, field) === undefined)
}

function shortened(value: string, length: number): string {
  const characters = graphemes(value)
  return characters.length <= length ? value : `${characters.slice(0, Math.max(0, length - 1)).join('').trimEnd()}${ELLIPSIS}`
}

/** What is wrong with the texts of a digest, before anything is sent with them. @param sample  an example of each field */
export function digestFaults({ many, one = {} }: Digest, fields: readonly TemplateField[], sample: MessageData): FieldFault[] {
  if (Object.keys(many).length === 0) return [{ field: 'terms.digest.many', message: '要写合并多条时用的文字，例如 {"thing1":"{{count}} 条新通知"}' }]
  return [...faultsIn('many', many, fields, sample), ...faultsIn('one', one, fields, sample)]
}

function faultsIn(name: 'many' | 'one', texts: Readonly<Record<string, string>>, fields: readonly TemplateField[], sample: MessageData): FieldFault[] {
  return Object.entries(texts).flatMap(([key, text]): FieldFault[] => {
    const at = `terms.digest.${name}.${key}`
    const field = fields.find((each) => each.key === key)
    if (!field) return [{ field: at, message: `模板里没有字段 ${key}，它的字段是 ${fields.map((each) => each.key).join('、')}` }]
    const unknown = placesIn(text).filter((place) => place !== 'count' && !isOfNotice(place, fields))
    if (unknown.length > 0) return unknown.map((place) => ({ field: at, message: `不认识 {{${place}}}，可用的是 {{count}}、{{first.字段}}、{{last.字段}}，字段是 ${fields.map((each) => each.key).join('、')}` }))
    const example = Object.fromEntries(fields.map((each) => [each.key, sample[each.key] ?? '']))
    const value = fitting(field, (cut) => fill(text, MOST_COUNTED, example, example, cut))
    return value === undefined ? [{ field: at, message: `「${field.label}」填好以后不合要求：${faultOf(fill(text, MOST_COUNTED, example, example, (each) => each), field)?.message ?? ''}` }] : []
  })
}

function placesIn(text: string): string[] {
  return [...text.matchAll(PLACE)].map((match) => match[1] ?? '')
}

function isOfNotice(place: string, fields: readonly TemplateField[]): boolean {
  const [, , key] = OF_NOTICE.exec(place) ?? []
  return fields.some((each) => each.key === key)
}
