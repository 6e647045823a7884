import { checkAsked, explained, nextSort, pathsOf, readQuestion } from './question'

test.each([['', true], ['王芳', true], [' {"n": 1}', true], ['{"n": }', false], ['[1]', true]])('%j can be asked: %s', (text, ok) => {
  expect(checkAsked(text).ok).toBe(ok)
})

test('a query and a text are asked for each in its way, page by page', () => {
  expect(pathsOf('a b', { asked: '', size: '20' }, 0)).toEqual({ documents: '/emulator/db/a%20b?limit=20&skip=0&ejson=true&newest=true', count: '/emulator/db/a%20b/count?' })
  expect(pathsOf('c', { asked: '王', size: '100' }, 2).documents).toBe('/emulator/db/c?text=%E7%8E%8B&limit=100&skip=200&ejson=true&newest=true')
  expect(pathsOf('c', { asked: '{"n":1}', size: '20' }, 0).count).toBe('/emulator/db/c/count?query=%7B%22n%22%3A1%7D')
})

test.each([[undefined], ['x'], [{ asked: 1, size: '7' }]])('what was kept and makes no sense is left out: %j', (kept) => {
  expect(readQuestion(kept)).toEqual({ asked: '', size: '20' })
})

test('a sorted column goes up, then down, then back to the newest first', () => {
  const up = nextSort(undefined, 'n')
  expect(up).toEqual({ field: 'n', direction: 1 })
  expect(nextSort(up, 'n')).toEqual({ field: 'n', direction: -1 })
  expect(nextSort(nextSort(up, 'n'), 'n')).toBeUndefined()
  expect(nextSort(up, 'm')).toEqual({ field: 'm', direction: 1 })
  expect(pathsOf('c', { asked: '', size: '20', sort: { field: 'n', direction: -1 } }, 0).documents).toBe('/emulator/db/c?limit=20&skip=0&ejson=true&sort=%7B%22n%22%3A-1%7D')
})

test('queries and orders are explained, a text is not', () => {
  expect(explained('c', { asked: '', size: '20' })).toBeUndefined()
  expect(explained('c', { asked: '茶', size: '20', sort: { field: 'n', direction: 1 } })).toBeUndefined()
  expect(explained('c', { asked: '{"n":1}', size: '20' })).toEqual({ collection: 'c', query: { n: 1 }, limit: 20 })
  expect(explained('c', { asked: '', size: '20', sort: { field: 'n', direction: 1 } })).toEqual({ collection: 'c', query: {}, limit: 20, sort: { n: 1 } })
})
