import { ruleOfKey, type RuleName } from './field-rules'
import { type Terms } from './terms'

/** One kind of reminder that the product can send: a row of `templates`, `_id` is our key, e.g. `patrol-assigned`. */
export interface Template {
  _id: string
  /** WeChat's private template id for this appid (priTmplId); empty while it is still to be filled in. */
  templateId: string
  title: string
  /** One-time: each accept allows one message. Long-term: a standing accept allows any number. */
  type: 'one-time' | 'long-term'
  /** For the user: when this reminder comes. */
  about: string
  fields: TemplateField[]
  /** Where a card leads when the push names no page; no leading slash. */
  page: string
  /** Example content, field key → text. */
  sample: Record<string, string>
  terms?: Terms
  enabled: boolean
  /** How many sends of a person are enough: who has so many is not asked for more by itself. One-time only; see `targetOf`. */
  target?: number
  updatedAt: Date
}

const USUAL_TARGET = 3

export function targetOf({ target = USUAL_TARGET }: Pick<Template, 'target'>): number {
  return target
}

export interface TemplateField {
  /** WeChat's keyword: type and number, e.g. thing1. */
  key: string
  label: string
  rule: RuleName
  enum?: string[]
}

/** Whether the id is still what was put there before the real one was known. */
export function isPlaceholder(templateId: string): boolean {
  return templateId.trim() === '' || /^(TEMPLATE_ID|PLACEHOLDER|YOUR_|\{\{|<)/i.test(templateId.trim())
}

export interface ParsedContent {
  fields: TemplateField[]
  /** Lines that are no field, or of a type we do not know. */
  unknown: string[]
}

/**
 * Reads the body of a WeChat template, lines such as `巡查地点:{{thing1.DATA}}`.
 * @param enums values of the enum fields by keyword, e.g. `{ 'const2': ['高', '低'] }`
 */
export function parseContent(content: string, enums: Record<string, string[]> = {}): ParsedContent {
  const fields: TemplateField[] = []
  const unknown: string[] = []
  for (const line of content.split(/\r?\n/).map((text) => text.trim()).filter(Boolean)) {
    const [, label, key] = /^(.+?)[:：]\s*\{\{([a-z_]+\d+)\.DATA\}\}$/.exec(line) ?? []
    const rule = key === undefined ? undefined : ruleOfKey(key)
    if (label === undefined || key === undefined || rule === undefined) unknown.push(line)
    else fields.push({ key, label: label.trim(), rule, ...(rule === 'enum' && { enum: enums[key] ?? [] }) })
  }
  return { fields, unknown }
}
