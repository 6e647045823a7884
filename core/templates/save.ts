import * as v from 'valibot'
import { note } from '../access/audit'
import { type Author } from '../access/identify'
import { text } from '../api/schema'
import { invalidArgument, type FieldFault } from '../error/app-error'
import { type Ports } from '../ports'
import { findById } from '../records/find'
import { digestFaults } from './digest-text'
import { checkData, readData } from './message-data'
import { placeFaults } from './page-path'
import { templatesOf } from './registry'
import { sampleFor } from './sample'
import { isPlaceholder, parseContent, type Template, type TemplateField } from './template'
import { TERMS_REQUEST, termsOf } from './terms'

const MAX_FIELDS = 10
const MAX_ENUM_VALUES = 100
/** Of sends that somebody may have before nobody asks her any more. */
const MAX_TARGET = 20

/** What `saveTemplate` takes. A known key keeps whatever is not given, so an id is replaced by `{key, templateId}` alone. */
export const SAVE_REQUEST = v.strictObject({
  key: v.pipe(text(64), v.regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, '只能用小写字母、数字和短横线，例如 patrol-assigned')),
  templateId: v.optional(v.pipe(v.string('要写成文字'), v.maxLength(128, '最多 128 个字符'))),
  title: v.optional(text(64)),
  type: v.optional(v.picklist(['one-time', 'long-term'], '只能是 one-time（一次性）或 long-term（长期）')),
  about: v.optional(v.pipe(v.string('要写成文字'), v.maxLength(100, '最多 100 个字'))),
  content: v.optional(text(1000)),
  enums: v.optional(
    v.pipe(v.record(text(32), v.pipe(v.array(text(40)), v.maxLength(MAX_ENUM_VALUES, `最多 ${MAX_ENUM_VALUES} 个可选值`))), v.maxEntries(MAX_FIELDS, `最多 ${MAX_FIELDS} 个字段`)),
  ),
  page: v.optional(v.pipe(v.string('要写成文字'), v.maxLength(200, '最多 200 个字符'))),
  sample: v.optional(v.pipe(v.record(text(32), v.pipe(v.string('要写成文字'), v.maxLength(200, '最多 200 个字符'))), v.maxEntries(MAX_FIELDS, `最多 ${MAX_FIELDS} 个字段`))),
  terms: v.optional(TERMS_REQUEST),
  enabled: v.optional(v.boolean('只能是 true 或 false')),
  target: v.optional(v.pipe(v.number('要写成数字'), v.integer('要写成整数'), v.minValue(1, '最少 1 条'), v.maxValue(MAX_TARGET, `最多 ${MAX_TARGET} 条`))),
})

export type SaveRequest = v.InferOutput<typeof SAVE_REQUEST>

/**
 * Adds a template to the registry, or changes one.
 * @throws AppError `invalid-argument`: content that is no template body, a sample that breaks the fields' rules, an id in use
 */
export async function saveTemplate(ports: Ports, by: Author, request: SaveRequest): Promise<Template> {
  const known = await findById(templatesOf(ports.db), request.key)
  const template = merge(ports, known, request)
  await checkId(ports, template)
  const { _id, ...record } = template
  await templatesOf(ports.db).doc(_id).set({ data: record })
  await note(ports, by, 'save-template', { template: _id, templateId: template.templateId })
  return template
}

function merge(ports: Ports, known: Template | undefined, request: SaveRequest): Template {
  const fields = request.content === undefined ? known?.fields : fieldsFrom(request.content, request.enums)
  const title = request.title ?? known?.title
  if (fields === undefined || title === undefined)
    throw invalidArgument([
      ...(title === undefined ? [{ field: 'title', message: '新模板要有标题 title' }] : []),
      ...(fields === undefined ? [{ field: 'content', message: '新模板要有正文 content，每行像 巡查地点:{{thing1.DATA}}' }] : []),
    ])
  const places = placeFaults(request.page ?? '')
  if (places.length > 0) throw invalidArgument(places)
  const sample = request.sample ?? known?.sample ?? {}
  const faults = Object.keys(sample).length > 0 ? checkData(readData(sample), fields) : []
  if (faults.length > 0) throw invalidArgument(faults.map(inSample))
  const terms = request.terms === undefined ? known?.terms : termsOf(request.terms)
  const inDigest = terms?.digest ? digestFaults(terms.digest, fields, sampleFor(fields, sample)) : []
  if (inDigest.length > 0) throw invalidArgument(inDigest)
  return {
    _id: request.key,
    templateId: request.templateId ?? known?.templateId ?? '',
    title,
    type: request.type ?? known?.type ?? 'one-time',
    about: request.about ?? known?.about ?? '',
    fields,
    page: (request.page ?? known?.page ?? '').replace(/^\//, ''),
    sample,
    ...(terms && { terms }),
    enabled: request.enabled ?? known?.enabled ?? true,
    ...targetIn(request.target ?? known?.target),
    updatedAt: new Date(ports.clock.now()),
  }
}

function targetIn(target: number | undefined): Pick<Template, 'target'> {
  return target === undefined ? {} : { target }
}

function fieldsFrom(content: string, enums: Record<string, string[]> = {}): TemplateField[] {
  const { fields, unknown } = parseContent(content, enums)
  const faults = unknown.map((line) => ({ field: 'content', message: `看不懂这一行：「${line}」，每行要像 巡查地点:{{thing1.DATA}}` }))
  for (const field of fields)
    if (field.rule === 'enum' && field.enum?.length === 0)
      faults.push({ field: `enums.${field.key}`, message: `枚举字段「${field.label}」要在 enums.${field.key} 里给出可选的值` })
  if (fields.length > MAX_FIELDS) faults.push({ field: 'content', message: `模板最多 ${MAX_FIELDS} 个字段，这里有 ${fields.length} 个` })
  if (faults.length > 0) throw invalidArgument(faults)
  return fields
}

function inSample(fault: FieldFault): FieldFault {
  return { field: fault.field.replace(/^data/, 'sample'), message: `示例里${fault.message}` }
}

/** One id is one template: the ledger is kept by id. */
async function checkId(ports: Ports, template: Template): Promise<void> {
  if (isPlaceholder(template.templateId)) return
  const { data } = await templatesOf(ports.db).where({ templateId: template.templateId }).limit(2).get()
  const other = data.find((each) => each._id !== template._id)
  if (other) throw invalidArgument([{ field: 'templateId', message: `模板 ID 已经用在模板 ${other._id}「${other.title}」上` }])
}
