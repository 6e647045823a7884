import { ruleNamed, type FieldRule } from './field-rules'
import { sampleFor } from './sample'
import { isPlaceholder, type Template, type TemplateField } from './template'

/** A field with its rule spelt out as data, for a form. */
export type DescribedField = TemplateField & Pick<FieldRule, 'max' | 'pattern' | 'possible' | 'hint' | 'input'>

/** A template as the admin pages get it. */
export type DescribedTemplate = Omit<Template, '_id' | 'fields'> & { key: string; fields: DescribedField[]; isPlaceholder: boolean }

export function describeTemplate({ _id: key, fields, ...rest }: Template): DescribedTemplate {
  return { key, ...rest, sample: sampleFor(fields, rest.sample), fields: fields.map(describeField), isPlaceholder: isPlaceholder(rest.templateId) }
}

function describeField(field: TemplateField): DescribedField {
  const { name: _name, ...rule } = ruleNamed(field.rule)
  return { ...field, ...rule }
}
