import { MAX_DOCUMENT_NESTING, parseJson } from '../nesting'
import { BadRequest } from './shape'
import { toEjson } from './json-fields'

/** One document of a text, and where it stood: «line 3», «entry 3». */
export interface TextEntry {
  at: string
  document: object
}

/** A JSON array, one JSON object, or JSON lines: what the console exports. @throws BadRequest naming the place that is wrong */
export function readDocuments(text: string): TextEntry[] {
  const trimmed = text.trim()
  if (trimmed.startsWith('[')) return asList(trimmed).map((value, index) => entry(`entry ${index + 1}`, value))
  const lines = text.split(/\r?\n/).map((line, index) => ({ at: `line ${index + 1}`, line: line.trim() }))
  const filled = lines.filter(({ line }) => line !== '')
  if (filled.length > 1 && !isJson(filled[0]?.line ?? '') && isJson(trimmed)) return [entry('entry 1', JSON.parse(trimmed))]
  return filled.map(({ at, line }) => entry(at, parseJson(line, `text, ${at},`, MAX_DOCUMENT_NESTING)))
}

/** @returns one document a line, or all in an array, one a line */
export function writeDocuments(documents: readonly object[], form: 'json' | 'lines'): string {
  const lines = documents.map((document) => JSON.stringify(toEjson(document)))
  return form === 'lines' ? lines.map((line) => `${line}\n`).join('') : `[\n${lines.join(',\n')}\n]\n`
}

function asList(text: string): unknown[] {
  return parseJson(text, 'text', MAX_DOCUMENT_NESTING + 1) as unknown[]
}

function entry(at: string, value: unknown): TextEntry {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new BadRequest(`text, ${at}, must be an object: a document.`)
  return { at, document: value }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
