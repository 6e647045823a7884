import { faultOf } from './field-faults'
import { type RuleName } from './field-rules'
import { type TemplateField } from './template'

/** An example of each type that its rule takes; whoever knows the matter writes a better one. */
const EXAMPLES: Readonly<Record<Exclude<RuleName, 'enum'>, string>> = {
  thing: '示例内容',
  number: '12',
  letter: 'ABC',
  symbol: '-',
  character_string: 'A-1001',
  time: '2026年12月1日 09:00',
  date: '2026年12月1日',
  amount: '￥100.50',
  phone_number: '13800000000',
  car_number: '粤A8Z888',
  name: '张三',
  phrase: '进行中',
}

/** Of what a page path wants filled in. */
export const PARAMETER_EXAMPLE = 'A-1001'

/** Content that can be sent: what is known already where it still fits, an example for the rest. */
export function sampleFor(fields: readonly TemplateField[], known: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(
    fields.map((field) => {
      const text = known[field.key] ?? ''
      return [field.key, text !== '' && !faultOf(text, field) ? text : exampleOf(field)]
    }),
  )
}

function exampleOf({ rule, enum: options = [] }: TemplateField): string {
  return rule === 'enum' ? (options[0] ?? '') : EXAMPLES[rule]
}
