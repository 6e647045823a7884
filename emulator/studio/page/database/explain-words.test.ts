import { explainedWords, keysInWords } from './explain-words'

test('a query that reads everything is told what an index would save', () => {
  const missing = { keys: [['phone', 1]] as [string, 1 | -1][], candidates: 3, returned: 3, ms: 0.123 }
  expect(explainedWords({ index: null, candidates: 1234, returned: 3, ms: 12.3, missing })).toEqual({
    used: '没有用索引：看了 1234 条，找到 3 条，12 ms',
    advice: '建一个 phone 升序 的索引，只看 3 条，约 0.12 ms，省 12 ms',
  })
})

test('a query with an index needs no advice', () => {
  expect(explainedWords({ index: 'by_phone', candidates: 3, returned: 3, ms: 0.4, missing: null })).toEqual({ used: '用了索引 by_phone：看了 3 条，找到 3 条，0.4 ms' })
})

test('keys are told with their directions', () => expect(keysInWords([['a', 1], ['b', -1]])).toBe('a 升序 + b 降序'))
