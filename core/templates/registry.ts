import { AppError } from '../error/app-error'
import { type Collection, type Database } from '../ports/database'
import { COLLECTIONS } from '../records/collections'
import { findAll, findById } from '../records/find'
import { isPlaceholder, type Template } from './template'

/** The templates that this environment knows: ids per appid live here, never in code. */
export function templatesOf(db: Database): Collection<Template> {
  return db.collection<Template>(COLLECTIONS.templates)
}

/** In the order of their keys. */
export async function allTemplates(db: Database): Promise<Template[]> {
  return findAll(templatesOf(db).orderBy('_id', 'asc'))
}

/** Users may be asked for it, and messages may be sent with it. */
export function isReady({ enabled, templateId }: Template): boolean {
  return enabled === true && !isPlaceholder(templateId)
}

/**
 * The template of that key, ready to send with.
 * @param known  as it was read a moment ago
 * @throws AppError `not-found` with the keys that exist, `not-ready` with what to do
 */
export async function templateToSend(db: Database, key: string, known?: Template): Promise<Template> {
  const template = known ?? (await findById(templatesOf(db), key))
  if (!template) throw await unknownTemplate(db, key)
  if (isPlaceholder(template.templateId))
    throw new AppError('not-ready', `模板 ${key}「${template.title}」还没有填模板 ID。请在微信公众平台「订阅消息」选用模板后，用 saveTemplate 填上 templateId。`)
  if (template.enabled !== true) throw new AppError('not-ready', `模板 ${key}「${template.title}」已停用。请先在模板设置里启用。`)
  return template
}

export async function unknownTemplate(db: Database, key: string): Promise<AppError> {
  return noSuchTemplate(key, (await allTemplates(db)).map((template) => template._id))
}

/** @param keys  of those that there are */
export function noSuchTemplate(key: string, keys: readonly string[]): AppError {
  const next = keys.length > 0 ? `现有模板：${keys.join('、')}。` : '现在一个模板也没有，请先用 saveTemplate 或 syncTemplates 添加。'
  return new AppError('not-found', `没有名为「${key}」的模板。${next}`, { details: { templates: keys } })
}
