import { FIELD_RULES, isRuleName } from '../fields/field-rules'
import { InvalidInputError } from '../input-error'
import { type TemplateField } from './template'

const LINE = /^(.+?)\s*[:：]\s*\{\{\s*(([A-Za-z_]+?)\d+)\.DATA\s*\}\}$/
const SAMPLE_LINE = '名称:{{thing1.DATA}}'

/**
 * Reads the keywords of a template's content, one a line: `名称:{{thing1.DATA}}`.
 * @throws InvalidInputError naming the line, when one is malformed, of an unknown type, or repeated
 */
export function parseContent(content: unknown): TemplateField[] {
  if (typeof content !== 'string') throw new InvalidInputError(`content must be a text of lines such as ${SAMPLE_LINE}.`)
  const lines = content.split(/\r?\n/).map((line) => line.trim())
  const fields: TemplateField[] = []
  for (const [index, line] of lines.entries()) {
    if (line === '') continue
    const field = parseLine(line, index + 1)
    if (fields.some(({ key }) => key === field.key)) {
      throw new InvalidInputError(`Line ${index + 1} of content uses ${field.key} a second time.`)
    }
    fields.push(field)
  }
  if (fields.length === 0) throw new InvalidInputError(`content needs at least one line such as ${SAMPLE_LINE}.`)
  return fields
}

function parseLine(line: string, lineNumber: number): TemplateField {
  const [, label, key, rule] = LINE.exec(line) ?? []
  if (label === undefined || key === undefined || rule === undefined) {
    throw new InvalidInputError(`Line ${lineNumber} of content is «${line}»; it must look like ${SAMPLE_LINE}.`)
  }
  if (!isRuleName(rule)) {
    const known = Object.keys(FIELD_RULES).join(', ')
    throw new InvalidInputError(`Line ${lineNumber} of content has a keyword of unknown type ${rule}; the types are ${known}.`)
  }
  return { key, label, rule }
}

/** The content as WeChat writes it. */
export function formatContent(fields: TemplateField[]): string {
  return fields.map(({ key, label }) => `${label}:{{${key}.DATA}}\n`).join('')
}

/** The content with a sample value for each keyword. */
export function formatExample(fields: TemplateField[], sampleOf: (field: TemplateField) => string | undefined): string {
  return fields.map((field) => `${field.label}:${sampleOf(field) ?? FIELD_RULES[field.rule].example}\n`).join('')
}
