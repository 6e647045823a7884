import { dateColumns, timeColumns } from './picker-dates'
import { type PickerColumns } from './wheel'

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
