import { createHash } from 'node:crypto'
import { note } from '../access/audit'
import { type Author } from '../access/identify'
import { AppError } from '../error/app-error'
import { readWeChatError } from '../error/wechat-errors'
import { type Ports } from '../ports'
import { type WeChatTemplate } from '../ports/openapi'
import { allTemplates, templatesOf } from './registry'
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

/**
 * Brings the registry in line with the templates of this appid. A template is known by its id;
 * one that still has a placeholder, or whose id WeChat does not have, is known by its title.
 * @throws AppError `no-call-token` from the console, `wechat-refused`
 */
export async function syncTemplates(ports: Ports, by: Author): Promise<SyncReport> {
  const theirs = await listOfWeChat(ports)
  const ours = await allTemplates(ports.db)
  const report: SyncReport = { added: [], updated: [], unchanged: [], missing: [] }
  const matched = new Set<string>()
  for (const their of theirs) {
    const known = findKnown(their, ours, theirs)
    const template = toTemplate(their, known, new Date(ports.clock.now()))
    matched.add(template._id)
    if (known && sameAs(known, template)) {
      report.unchanged.push(known._id)
      continue
    }
    const { _id, ...record } = template
    await templatesOf(ports.db).doc(_id).set({ data: record })
    report[known ? 'updated' : 'added'].push(_id)
  }
  report.missing = ours.map((template) => template._id).filter((key) => !matched.has(key))
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
    sample: known?.sample ?? {},
    // A new one waits until somebody decides to use it.
    enabled: known?.enabled ?? false,
    updatedAt: now,
  }
}

function fieldsOf(their: WeChatTemplate): TemplateField[] {
  const enums = (their.keywordEnumValueList ?? []).map(({ keywordCode, enumValueList }) => [keywordCode.replace(/\.DATA$/, ''), enumValueList])
  return parseContent(their.content, Object.fromEntries(enums)).fields
}

function sameAs(known: Template, template: Template): boolean {
  const facts = ({ templateId, title, type, fields }: Template): string => JSON.stringify([templateId, title, type, fields])
  return facts(known) === facts(template)
}

function keyFor(templateId: string): string {
  return `wechat-${createHash('sha256').update(templateId).digest('hex').slice(0, 8)}`
}
