import { AppError } from '../error/app-error'
import { type Condition, type Database, type Operator } from '../ports/database'

/** Rows of one page of a list. */
export const PAGE_SIZE = 20

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
  const shown = rows.slice(0, PAGE_SIZE)
  const last = shown.at(-1)
  const more = rows.length > PAGE_SIZE && last !== undefined
  return { items: shown.map(view), ...(more && { next: cursorAt(placeOf(last)) }) }
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
