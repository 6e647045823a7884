import { isPlaceholder, type Template, type TemplateField } from '../../../core/templates/template'
import { COLLECTIONS } from '../../../core/records/collections'
import { type OnlineCheck } from '../check'
import { type Finding, mend, notice, orGood, todo } from '../finding'
import { type DeclaredTemplate, fieldsOf, idOf, type Project } from '../project'

const SAVE = 'npm run templates，把打印的内容粘到 云开发控制台 → 云函数 → push → 云端测试；或所有者在小程序的模板页点「同步」'

/** The records of `templates` are what a push uses: they against deploy/templates.json. */
export const savedTemplatesCheck: OnlineCheck = {
  id: 'saved-templates',
  title: '存好的模板',
  online: async (project, account) => {
    const { target } = project.scope()
    const rows = await account.find<Template>(target.prefix + COLLECTIONS.templates, { query: {}, earliest: '_id', limit: 100 })
    if (rows.length === 0) return [todo('一个模板也没有存', `${project.templates.length} 个`, SAVE)]
    return orGood(project.templates.flatMap((declared) => faultsOf(project, declared, rows.find(({ _id }) => _id === declared.key))), `${project.templates.length} 个都存好了，字段和 deploy/templates.json 里的一样`)
  },
}

function faultsOf({ variables }: Project, declared: DeclaredTemplate, row: Template | undefined): Finding[] {
  const name = `模板 ${declared.key}「${declared.title}」`
  const { id } = idOf(declared, variables)
  if (!row) return [mend(`${name}没有存`, id || '它的模板 ID', SAVE)]
  const differs = differenceOf(row.fields ?? [], fieldsOf(declared))
  return [
    ...(isPlaceholder(row.templateId ?? '') ? [mend(`${name}的模板 ID 还是占位的「${row.templateId ?? ''}」`, id || '这个小程序的模板 ID', SAVE)] : []),
    ...(!isPlaceholder(row.templateId ?? '') && id !== '' && row.templateId !== id ? [mend(`${name}存的模板 ID 是 ${row.templateId}`, id, `${SAVE}；如果是在模板页换的，就改 .env 里的`)] : []),
    ...(differs ? [mend(`${name}存的字段是 ${differs.is}`, differs.should, SAVE)] : []),
    ...(row.enabled === true ? [] : [notice(`${name}停用了`, '要用就启用', '所有者在小程序的模板页启用')]),
  ]
}

/** By keyword, label and rule; their order is WeChat's. */
export function differenceOf(is: readonly TemplateField[], should: readonly TemplateField[]): { is: string; should: string } | undefined {
  const [left, right] = [textOf(is), textOf(should)]
  return left === right ? undefined : { is: left || '空的', should: right }
}

function textOf(fields: readonly TemplateField[]): string {
  return fields.map(({ key, label, enum: values }) => `${label}:${key}${values?.length ? `(${values.join('/')})` : ''}`).join('、')
}
