import { ruleNamed, type FieldRule } from './field-rules'
import { parametersIn } from './page-path'
import { PARAMETER_EXAMPLE, sampleFor } from './sample'
import { isPlaceholder, type Template, type TemplateField } from './template'

/** A field with its rule spelt out as data, for a form. */
export type DescribedField = TemplateField & Pick<FieldRule, 'max' | 'pattern' | 'possible' | 'hint' | 'input'>

/** A template as the admin pages get it; its sample can be sent as it is. */
export type DescribedTemplate = Omit<Template, '_id' | 'fields'> & { key: string; fields: DescribedField[]; isPlaceholder: boolean }

export function describeTemplate({ _id: key, fields, ...rest }: Template): DescribedTemplate {
  const parameters = Object.fromEntries(parametersIn(rest.page).map((name) => [name, PARAMETER_EXAMPLE]))
  return { key, ...rest, sample: { ...parameters, ...sampleFor(fields, rest.sample) }, fields: fields.map(describeField), isPlaceholder: isPlaceholder(rest.templateId) }
}

function describeField(field: TemplateField): DescribedField {
  const { name: _name, ...rule } = ruleNamed(field.rule)
  return { ...field, ...rule }
}
