import { parseJson, type Parsed } from '../parts/json'

export const SIZES = ['20', '100', '500'] as const

/** What is asked of a collection. */
export interface Question {
  /** A query as JSON, a text to be found in any value, or '' for everything. */
  asked: string
  /** So many on a page. */
  size: (typeof SIZES)[number]
}

/** What the browser kept, as far as it makes sense. */
export function readQuestion(kept: unknown): Question {
  const { asked, size } = (typeof kept === 'object' && kept !== null ? kept : {}) as Partial<Question>
  return { asked: typeof asked === 'string' ? asked : '', size: SIZES.find((each) => each === size) ?? '20' }
}

/** Who begins with a brace writes a query; all else is a text to look for. */
export function checkAsked(text: string): Parsed {
  return text.trim().startsWith('{') ? parseJson(text) : { ok: true, value: text }
}

/** Where a page of the answer is to be had, and how many documents there are on all pages. */
export function pathsOf(collection: string, { asked, size }: Question, page: number): { documents: string; count: string } {
  const path = `/emulator/db/${encodeURIComponent(collection)}`
  const which: Record<string, string> = asked === '' ? {} : asked.startsWith('{') ? { query: asked } : { text: asked }
  const of = (more: Record<string, string>): string => new URLSearchParams({ ...which, ...more }).toString()
  return { documents: `${path}?${of({ limit: size, skip: String(page * Number(size)), newest: 'true' })}`, count: `${path}/count?${of({})}` }
}
