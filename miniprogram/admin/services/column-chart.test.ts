import * as fc from 'fast-check'
import { columnChart, type ColumnChart, type Series } from './column-chart'

const SERIES: Series[] = [
  { key: 'sent', title: '已发送', tone: 'good' },
  { key: 'failed', title: '失败', tone: 'bad' },
]
const HEADS = ['已发送', '失败', '打开']

const daysOf = (...values: number[][]) => values.map((each, index) => ({ day: new Date(Date.UTC(2026, 10, 1 + index)).toISOString().slice(0, 10), values: each }))
const heightsOf = ({ columns }: ColumnChart): number[][] => columns.map(({ parts }) => parts.map(({ height }) => height))
const chart = (...values: number[][]) => columnChart(daysOf(...values), SERIES, HEADS, '条')

it('draws what has a series, in percent of a round top, and tells the rest in the table', () => {
  const drawn = chart([300, 20, 5], [0, 0, 7])
  const { lines, rows, heads } = drawn
  expect(heightsOf(drawn)).toEqual([[75, 5], [0, 0]])
  expect(lines).toEqual([{ at: 100, text: '400' }, { at: 50, text: '200' }])
  expect(heads).toEqual(HEADS)
  expect(rows.map(({ day, cells }) => [day, ...cells.map(({ text }) => text)])).toEqual([['11月2日 周一', '0', '0', '7'], ['11月1日 周日', '300', '20', '5']])
})

it('says in words what it shows', () => {
  expect(chart([1, 0, 0], [50_000, 0, 9]).label).toBe('2 天的柱形图。已发送最多的是 11月2日 周一，50,000 条；失败 没有')
  expect(chart([1, 0, 0]).columns[0]?.text).toBe('11月1日 周日：已发送 1，失败 0，打开 0')
})

it('is empty when there is nothing to draw', () => {
  expect(chart([0, 0, 3])).toMatchObject({ isEmpty: true, lines: [] })
  expect(heightsOf(chart([0, 0, 3]))).toEqual([[0, 0]])
  expect(columnChart([], SERIES, HEADS, '条')).toMatchObject({ isEmpty: true, columns: [], rows: [] })
})

it('has no half line where half would be no whole number', () => {
  expect(chart([1, 0, 0]).lines).toEqual([{ at: 100, text: '1' }])
})

it('labels the last day always, and no more days than there is room for', () => {
  for (const count of [1, 7, 8, 14, 30, 90]) {
    const labels = chart(...Array.from({ length: count }, () => [1, 0, 0])).columns.map(({ label }) => label)
    expect(labels[count - 1]).not.toBe('')
    expect(labels.filter(Boolean).length).toBeLessThanOrEqual(7)
  }
})

it('never draws over its top, and uses at least half of the height', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(60_000), fc.nat(60_000)), { minLength: 1, maxLength: 30 }), (values) => {
      const tallest = Math.max(...heightsOf(chart(...values)).map((heights) => heights.reduce((total, each) => total + each, 0)))
      expect(tallest).toBeLessThanOrEqual(100.0001)
      if (values.some(([a, b]) => a + b > 0)) expect(tallest).toBeGreaterThan(49.9999)
    }),
  )
})
