import { checkAsked, pathsOf, readQuestion } from './question'

test.each([['', true], ['王芳', true], [' {"n": 1}', true], ['{"n": }', false], ['[1]', true]])('%j can be asked: %s', (text, ok) => {
  expect(checkAsked(text).ok).toBe(ok)
})

test('a query and a text are asked for each in its way, page by page', () => {
  expect(pathsOf('a b', { asked: '', size: '20' }, 0)).toEqual({ documents: '/emulator/db/a%20b?limit=20&skip=0&newest=true', count: '/emulator/db/a%20b/count?' })
  expect(pathsOf('c', { asked: '王', size: '100' }, 2).documents).toBe('/emulator/db/c?text=%E7%8E%8B&limit=100&skip=200&newest=true')
  expect(pathsOf('c', { asked: '{"n":1}', size: '20' }, 0).count).toBe('/emulator/db/c/count?query=%7B%22n%22%3A1%7D')
})

test.each([[undefined], ['x'], [{ asked: 1, size: '7' }]])('what was kept and makes no sense is left out: %j', (kept) => {
  expect(readQuestion(kept)).toEqual({ asked: '', size: '20' })
})
