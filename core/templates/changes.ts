import { isPlaceholder, type Template, type TemplateField } from './template'

/** What WeChat decides of a template. */
type Facts = Pick<Template, 'templateId' | 'title' | 'type' | 'fields'>

const TYPES: Readonly<Record<Template['type'], string>> = { 'one-time': '一次性', 'long-term': '长期' }

/** What is different between two states of a template, field by field, in words; empty when nothing is. */
export function changesOf(before: Facts, after: Facts): string[] {
  const [old, fresh] = [byKey(before.fields), byKey(after.fields)]
  const changes = [
    before.templateId !== after.templateId && (isPlaceholder(before.templateId) ? '填上模板 ID' : '换成新的模板 ID，旧 ID 上的授权不能用在新的上'),
    before.title !== after.title && `标题「${before.title}」改为「${after.title}」`,
    before.type !== after.type && `${TYPES[before.type]}改为${TYPES[after.type]}`,
    ...before.fields.filter(({ key }) => !fresh.has(key)).map((field) => `去掉字段 ${named(field)}`),
    ...after.fields.flatMap((field) => {
      const known = old.get(field.key)
      return known ? changesOfField(known, field) : [`多了字段 ${named(field)}`]
    }),
  ].filter((change): change is string => change !== false)
  const order = ({ fields }: Facts): string => fields.map(({ key }) => key).join()
  return changes.length === 0 && order(before) !== order(after) ? ['字段换了顺序'] : changes
}

function changesOfField(before: TemplateField, after: TemplateField): string[] {
  const values = ({ enum: options = [] }: TemplateField): string => options.join('、')
  return [
    before.label !== after.label && `字段 ${named(before)} 改名为「${after.label}」`,
    (before.rule !== after.rule || values(before) !== values(after)) && `字段 ${named(after)} 的可选值改为 ${values(after)}`,
  ].filter((change): change is string => change !== false)
}

function byKey(fields: readonly TemplateField[]): Map<string, TemplateField> {
  return new Map(fields.map((field) => [field.key, field]))
}

function named({ key, label }: TemplateField): string {
  return `${key}「${label}」`
}
