import { columnsOf, type PickerProperties } from './picker-columns'

const PICKER: PickerProperties = {
  mode: 'selector', range: null, rangeKey: '', value: null, start: '', end: '', fields: 'day', headerText: '', disabled: false, name: '',
}
const columns = (properties: Partial<PickerProperties>) => columnsOf({ ...PICKER, ...properties })
const chosenLabels = (made: ReturnType<typeof columnsOf>) => made.labels().map((labels, index) => labels[made.selected[index] ?? 0])

describe('selector', () => {
  test('shows texts, or the field that range-key names, and gives the index as a text', () => {
    const made = columns({ range: [{ n: '一' }, { n: '二' }], rangeKey: 'n', value: 1 })
    expect(made.labels()).toEqual([['一', '二']])
    expect(made.value()).toBe('1')
    made.move(0, 0)
    expect(made.value()).toBe('0')
  })

  test('without a range it is empty', () => {
    expect(columns({}).labels()).toEqual([[]])
  })
})

test('multiSelector follows a new range, and keeps to what it has', () => {
  const made = columns({ mode: 'multiSelector', range: [['a', 'b'], ['1', '2', '3']], value: [1, 2] })
  expect(made.value()).toEqual([1, 2])
  made.refresh?.({ ...PICKER, range: [['a', 'b'], ['9']] })
  expect(made.value()).toEqual([1, 0])
  expect(made.labels()[1]).toEqual(['9'])
})

describe('time', () => {
  test('begins at its value and is written hh:mm', () => {
    expect(columns({ mode: 'time', value: '07:05' }).value()).toBe('07:05')
  })

  test.each([
    ['06:00', '08:30'],
    ['21:00', '20:15'],
    ['', '08:30'],
  ])('%s is brought into its limits', (value, expected) => {
    expect(columns({ mode: 'time', value, start: '08:30', end: '20:15' }).value()).toBe(expected)
  })

  test('minutes are limited in the first and last hour only', () => {
    const made = columns({ mode: 'time', value: '08:45', start: '08:30', end: '09:10' })
    expect(made.labels()[1]).toHaveLength(30)
    expect(made.move(0, 1)).toBe(true)
    expect(made.labels()[1]).toHaveLength(11)
    expect(made.value()).toBe('09:10')
  })
})

describe('date', () => {
  test('knows how long a month is', () => {
    const made = columns({ mode: 'date', value: '2028-01-31' })
    made.move(1, 1)
    expect(made.value()).toBe('2028-02-29')
  })

  test('months and days are limited where the limits say so', () => {
    const made = columns({ mode: 'date', value: '2026-02-27', start: '2026-02-27', end: '2026-03-02' })
    expect(made.labels()).toEqual([['2026年'], ['02月', '03月'], ['27日', '28日']])
    made.move(1, 1)
    expect(chosenLabels(made)).toEqual(['2026年', '03月', '02日'])
  })

  test.each([
    ['year', '2026'],
    ['month', '2026-05'],
  ])('fields="%s" gives %s', (fields, expected) => {
    expect(columns({ mode: 'date', value: '2026-05-09', fields }).value()).toBe(expected)
  })
})
