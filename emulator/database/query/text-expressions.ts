import { evalExpr } from 'mingo/core'
import { type Options } from 'mingo/types'
import { invalidParam, requestFailed } from '../errors'

type ExpressionOperator = (doc: unknown, operands: unknown, options: Options) => unknown

/** Of text, as MongoDB has them: mingo knows no `$indexOfCP`, and refuses a length that is negative or reaches beyond the text. */
export const textExpressions: Record<string, ExpressionOperator> = {
  $indexOfCP: (doc, operands, options) => {
    const [text, wanted, start = 0, end] = evaluated('$indexOfCP', doc, operands, options, 2, 4)
    if (text === null || text === undefined) return null
    if (typeof text !== 'string' || typeof wanted !== 'string') throw requestFailed('$indexOfCP looks for a text in a text')
    const points = [...text].slice(0, end === undefined ? undefined : whole('$indexOfCP', end))
    const from = whole('$indexOfCP', start)
    const before = points.slice(0, from).join('').length
    const at = from > points.length ? -1 : points.join('').indexOf(wanted, before)
    return at === -1 ? -1 : [...points.join('').slice(0, at)].length
  },
  $substr: substrBytes,
  $substrBytes: substrBytes,
}

function substrBytes(doc: unknown, operands: unknown, options: Options): unknown {
  const [text, start, length] = evaluated('$substrBytes', doc, operands, options, 3, 3)
  const bytes = Buffer.from(asText(text))
  const from = whole('$substrBytes', start)
  if (from < 0) throw requestFailed(`$substrBytes: the start must not be negative, got ${from}`)
  const count = whole('$substrBytes', length)
  const to = count < 0 ? bytes.length : Math.min(from + count, bytes.length)
  if (isInsideCharacter(bytes, from) || isInsideCharacter(bytes, to)) throw requestFailed('$substrBytes: a character of several bytes would be cut')
  return bytes.subarray(from, to).toString()
}

function evaluated(name: string, doc: unknown, operands: unknown, options: Options, least: number, most: number): unknown[] {
  if (!Array.isArray(operands) || operands.length < least || operands.length > most) {
    throw invalidParam(`${name} takes ${least === most ? least : `${least} to ${most}`} values in an array`)
  }
  return evalExpr(doc, operands, options) as unknown[]
}

function whole(name: string, value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value)) return Math.trunc(value)
  throw requestFailed(`${name} needs numbers for places and lengths`)
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  throw requestFailed('$substrBytes takes a part of a text')
}

/** UTF-8: the second and later bytes of a character begin with 10. */
function isInsideCharacter(bytes: Buffer, at: number): boolean {
  return ((bytes[at] ?? 0) & 0xc0) === 0x80
}
