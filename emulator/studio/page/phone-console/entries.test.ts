import { type ConsoleEntry } from '../../../miniprogram/runtime/workbench/console-tap'
import { word } from '../../../miniprogram/runtime/workbench/shown'
import { chosenEntries, grouped, textOf } from './entries'

let id = 0
const entry = (level: ConsoleEntry['level'], ...parts: unknown[]): ConsoleEntry => ({ id: (id += 1), at: 0, level, parts, stack: '' })

test('entries are chosen by kind and text, and what was asked stays', () => {
  const entries = [entry('log', '下单', { tea: '龙井' }), entry('error', word('TypeError: x')), entry('asked', '1 + 1'), entry('answer', 2)]
  const texts = (kind: 'all' | 'error' | 'log', text: string) => chosenEntries(entries, kind, text).map(({ parts: [first] }) => textOf(first))
  expect(texts('error', '')).toEqual(['TypeError: x', '1 + 1', '2'])
  expect(texts('log', '龙井')).toEqual(['下单', '1 + 1', '2'])
  expect(texts('all', 'nothing')).toEqual(['1 + 1', '2'])
})

test('what is printed again and again is one line with a number; what is asked again is not', () => {
  const groups = grouped([entry('log', 'a'), entry('log', 'a'), entry('warn', 'a'), entry('asked', 'x'), entry('asked', 'x')])
  expect(groups.map(({ times }) => times)).toEqual([2, 1, 1, 1])
})
