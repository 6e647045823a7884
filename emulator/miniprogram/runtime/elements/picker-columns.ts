const HOURS_PER_DAY = 24
const MINUTES_PER_HOUR = 60
const MONTHS_PER_YEAR = 12
const DEFAULT_FIRST_YEAR = 1900
const DEFAULT_LAST_YEAR = 2100

const two = (value: number) => String(value).padStart(2, '0')
const range = (from: number, to: number) => Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)

export type PickerProperties = {
  mode: string
  range: unknown
  rangeKey: string
  value: unknown
  start: string
  end: string
  /** Of a date: year, month or day. */
  fields: string
  headerText: string
  disabled: boolean
  name: string
}

/** What the wheels of a picker show, and what the chosen rows mean. */
export interface PickerColumns {
  /** What each column is, for a screen reader. */
  names: string[]
  /** The row chosen in each column. */
  selected: number[]
  labels(): string[][]
  /** Chooses a row; true when other columns have changed with it. */
  move(column: number, row: number): boolean
  /** What `bindchange` gives. */
  value(): unknown
  /** Takes a new range while open; true when there is something to draw. */
  refresh?(properties: PickerProperties): boolean
}

export function columnsOf(properties: PickerProperties): PickerColumns {
  if (properties.mode === 'time') return timeColumns(properties)
  if (properties.mode === 'date') return dateColumns(properties)
  if (properties.mode === 'multiSelector') return multiSelector(properties)
  return selector(properties)
}

function selector({ range, rangeKey, value }: PickerProperties): PickerColumns {
  const labels = [labelsOf(range, rangeKey)]
  const selected = [Number(value) || 0]
  return {
    names: ['选项'],
    selected,
    labels: () => labels,
    move(_, row) {
      selected[0] = row
      return false
    },
    // The page gets a text, as WeChat's own samples show.
    value: () => String(selected[0]),
  }
}

function multiSelector({ range, rangeKey, value }: PickerProperties): PickerColumns {
  let labels = columnsIn(range, rangeKey)
  const initial = Array.isArray(value) ? value.map(Number) : []
  const selected = labels.map((_, index) => initial[index] || 0)
  return {
    names: [],
    selected,
    labels: () => labels,
    move(column, row) {
      selected[column] = row
      return false
    },
    value: () => [...selected],
    refresh(properties) {
      labels = columnsIn(properties.range, properties.rangeKey)
      labels.forEach((column, index) => (selected[index] = Math.min(selected[index] ?? 0, Math.max(0, column.length - 1))))
      return true
    },
  }
}

function columnsIn(range: unknown, key: string): string[][] {
  return (Array.isArray(range) ? range : []).map((column: unknown) => labelsOf(column, key))
}

function labelsOf(range: unknown, key: string): string[] {
  const items: unknown[] = Array.isArray(range) ? range : []
  return items.map((item) => String(key === '' ? item : (item as Record<string, unknown> | null)?.[key]))
}

/** `hh:mm`, between start and end. */
function timeColumns({ value, start, end }: PickerProperties): PickerColumns {
  const first = numbers(start, [0, 0])
  const last = numbers(end, [HOURS_PER_DAY - 1, MINUTES_PER_HOUR - 1])
  const chosen = clamp(numbers(value, first), first, last)
  const hours = range(at(first, 0), at(last, 0))
  const minutes = () =>
    range(chosen[0] === first[0] ? at(first, 1) : 0, chosen[0] === last[0] ? at(last, 1) : MINUTES_PER_HOUR - 1)
  return dependent(['时', '分'], chosen, () => [hours, minutes()], two, (parts) => parts.map(two).join(':'))
}

/** `YYYY-MM-DD`, or less of it as `fields` says, between start and end. */
function dateColumns({ value, start, end, fields }: PickerProperties): PickerColumns {
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
