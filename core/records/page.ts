import { AppError } from '../error/app-error'
import { type Condition, type Database, type Operator } from '../ports/database'

/** Rows of one page of a list. */
export const PAGE_SIZE = 20

/** A function answers with a megabyte at most; half of it leaves room for what stands around a list. */
export const LIST_BYTES = 500_000

/** One page of a list; `next` is the cursor of the next one, absent on the last. */
export interface Page<T> {
  items: T[]
  next?: string
}

/** Where a row stands in a list that goes from the newest to the oldest; rows of the same moment go by `_id`. */
export interface Place {
  at: Date
  _id: string
}

/** From one row more than a page holds: the page, and where the next one begins. */
export function pageFrom<R, T>(rows: readonly R[], view: (row: R) => T, placeOf: (row: R) => Place): Page<T> {
  const items = fitting(rows.slice(0, PAGE_SIZE).map(view))
  const last = rows[items.length - 1]
  const more = rows.length > items.length && last !== undefined
  return { items, ...(more && { next: cursorAt(placeOf(last)) }) }
}

/** As many of the items, from the first on, as one answer carries; never none. */
export function fitting<T>(items: readonly T[], most = LIST_BYTES): T[] {
  let bytes = 0
  const tooMany = items.findIndex((item) => (bytes += bytesOf(item)) > most)
  return items.slice(0, tooMany === -1 ? undefined : Math.max(1, tooMany))
}

/** What a value takes in an answer. */
export function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '')
}

export function cursorAt({ at, _id }: Place): string {
  return `${at.getTime()}_${_id}`
}

/** The condition for rows that also come after the cursor, where `field` holds the row's time. */
export function after({ command }: Database, condition: Condition | Operator, field: string, cursor: string | undefined): Condition | Operator {
  if (cursor === undefined) return condition
  const [, time, _id] = /^(\d{1,15})_(.+)$/.exec(cursor) ?? []
  if (time === undefined || _id === undefined) throw new AppError('invalid-argument', 'cursor 不对：请原样传回上一页给出的 next。')
  const at = new Date(Number(time))
  return command.and([condition, command.or([{ [field]: command.lt(at) }, { [field]: at, _id: command.lt(_id) }])])
}
