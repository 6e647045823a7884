import { parseContent, type Template } from '../../core/templates/template'
import TEMPLATES from '../../deploy/templates.json'

/** A kind of message in the year's world. */
export type YearTemplate = Pick<Template, '_id' | 'templateId' | 'title' | 'type' | 'fields' | 'page'>

/** The declared templates under the ids that they have here. @param ids  our key → WeChat's id */
export function yearTemplates(ids: ReadonlyMap<string, string>): Record<string, YearTemplate> {
  return Object.fromEntries(
    TEMPLATES.map(({ key, title, type, content, page, enums = {} }) => {
      const templateId = ids.get(key)
      if (templateId === undefined) throw new Error(`模板 ${key} 没有登记，请先运行 demo/seed.ts。`)
      return [key, { _id: key, templateId, title, type: type as Template['type'], fields: parseContent(content, enums as Record<string, string[]>).fields, page }]
    }),
  )
}
