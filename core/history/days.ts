import * as v from 'valibot'
import { text } from '../api/schema'
import { invalidArgument, type FieldFault } from '../error/app-error'
import { type Database, type Operator } from '../ports/database'
import { DAY_MS, UTC_PLUS_8_MS } from '../records/beijing'

const DAY = /^(\d{4})(?:-(\d{1,2})-(\d{1,2})|\/(\d{1,2})\/(\d{1,2})|年(\d{1,2})月(\d{1,2})日)$/
const HOW = '要写成 2026-12-01 这样的一天（北京时间）'

/** The first and the last day, in Beijing, of what is looked for; both belong to it. */
export const DAYS = { from: v.optional(text(20)), to: v.optional(text(20)) }

export interface Days {
  from?: string
  to?: string
}

/** The condition for a moment of those days; undefined when none are said. @throws AppError `invalid-argument`, all faults at once */
export function within({ command }: Database, { from, to }: Days): Operator | undefined {
  const faults: FieldFault[] = []
  const [first, last] = [midnightOf('from', from, faults), midnightOf('to', to, faults)]
  if (first !== undefined && last !== undefined && first > last) faults.push({ field: 'to', message: `参数 to（${to}）比 from（${from}）还早，请对调` })
  if (faults.length > 0) throw invalidArgument(faults)
  const after = first === undefined ? undefined : command.gte(new Date(first))
  const before = last === undefined ? undefined : command.lt(new Date(last + DAY_MS))
  return after && before ? after.and(before) : (after ?? before)
}

/** When that day begins in Beijing. */
function midnightOf(field: string, given: string | undefined, faults: FieldFault[]): number | undefined {
  if (given === undefined) return undefined
  const numbers = DAY.exec(given.trim())?.slice(1).filter((part) => part !== undefined).map(Number)
  const [year = 0, month = 0, day = 0] = numbers ?? []
  const at = Date.UTC(year, month - 1, day)
  if (!numbers) faults.push({ field, message: `看不懂参数 ${field}「${given}」，${HOW}` })
  else if (year < 1970 || new Date(at).getUTCMonth() !== month - 1 || new Date(at).getUTCDate() !== day) faults.push({ field, message: `参数 ${field}「${given}」这一天不存在，${HOW}` })
  else return at - UTC_PLUS_8_MS
  return undefined
}
