import { type FieldFault, type TemplateField } from '../../services/answers'
import { type PushRequest } from './requests'
import { placeFor, variablesIn } from './variables'

/** One row of a table that somebody is to be told of. */
export interface ListRow {
  openid: string
  /** As the table has her. */
  name: string
  columns: Record<string, string>
}

/** Somebody whose own text is wrong. */
export interface WrongRow {
  openid: string
  name: string
  /** Which row of those that are sent, from 1 on. */
  place: number
  message: string
}

/** A call carries 100 KB, and there is more around its content. */
const MOST_BYTES = 95_000

const OF_ROW = /^items\[(\d+)\]/
/** How the function says which one it means; here a name stands for it. */
const PLACE_WORDS = /^第 \d+ 条：/

/** Only the columns that stand in the texts. */
export function itemsOf(rows: readonly ListRow[], texts: readonly string[]): NonNullable<PushRequest['items']> {
  const used = usedIn(texts)
  return rows.map(({ openid, columns }) => {
    const own = Object.fromEntries(Object.entries(columns).filter(([name]) => used.has(name)))
    return { openid, ...(Object.keys(own).length > 0 && { columns: own }) }
  })
}

function usedIn(texts: readonly string[]): Set<string> {
  return new Set(texts.reduce<string[]>((names, text) => [...names, ...variablesIn(text)], []))
}

/** Columns that stand in the texts, in the order of the table. */
export function columnsUsed(columns: readonly string[], texts: readonly string[]): string[] {
  const used = usedIn(texts)
  return columns.filter((name) => used.has(name))
}

/** A fault of one recipient's own text. */
export function isOfRow(field: string): boolean {
  return OF_ROW.test(field)
}

/** Whose texts are wrong, each once with all that is wrong. */
export function wrongRows(faults: readonly FieldFault[], rows: readonly ListRow[]): WrongRow[] {
  const messages = new Map<number, string[]>()
  for (const { field, message } of faults) {
    const [, place] = OF_ROW.exec(field) ?? []
    if (place !== undefined) messages.set(Number(place), [...(messages.get(Number(place)) ?? []), message.replace(PLACE_WORDS, '')])
  }
  return [...messages].reduce<WrongRow[]>((wrong, [index, words]) => {
    const row = rows[index]
    return row ? [...wrong, { openid: row.openid, name: row.name, place: index + 1, message: words.join('；') }] : wrong
  }, [])
}

/** A column that is called as a field goes into it by itself. */
export function matchedFields(fields: readonly TemplateField[], columns: readonly string[]): Record<string, string> {
  return Object.fromEntries(fields.filter(({ label }) => columns.includes(label)).map(({ key, label }) => [key, placeFor(label)]))
}

/** Whether one call can carry the request. */
export function fitsOneCall(request: PushRequest): boolean {
  return encodeURIComponent(JSON.stringify(request)).replace(/%../g, 'x').length <= MOST_BYTES
}
