import { cellText, changedIds, columnsOf, idOf } from './table'

test('columns are the fields that most documents have, _id first', () => {
  expect(columnsOf([{ a: 1, _id: '1' }, { _id: '2', b: 1 }, { b: 2 }])).toEqual(['_id', 'b', 'a'])
  const wide = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`f${index}`, index]))
  expect(columnsOf([wide])).toHaveLength(7)
})

test.each([
  [undefined, ''],
  [null, 'null'],
  ['长'.repeat(61), `${'长'.repeat(60)}…`],
  [{ a: [1] }, '{"a":[1]}'],
  [{ $date: '2026-01-31T00:00:00Z' }, '2026-01-31T00:00:00Z'],
])('%j in a cell is %j', (value, text) => expect(cellText(value)).toBe(text))

test('an _id of any type identifies', () => {
  expect([idOf({ _id: 'x' }), idOf({ _id: 7 })]).toEqual(['x', '7'])
})

test('new and changed documents are told', () => {
  const before = [{ _id: '1', n: 1 }, { _id: '2', n: 1 }]
  expect(changedIds(before, [{ _id: '1', n: 1 }, { _id: '2', n: 2 }, { _id: '3' }])).toEqual(new Set(['2', '3']))
})
