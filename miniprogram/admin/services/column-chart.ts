import { longDay, shortDay } from './days'
import { countText } from './numbers'

/** What a column is made of, the lowest first. */
export interface Series {
  key: string
  title: string
  tone: 'good' | 'bad' | 'warn' | 'info' | 'plain'
}

export interface ChartDay {
  day: string
  /** In the order of the series; what has no series stands in the table only. */
  values: readonly number[]
  /** Nobody counted: nothing is known, which is not nothing. */
  uncounted?: true
}

interface Column {
  day: string
  /** Below the column; empty where the one before needs the room. */
  label: string
  /** From below, with heights in percent of the chart. */
  parts: (Pick<Series, 'key' | 'tone'> & { height: number })[]
  /** The day in words. */
  text: string
}

/** Columns over days, ready to be drawn. */
export interface ColumnChart {
  columns: Column[]
  series: readonly Series[]
  /** Where the lines of the scale are, in percent, and what they stand for. */
  lines: { at: number; text: string }[]
  /** All of it in a sentence, for those who do not see it. */
  label: string
  heads: string[]
  /** The newest first. */
  rows: { day: string; cells: { head: string; text: string }[] }[]
  isEmpty: boolean
}

/** Steps of which each half is whole as well. */
const STEPS = [1, 2, 4, 6, 8, 10]
/** Labels side by side on the smallest phone. */
const MOST_LABELS = 7

/**
 * @param heads  all values by name; the first of them are drawn as the series
 * @param unit  what is counted: 条, 人
 */
export function columnChart(days: readonly ChartDay[], series: readonly Series[], heads: readonly string[], unit: string): ColumnChart {
  const highest = Math.max(0, ...days.map(({ values }) => sum(values.slice(0, series.length))))
  const top = ceilingOf(highest)
  const every = Math.ceil(days.length / MOST_LABELS)
  return {
    columns: days.map(({ day, values, uncounted }, index) => ({
      day,
      label: (days.length - 1 - index) % every === 0 ? shortDay(day) : '',
      parts: series.map(({ key, tone }, place) => ({ key, tone, height: top === 0 ? 0 : ((values[place] ?? 0) / top) * 100 })),
      text: uncounted ? `${longDay(day)}：那天没有统计` : `${longDay(day)}：${heads.map((head, place) => `${head} ${countText(values[place] ?? 0)}`).join('，')}`,
    })),
    series,
    lines: [top, top / 2].filter((value) => value > 0 && Number.isInteger(value)).map((value) => ({ at: (value / top) * 100, text: countText(value) })),
    label: labelOf(days, series, unit),
    heads: [...heads],
    rows: days.map(({ day, values, uncounted }) => ({ day: longDay(day), cells: heads.map((head, place) => ({ head, text: uncounted ? '—' : countText(values[place] ?? 0) })) })).reverse(),
    isEmpty: highest === 0,
  }
}

/** The least round number that is not below. */
function ceilingOf(highest: number): number {
  if (highest <= 0) return 0
  const power = 10 ** Math.floor(Math.log10(highest))
  return power * (STEPS.find((step) => step * power >= highest) ?? 10)
}

function labelOf(days: readonly ChartDay[], series: readonly Series[], unit: string): string {
  const parts = series.map(({ title }, place) => {
    const values = days.map(({ values }) => values[place] ?? 0)
    const most = Math.max(0, ...values)
    const when = days[values.indexOf(most)]?.day
    return most === 0 || when === undefined ? `${title} 没有` : `${title}最多的是 ${longDay(when)}，${countText(most)} ${unit}`
  })
  return `${days.length} 天的柱形图。${parts.join('；')}`
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
