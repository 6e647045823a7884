import { type Document } from '../live/contract'

/** More columns than this are only shown in the detail. */
const MAX_COLUMNS = 7
const MAX_CELL_LENGTH = 60

/** The fields that most documents have, `_id` first. */
export function columnsOf(documents: readonly Document[]): string[] {
  const counts = new Map<string, number>()
  for (const document of documents) for (const key of Object.keys(document)) counts.set(key, (counts.get(key) ?? 0) + 1)
  const common = [...counts].filter(([key]) => key !== '_id').sort(([, a], [, b]) => b - a)
  return ['_id', ...common.map(([key]) => key)].slice(0, MAX_COLUMNS)
}

/** A value in the space of a cell. */
export function cellText(value: unknown): string {
  if (value === undefined) return ''
  const date = dateIn(value)
  const text = date ?? (typeof value === 'string' ? value : JSON.stringify(value))
  return text.length > MAX_CELL_LENGTH ? `${text.slice(0, MAX_CELL_LENGTH)}…` : text
}

export function idOf(document: Document): string {
  return typeof document['_id'] === 'string' ? document['_id'] : JSON.stringify(document['_id'])
}

/** The ids of the documents that are new, or no longer what they were. */
export function changedIds(before: readonly Document[], after: readonly Document[]): Set<string> {
  const known = new Map(before.map((document) => [idOf(document), JSON.stringify(document)]))
  return new Set(after.filter((document) => known.get(idOf(document)) !== JSON.stringify(document)).map(idOf))
}

/** The date that `{"$date": …}` stands for. */
function dateIn(value: unknown): string | undefined {
  const { $date } = (typeof value === 'object' && value !== null ? value : {}) as { $date?: unknown }
  return typeof $date === 'string' ? $date : undefined
}
