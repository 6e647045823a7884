import { parseJson, type Parsed } from '../parts/json'

export const SIZES = ['20', '100', '500'] as const

/** What is asked of a collection. */
export interface Question {
  /** A query as JSON, a text to be found in any value, or '' for everything. */
  asked: string
  /** So many on a page. */
  size: (typeof SIZES)[number]
  /** By which field; without it the newest come first. */
  sort?: { field: string; direction: 1 | -1 }
}

/** What the browser kept, as far as it makes sense. */
export function readQuestion(kept: unknown): Question {
  const { asked, size, sort } = (typeof kept === 'object' && kept !== null ? kept : {}) as Partial<Question>
  return { asked: typeof asked === 'string' ? asked : '', size: SIZES.find((each) => each === size) ?? '20', ...(isSort(sort) && { sort }) }
}

/** Who begins with a brace writes a query; all else is a text to look for. */
export function checkAsked(text: string): Parsed {
  return text.trim().startsWith('{') ? parseJson(text) : { ok: true, value: text }
}

/** Where a page of the answer is to be had, and how many documents there are on all pages. */
export function pathsOf(collection: string, { asked, size, sort }: Question, page: number): { documents: string; count: string } {
  const path = `/emulator/db/${encodeURIComponent(collection)}`
  const which: Record<string, string> = asked === '' ? {} : asked.startsWith('{') ? { query: asked } : { text: asked }
  const order: Record<string, string> = sort ? { sort: JSON.stringify({ [sort.field]: sort.direction }) } : { newest: 'true' }
  const of = (more: Record<string, string>): string => new URLSearchParams({ ...which, ...more }).toString()
  return { documents: `${path}?${of({ limit: size, skip: String(page * Number(size)), ejson: 'true', ...order })}`, count: `${path}/count?${of({})}` }
}

/** What a click on the head of a column leads to: up, down, and back to the newest first. */
export function nextSort(sort: Question['sort'], field: string): Question['sort'] {
  if (sort?.field !== field) return { field, direction: 1 }
  return sort.direction === 1 ? { field, direction: -1 } : undefined
}

/** What is to be explained; undefined for a text, which is looked for in every document. */
export function explained(collection: string, { asked, sort, size }: Question): object | undefined {
  if (asked !== '' && !asked.startsWith('{')) return undefined
  if (asked === '' && !sort) return undefined
  const query: unknown = asked === '' ? {} : JSON.parse(asked)
  return { collection, query, limit: Number(size), ...(sort && { sort: { [sort.field]: sort.direction } }) }
}

function isSort(sort: unknown): sort is Question['sort'] & object {
  const { field, direction } = (typeof sort === 'object' && sort !== null ? sort : {}) as Partial<Record<string, unknown>>
  return typeof field === 'string' && (direction === 1 || direction === -1)
}
