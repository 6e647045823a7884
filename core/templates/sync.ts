import { createHash } from 'node:crypto'
import { note } from '../access/audit'
import { type Author } from '../access/identify'
import { AppError } from '../error/app-error'
import { readWeChatError } from '../error/wechat-errors'
import { type Ports } from '../ports'
import { type WeChatTemplate } from '../ports/openapi'
import { allTemplates, templatesOf } from './registry'
import { changesOf } from './changes'
import { sampleFor } from './sample'
import { isPlaceholder, parseContent, type Template, type TemplateField } from './template'

export interface SyncReport {
  /** Keys of templates that are new here. */
  added: string[]
  /** Keys whose id or body was brought up to date. */
  updated: string[]
  unchanged: string[]
  /** Keys that WeChat does not have (any more). */
  missing: string[]
}

/** WeChat's number for a long-term template; 2 is one-time. */
const LONG_TERM = 3

/** The registry beside the templates of this appid. */
export interface Comparison {
  /** Those that WeChat has: as they are to be, and as they stand here. */
  theirs: { template: Template; known?: Template }[]
  /** Known here only. */
  missing: Template[]
}

/**
 * A template is known by its id; one that still has a placeholder, or whose id WeChat does not have, is known by its title.
 * @throws AppError `no-call-token` from the console, `wechat-refused`
 */
export async function compareWithWeChat(ports: Ports): Promise<Comparison> {
  const theirs = await listOfWeChat(ports)
  const ours = await allTemplates(ports.db)
  const now = new Date(ports.clock.now())
  const compared = theirs.map((their) => {
    const known = findKnown(their, ours, theirs)
    return { template: toTemplate(their, known, now), ...(known && { known }) }
  })
  const matched = new Set(compared.map(({ template }) => template._id))
  return { theirs: compared, missing: ours.filter(({ _id }) => !matched.has(_id)) }
}

export function isChanged({ template, known }: Comparison['theirs'][number]): boolean {
  return known !== undefined && changesOf(known, template).length > 0
}

/** Brings the registry in line; what is as it should be is not touched, so that once more changes nothing. */
export async function syncTemplates(ports: Ports, by: Author, { theirs, missing }: Comparison): Promise<SyncReport> {
  const report: SyncReport = { added: [], updated: [], unchanged: [], missing: missing.map(({ _id }) => _id) }
  for (const { template, known } of theirs) {
    const { _id, ...record } = template
    const document = templatesOf(ports.db).doc(_id)
    if (!known) {
      await document.set({ data: record })
      report.added.push(_id)
    } else if (isChanged({ template, known })) {
      // Only what WeChat decides: switch, page and words may be changed by somebody at this moment.
      const { templateId, title, type, fields, sample, updatedAt } = record
      await document.update({ data: { templateId, title, type, fields, sample: ports.db.command.set(sample), updatedAt } })
      report.updated.push(_id)
    } else report.unchanged.push(_id)
  }
  await note(ports, by, 'sync-templates', { ...report })
  return report
}

async function listOfWeChat(ports: Ports): Promise<WeChatTemplate[]> {
  try {
    return (await ports.openapi.subscribeMessage.getTemplateList()).data
  } catch (error) {
    const { disposition, message, errcode } = readWeChatError(error)
    if (disposition === 'no-token')
      throw new AppError('no-call-token', '云控制台的调用没有微信的云调用凭证，不能读取模板列表。请由所有者在小程序的模板设置里点「同步」。', { cause: error })
    throw new AppError('wechat-refused', `读取微信的模板列表失败：${message}`, { details: { errcode }, cause: error })
  }
}

function findKnown(their: WeChatTemplate, ours: readonly Template[], theirs: readonly WeChatTemplate[]): Template | undefined {
  const byId = ours.find((template) => template.templateId === their.priTmplId)
  if (byId) return byId
  const live = new Set(theirs.map((template) => template.priTmplId))
  const isFree = (template: Template): boolean => isPlaceholder(template.templateId) || !live.has(template.templateId)
  return ours.find((template) => template.title === their.title && isFree(template))
}

function toTemplate(their: WeChatTemplate, known: Template | undefined, now: Date): Template {
  return {
    _id: known?._id ?? keyFor(their.priTmplId),
    templateId: their.priTmplId,
    title: their.title,
    type: their.type === LONG_TERM ? 'long-term' : 'one-time',
    about: known?.about ?? '',
    fields: fieldsOf(their),
    page: known?.page ?? '',
    sample: sampleFor(fieldsOf(their), known?.sample),
    // A new one waits until somebody decides to use it.
    enabled: known?.enabled ?? false,
    updatedAt: now,
  }
}

function fieldsOf(their: WeChatTemplate): TemplateField[] {
  const enums = (their.keywordEnumValueList ?? []).map(({ keywordCode, enumValueList }) => [keywordCode.replace(/\.DATA$/, ''), enumValueList])
  return parseContent(their.content, Object.fromEntries(enums)).fields
}

function keyFor(templateId: string): string {
  return `wechat-${createHash('sha256').update(templateId).digest('hex').slice(0, 8)}`
}
