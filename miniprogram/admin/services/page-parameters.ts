import { type Template, type TemplateField } from '../../services/answers'

/** As the function finds them, which has the last word: `pages/order/order?id={{orderId}}`. */
const PLACE = /\{\{(\w+)\}\}/g

/** The message's own id, which nobody types. */
const OWN_ID = 'id'

/** Characters that the function takes for one. */
const MAX_LENGTH = 100

/**
 * What a form asks for: the template's fields, and below them what the page path wants filled in and no field has.
 * @param page  typed in place of the template's own; empty for that one
 */
export function formFields(template: Pick<Template, 'fields' | 'page'>, page: string): TemplateField[] {
  const names = new Set([...(page || template.page).matchAll(PLACE)].map((match) => match[1] ?? ''))
  const own = [...names].filter((name) => name !== OWN_ID && !template.fields.some(({ key }) => key === name))
  return [...template.fields, ...own.map(parameterField)]
}

function parameterField(name: string): TemplateField {
  const hint = `最多 ${MAX_LENGTH} 个字符；卡片上看不到，写进点开后的页面地址`
  return { key: name, label: `链接参数 ${name}`, rule: 'character_string', max: MAX_LENGTH, pattern: `^[^\\r\\n]{1,${MAX_LENGTH}}$`, hint, input: 'text' }
}
