import { setUp } from '../wire-requests.fixture'

/** What an expression of an aggregate gives for one document. */
async function value(expression: object, doc: object = {}): Promise<unknown> {
  const { db, database } = setUp({ c: {} })
  database.insert('c', [doc])
  return (await db.aggregate('c', { $project: { _id: 0, value: expression } }))[0]?.value
}

it.each<[unknown[], unknown]>([
  [['cafeteria', 'e'], 3],
  [['你好吗', '吗'], 2],
  [['😀好', '好'], 1],
  [['cafeteria', 'e', 4], 5],
  [['cafeteria', 'e', 6], -1],
  [['cafeteria', 'e', 0, 3], -1],
  [['abc', '', 9], -1],
  [['vanilla', 'x'], -1],
  [['$none', 'x'], null],
])('$indexOfCP of %j is %j', async (operands, place) => {
  expect(await value({ $indexOfCP: operands })).toBe(place)
})

it.each<[unknown[], string]>([
  [['abcde', 1, 2], 'bc'],
  [['abcde', 2, -1], 'cde'],
  [['abcde', 3, 9], 'de'],
  [['abcde', 9, 1], ''],
  [['你好吗', 3, 3], '好'],
  [['$none', 0, 3], ''],
  [[2026, 0, 2], '20'],
])('$substr and $substrBytes of %j are %j', async (operands, part) => {
  expect(await value({ $substr: operands })).toBe(part)
  expect(await value({ $substrBytes: operands })).toBe(part)
})

it.each<[object, string, string]>([
  [{ $substrBytes: ['你', 1, 1] }, 'DATABASE_REQUEST_FAILED', 'would be cut'],
  [{ $substrBytes: ['abc', -1, 1] }, 'DATABASE_REQUEST_FAILED', 'the start must not be negative'],
  [{ $substrBytes: ['abc', 'x', 1] }, 'DATABASE_REQUEST_FAILED', 'needs numbers'],
  [{ $substrBytes: [['a'], 0, 1] }, 'DATABASE_REQUEST_FAILED', 'part of a text'],
  [{ $substr: ['abc', 0] }, 'INVALID_PARAM', 'takes 3 values'],
  [{ $indexOfCP: 'abc' }, 'INVALID_PARAM', 'takes 2 to 4 values'],
  [{ $indexOfCP: ['abc', 1] }, 'DATABASE_REQUEST_FAILED', 'a text in a text'],
])('refuses %j in words', async (expression, code, words) => {
  await expect(value(expression)).rejects.toMatchObject({ code, message: expect.stringContaining(words) as string })
})
