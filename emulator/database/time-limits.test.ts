import { Script } from 'node:vm'
import fc from 'fast-check'
import { riskOf } from './query/budget'
import { type Requests, setUp } from './wire-requests.fixture'
import { type Database } from './database'

/** Tries as many ways as there are numbers of 40 digits, on a text that fits none. */
const SLOW = '^(a+)+$'
const TEXT = `${'a'.repeat(40)}!`
const PAIRS = ['(a|a)*$', '(a|aa)+$', '(.*a){20}$', '^(\\w+\\s?)*$']

let db: Requests
let database: Database
beforeEach(() => {
  ;({ db, database } = setUp({ notes: {}, others: {} }, { timeLimits: { regexMs: 30, queryMs: 300 } }))
  database.insert('notes', [{ _id: 'n1', text: TEXT, tags: [TEXT], list: [{ text: TEXT }], n: 1 }, { _id: 'n2', text: 'short', tags: ['x'], n: 2 }])
})

const outOfTime = expect.objectContaining({
  code: 'DATABASE_REQUEST_FAILED',
  message: expect.stringMatching(/^\[FailedOperation\] operation exceeded time limit of \d+ ms: 请缩小查询范围/),
})
const re = new RegExp(SLOW)

test.each<[string, () => Promise<unknown>]>([
  ['get', () => db.get('notes', { text: re })],
  ['get with $regex', () => db.get('notes', { text: { $regex: SLOW, $options: 'i' } })],
  ['get with $in', () => db.get('notes', { text: { $in: [re] } })],
  ['get with $not, deep in $or', () => db.get('notes', { $or: [{ n: 9 }, { text: { $not: { $regex: SLOW } } }] })],
  ['get with $elemMatch', () => db.get('notes', { tags: { $elemMatch: { $regex: SLOW } } })],
  ['get with $expr', () => db.get('notes', { $expr: { $regexMatch: { input: '$text', regex: SLOW } } })],
  ['a projection', () => db.get('notes', {}, { projection: { list: { $elemMatch: { text: re } } } })],
  ['count', () => db.count('notes', { text: re })],
  ['update of one', () => db.update('notes', { text: re }, { $set: { n: 3 } }, false)],
  ['update of many', () => db.update('notes', { text: re }, { $set: { n: 3 } })],
  ['$pull', () => db.update('notes', { _id: 'n1' }, { $pull: { tags: re } })],
  ['remove of one', () => db.remove('notes', { text: re }, false)],
  ['remove of many', () => db.remove('notes', { text: re })],
  ['aggregate $match', () => db.aggregate('notes', { $match: { text: re } })],
  ['aggregate $match after another stage', () => db.aggregate('notes', { $sort: { n: 1 } }, { $match: { text: re } })],
  ['aggregate $regexMatch', () => db.aggregate('notes', { $project: { is: { $regexMatch: { input: '$text', regex: SLOW } } } })],
  ['aggregate $regexFind', () => db.aggregate('notes', { $addFields: { is: { $regexFind: { input: '$text', regex: re } } } })],
  ['a pipeline of $lookup', () => db.aggregate('others', { $lookup: { from: 'notes', as: 'x', pipeline: [{ $match: { text: re } }] } })],
  ['as a mini-program user', () => db.as('oUser').get('notes', { text: re })],
])('a regular expression that takes for ever is refused in words: %s', async (what, ask) => {
  if (what === 'a pipeline of $lookup') database.insert('others', [{ _id: 'o' }])
  if (what === 'as a mini-program user') database.createCollection('notes', { acl: 'READONLY' })
  await expect(ask()).rejects.toEqual(outOfTime)
  expect(database.find('notes', {})).toHaveLength(2)
  expect(database.find('notes', { n: 3 })).toEqual([])
})

test.each(PAIRS)('the same for /%s/, whoever asks for the documents as they are', (pattern) => {
  database.insert('notes', [{ _id: 'long', text: `${'ab a'.repeat(12)}${'a'.repeat(40)}\n!` }])
  const started = performance.now()
  try {
    database.find('notes', { text: { $regex: pattern } })
  } catch (error) {
    expect(error).toEqual(outOfTime)
  }
  expect(performance.now() - started).toBeLessThan(5000)
})

test('others are served again at once, and the same query with a text that fits works', async () => {
  await expect(db.get('notes', { text: re })).rejects.toEqual(outOfTime)
  expect(await db.get('notes', { text: { $regex: '^(s|h)+o' } })).toMatchObject([{ _id: 'n2' }])
  expect(await db.get('notes', { text: /sho/ })).toMatchObject([{ _id: 'n2' }])
  expect(await db.update('notes', { text: re, _id: 'n2' }, { $set: { n: 5 } })).toBe(0)
})

test('an aggregate that makes too much of little is ended', async () => {
  const many = Array.from({ length: 300 }, (_, i) => i)
  database.insert('others', [{ _id: 'a', a: many, b: many, c: many, d: many }])
  await expect(db.aggregate('others', ...['a', 'b', 'c', 'd'].map((field) => ({ $unwind: `$${field}` })), { $count: 'n' })).rejects.toEqual(outOfTime)
})

test('a query that comes to no end in many turns is ended by its budget in all', async () => {
  const slow = setUp({ notes: {} }, { timeLimits: { regexMs: 30, queryMs: 0 } })
  slow.database.insert('notes', [])
  await expect(slow.db.get('notes', {})).rejects.toEqual(outOfTime)
})

describe('which expressions are watched', () => {
  test.each([
    [/^o1234$/, 'none'],
    [/发货|到货/i, 'none'],
    [/a\*b\+c\?d\{2\}\(e\)/, 'none'],
    [/[abc].\d/, 'none'],
    [/\\\\+/, 'regex'],
    [/a*/, 'regex'],
    [/(a|a)/, 'regex'],
    [/a?a?aa/, 'regex'],
    [/a{1,9}/, 'regex'],
  ])('%s: %s', (pattern, risk) => {
    expect(riskOf({ $and: [{ a: pattern }] })).toBe(risk)
    expect(riskOf({ a: { $regex: pattern.source } })).toBe(risk)
  })

  test('one that is not watched never needs more steps than the text and the expression are long', () => {
    const atom = fc.constantFrom('a', 'b', '.', '\\w', '[ab]', '^', '$', '|', '\\b', '\\*', '\\(')
    const pattern = fc.array(atom, { maxLength: 12 }).map((atoms) => atoms.join(''))
    fc.assert(
      fc.property(pattern, fc.stringMatching(/^[ab]{0,60}$/), (source, text) => {
        expect(riskOf({ $regex: source })).toBe('none')
        const run = new Script('pattern.test(text)')
        expect(typeof run.runInNewContext({ pattern: new RegExp(source), text }, { timeout: 1000 })).toBe('boolean')
      }),
      { numRuns: 30 },
    )
  })
})
