import * as v from 'valibot'
import { invalidArgument, type FieldFault } from '../error/app-error'

/** A text that must be there, of at most so many characters. */
export function text(max: number): v.GenericSchema<string> {
  return v.pipe(v.string('要写成文字'), v.minLength(1, '不能为空'), v.maxLength(max, `最多 ${max} 个字符`))
}

/**
 * Reads a request by its schema. Unknown keys are faults too: a misspelt one must not pass unnoticed.
 * @throws AppError `invalid-argument` with all faults at once
 */
export function parse<S extends v.GenericSchema>(schema: S, input: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, input)
  if (result.success) return result.output
  throw invalidArgument(result.issues.map(faultOf))
}

function faultOf(issue: v.BaseIssue<unknown>): FieldFault {
  // `items[3].openid`, as people count places in a list.
  const path = (v.getDotPath(issue) ?? '').replace(/\.(\d+)(?=\.|$)/g, '[$1]')
  if (issue.type === 'strict_object' && issue.expected === 'never') return { field: path, message: `不认识参数 ${path}，请检查拼写` }
  if (issue.type === 'strict_object') return { field: path, message: `缺少参数 ${path}` }
  return { field: path, message: `参数 ${path} ${issue.message}` }
}
