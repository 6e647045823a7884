import { type FieldFault } from '../error/app-error'
import { codePoints, CONTROL } from './characters'
import { type MessageData } from './message-data'
import { type TemplateField } from './template'
import { isPersonalText } from './variables'

/** What a page path may hold between braces, in its query: `pages/order/order?id={{orderId}}&message={{id}}`. */
const PLACE = /\{\{(\w+)\}\}/g

/** Stands for the message's own id, which nobody gives. */
const OWN_ID = 'id'

/** Characters of one value, and of a path with all of them in it, where each may have become three times as long. */
const MAX_VALUE_LENGTH = 100
const MAX_FILLED_LENGTH = 500

/** Half a character among them, of which no address can be made. */
const UNWRITABLE = new RegExp(`[${CONTROL}]`, 'u')

/** What the content of a push comes to beside the path that its cards lead to. */
export interface Split {
  /** For WeChat: what is a field of the template, and what is neither, which is refused there. */
  data: MessageData
  /** For the path alone, each of its places by name; a field may be named as well. */
  parameters: MessageData
  faults: FieldFault[]
}

/** Names of what a path wants filled in, the message's id apart. */
export function parametersIn(page: string): string[] {
  return [...new Set([...page.matchAll(PLACE)].map((match) => match[1] ?? ''))].filter((name) => name !== OWN_ID)
}

/** The path with what is known of its places, each value encoded; a place of which nothing is known stays. */
export function fillPath(page: string, parameters: MessageData, id?: string): string {
  const known = id === undefined ? parameters : { ...parameters, [OWN_ID]: id }
  return page.replace(PLACE, (place, name: string) => (Object.hasOwn(known, name) ? encodeURIComponent(known[name] ?? '') : place))
}

/** Takes what belongs into the path out of what was given for the template's fields. */
export function splitData(page: string, given: MessageData, fields: readonly TemplateField[]): Split {
  const names = parametersIn(page)
  const isField = (name: string): boolean => fields.some(({ key }) => key === name)
  const data = Object.fromEntries(Object.entries(given).filter(([key]) => isField(key) || !names.includes(key)))
  const parameters = Object.fromEntries(names.filter((name) => Object.hasOwn(given, name)).map((name) => [name, given[name] ?? '']))
  // A field without a value is told of as one.
  const faults = names.filter((name) => !isField(name) || parameters[name]).flatMap((name) => faultOf(name, parameters[name] ?? ''))
  return { data, parameters, faults: [...placeFaults(page), ...faults, ...(faults.length > 0 ? [] : tooLong(page, parameters))] }
}

/** Places that nothing will ever be filled into. */
export function placeFaults(page: string): FieldFault[] {
  const [path = '', ...query] = page.split('?')
  if (/\{\{|\}\}/.test(path)) return [{ field: 'page', message: '{{…}} 只能写在页面路径的 ? 后面，例如 pages/order/order?id={{orderId}}' }]
  if (/\{\{|\}\}/.test(query.join('?').replace(PLACE, ''))) return [{ field: 'page', message: '页面路径里的参数要写成 {{orderId}} 这样，名字只用字母、数字和下划线，不留空格' }]
  return []
}

function faultOf(name: string, value: string): FieldFault[] {
  const fault = (message: string): FieldFault[] => [{ field: `data.${name}`, message }]
  if (value.trim() === '') return fault(`页面路径里有 {{${name}}}，请在 data 里写上 ${name} 的值`)
  if (UNWRITABLE.test(value)) return fault(`链接参数 ${name} 里有看不见的字符，请重新填写`)
  if (isPersonalText(value)) return fault(`链接参数 ${name} 里不能有昵称这样的 {{…}}，只能是写好的值或名单里的列`)
  if (codePoints(value) > MAX_VALUE_LENGTH) return fault(`链接参数 ${name} 有 ${codePoints(value)} 个字符，最多 ${MAX_VALUE_LENGTH} 个`)
  return []
}

function tooLong(page: string, parameters: MessageData): FieldFault[] {
  const filled = fillPath(page, parameters)
  if (filled === page || filled.length <= MAX_FILLED_LENGTH) return []
  return [{ field: 'page', message: `换上参数以后页面路径有 ${filled.length} 个字符，最多 ${MAX_FILLED_LENGTH} 个（一个汉字算 9 个）` }]
}
