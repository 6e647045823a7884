import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Requests, setUp } from '../wire-requests.fixture'
import { ROWS_PER_TURN, WRITES_PER_TURN } from './turns'

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
  [
    'a group whose parts are put together',
    (db) =>
      db.aggregate(
        'c',
        { $match: OLD },
        { $addFields: { half: { $mod: ['$n', 2] } } },
        { $group: { _id: '$half', sum: { $sum: '$n' }, min: { $min: '$n' }, max: { $max: '$n' }, first: { $first: '$_id' }, last: { $last: '$_id' } } },
      ),
    [0, 1].map((half) => {
      const mine = Array.from({ length: COUNT / 2 }, (_, i) => 2 * i + half)
      const ends = { min: half, max: COUNT - 2 + half, first: `d${half}`, last: `d${COUNT - 2 + half}` }
      return { _id: half, sum: mine.reduce((sum, n) => sum + n, 0), ...ends }
    }),
  ],
  [
    'a group that needs all at once',
    (db) => db.aggregate('c', { $match: OLD }, { $group: { _id: null, mean: { $avg: '$n' }, count: { $sum: 1 } } }),
    [{ _id: null, mean: (COUNT - 1) / 2, count: COUNT }],
  ],
  [
    'a cut-off list of new documents',
    (db) => db.aggregate('c', { $match: OLD }, { $project: { _id: 0, n: 1 } }, { $skip: ROWS_PER_TURN }, { $limit: 1 }, { $count: 'left' }),
    [{ left: 1 }],
  ],
  ['the first few', (db) => db.aggregate('c', { $match: OLD }, { $match: { n: { $gte: 0 } } }, { $project: { n: 1 } }, { $limit: 2 }), [{ _id: 'd0', n: 0 }, { _id: 'd1', n: 1 }]],
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

const WRITTEN = WRITES_PER_TURN * 4

function many(): Requests {
  const { db, database } = setUp({ c: {} })
  database.insert('c', Array.from({ length: WRITTEN }, (_, i) => ({ _id: `d${i}`, n: i, state: 'old', hits: 0 })))
  return db
}

test.each<[string, (db: Requests) => Promise<unknown>, unknown]>([
  ['an update of many', (db) => db.update('c', { state: 'old' }, { $inc: { hits: 1 } }), WRITTEN - 1],
  ['a removal of many', (db) => db.remove('c', { state: 'old' }), WRITTEN - 1],
])('%s serves others in between, and leaves alone what no longer matches when its turn comes', async (_what, write, expected) => {
  const db = many()
  const writing = write(db)
  await nextTurn()
  expect(await db.count('c', { hits: 0, state: 'old' })).toBeGreaterThan(0)
  await db.update('c', { _id: `d${WRITTEN - 1}` }, { $set: { state: 'new' } })
  expect(await writing).toBe(expected)
  expect(await db.get('c', { state: 'new' })).toEqual([{ _id: `d${WRITTEN - 1}`, n: WRITTEN - 1, state: 'new', hits: 0 }])
  expect(await db.count('c', { hits: 0, state: 'old' })).toBe(0)
})

test('an update of many waits for a transaction that takes one of them meanwhile, and changes each once', async () => {
  const db = many()
  const writing = db.update('c', { state: 'old' }, { $inc: { hits: 1 } })
  await nextTurn()
  const transaction = await db.begin()
  await transaction.updateDoc('c', `d${WRITTEN - 1}`, { $set: { note: 'mine' } })
  await nextTurn()
  await transaction.commit()
  expect(await writing).toBe(WRITTEN)
  expect(await db.count('c', { hits: 1 })).toBe(WRITTEN)
  expect(await db.count('c', { note: 'mine' })).toBe(1)
})

test('documents added together are added in turns, in their order', async () => {
  const { db } = setUp({ c: {} })
  const adding = db.add('c', ...Array.from({ length: WRITTEN }, (_, n) => ({ _id: `d${n}` })))
  await nextTurn()
  const seen = await db.count('c', {})
  expect(seen).toBeLessThan(WRITTEN)
  expect(await adding).toHaveLength(WRITTEN)
})
