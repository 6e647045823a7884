import { type PickerColumns } from './wheel'

/** What a picker of moments is given; `fields` of a date: year, month or day. */
interface Moments {
  value: unknown
  start: string
  end: string
  fields: string
}

const HOURS_PER_DAY = 24
const MINUTES_PER_HOUR = 60
const MONTHS_PER_YEAR = 12
const DEFAULT_FIRST_YEAR = 1900
const DEFAULT_LAST_YEAR = 2100

const two = (value: number) => String(value).padStart(2, '0')
const range = (from: number, to: number) => Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)

/** `hh:mm`, between start and end. */
export function timeColumns({ value, start, end }: Moments): PickerColumns {
  const first = numbers(start, [0, 0])
  const last = numbers(end, [HOURS_PER_DAY - 1, MINUTES_PER_HOUR - 1])
  const chosen = clamp(numbers(value, first), first, last)
  const hours = range(at(first, 0), at(last, 0))
  const minutes = () =>
    range(chosen[0] === first[0] ? at(first, 1) : 0, chosen[0] === last[0] ? at(last, 1) : MINUTES_PER_HOUR - 1)
  return dependent(['时', '分'], chosen, () => [hours, minutes()], two, (parts) => parts.map(two).join(':'))
}

/** `YYYY-MM-DD`, or less of it as `fields` says, between start and end. */
export function dateColumns({ value, start, end, fields }: Moments): PickerColumns {
  const first = numbers(start, [DEFAULT_FIRST_YEAR, 1, 1])
  const last = numbers(end, [DEFAULT_LAST_YEAR, MONTHS_PER_YEAR, 31])
  const today = new Date()
  const chosen = clamp(numbers(value, [today.getFullYear(), today.getMonth() + 1, today.getDate()]), first, last)
  const isIn = (limit: number[], parts: number) => limit.slice(0, parts).every((part, index) => part === chosen[index])
  const months = () => range(isIn(first, 1) ? at(first, 1) : 1, isIn(last, 1) ? at(last, 1) : MONTHS_PER_YEAR)
  const days = () => {
    const inMonth = new Date(at(chosen, 0), at(chosen, 1), 0).getDate()
    return range(isIn(first, 2) ? at(first, 2) : 1, isIn(last, 2) ? Math.min(inMonth, at(last, 2)) : inMonth)
  }
  const count = fields === 'year' ? 1 : fields === 'month' ? 2 : 3
  const columns = () => [range(at(first, 0), at(last, 0)), months(), days()].slice(0, count)
  const units = ['年', '月', '日']
  const text = (part: number, column: number) => `${column === 0 ? part : two(part)}${units[column]}`
  const write = ([year = 0, ...rest]: number[]) => [String(year), ...rest.map(two)].slice(0, count).join('-')
  return dependent(units.slice(0, count), chosen, columns, text, write)
}

/** Columns of numbers, each of which may depend on what is chosen before it. */
function dependent(
  names: string[],
  chosen: number[],
  columns: () => number[][],
  text: (part: number, column: number) => string,
  write: (parts: number[]) => string,
): PickerColumns {
  const selected: number[] = []
  const align = () => {
    for (let index = 0; index < names.length; index++) {
      const column = columns()[index] ?? []
      chosen[index] = Math.min(Math.max(at(chosen, index), column[0] ?? 0), column.at(-1) ?? 0)
      selected[index] = column.indexOf(at(chosen, index))
    }
  }
  align()
  return {
    names,
    selected,
    labels: () => columns().map((column, index) => column.map((part) => text(part, index))),
    move(column, row) {
      const before = JSON.stringify(columns())
      chosen[column] = columns()[column]?.[row] ?? at(chosen, column)
      align()
      return JSON.stringify(columns()) !== before
    },
    value: () => write(chosen),
  }
}

function at(parts: number[], index: number): number {
  return parts[index] ?? 0
}

function numbers(text: unknown, fallback: number[]): number[] {
  const parts = String(text ?? '').split(/[-:]/).map(Number)
  return fallback.map((part, index) => (typeof text === 'string' && text !== '' && Number.isFinite(parts[index]) ? at(parts, index) : part))
}

function clamp(parts: number[], first: number[], last: number[]): number[] {
  const isBefore = (a: number[], b: number[]) => a.map((part, index) => part - at(b, index)).find((difference) => difference !== 0) ?? 0
  if (isBefore(parts, first) < 0) return [...first]
  return isBefore(parts, last) > 0 ? [...last] : [...parts]
}
