import { type Requests, setUp } from '../wire-requests.fixture'
import { ROWS_PER_TURN } from './turns'

const COUNT = ROWS_PER_TURN * 3

function filled(): Requests {
  const { db, database } = setUp({ c: {} })
  database.insert('c', Array.from({ length: COUNT }, (_, i) => ({ _id: `d${i}`, n: i, state: 'old', deep: { n: i } })))
  return db
}

const OLD = { state: /^old$/ }

test.each<[string, (db: Requests) => Promise<unknown>, unknown]>([
  ['a count', (db) => db.count('c', OLD), COUNT],
  ['a sorted page', async (db) => (await db.get('c', OLD, { order: { n: -1 }, limit: 2 })).map(({ n }) => n), [COUNT - 1, COUNT - 2]],
  ['a page far behind', async (db) => (await db.get('c', OLD, { offset: COUNT - 2 })).map(({ n }) => n), [COUNT - 2, COUNT - 1]],
  [
    'an aggregate',
    (db) => db.aggregate('c', { $match: OLD }, { $project: { n: 1, state: 1 } }, { $group: { _id: '$state', count: { $sum: 1 } } }),
    [{ _id: 'old', count: COUNT }],
  ],
])('%s over many documents sees them as they were when it began, and others are served meanwhile', async (_what, read, expected) => {
  const db = filled()
  let turnsOfOthers = 0
  let others = setImmediate(function next() {
    turnsOfOthers++
    others = setImmediate(next)
  })
  const reading = read(db)
  await db.update('c', {}, { $set: { state: 'new' }, $inc: { n: 1 } })
  await db.remove('c', { _id: 'd7' })
  await db.add('c', { _id: 'late', state: 'old', n: 0 })
  expect(await reading).toEqual(expected)
  clearImmediate(others)
  expect(turnsOfOthers).toBeGreaterThanOrEqual(COUNT / ROWS_PER_TURN - 1)
  expect(await db.count('c', { state: 'new' })).toBe(COUNT - 1)
})

test('a sorted page is the same whatever falls out of it on the way', async () => {
  const db = filled()
  await db.update('c', { n: { $mod: [2, 0] } }, { $set: { n: -1 } })
  const page = await db.get('c', OLD, { order: { n: 1 }, offset: 3, limit: 3 })
  expect(page.map(({ _id }) => _id)).toEqual(['d6', 'd8', 'd10'])
})
