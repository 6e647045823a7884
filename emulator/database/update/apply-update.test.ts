import { type Document, type PlainObject } from '../document'
import { parseUpdate } from './apply-update'

const apply = (doc: PlainObject, update: PlainObject, query: PlainObject = {}): PlainObject => {
  const before = { _id: 'x', ...doc } as Document
  const copy = structuredClone(before)
  const { _id, ...rest } = parseUpdate(update, query).applyTo(before)
  // Documents are shared with open snapshots.
  expect(before).toEqual(copy)
  return rest
}

describe('update operators', () => {
  it.each<[string, PlainObject, PlainObject, PlainObject]>([
    ['$set of a field', { a: 1 }, { $set: { a: 2, b: 3 } }, { a: 2, b: 3 }],
    ['$set of a nested field, with missing parents', { a: { b: 1 } }, { $set: { 'a.c.d': 2 } }, { a: { b: 1, c: { d: 2 } } }],
    ['$set by array index', { a: [{ b: 1 }] }, { $set: { 'a.0.b': 2 } }, { a: [{ b: 2 }] }],
    ['$set behind the end of an array', { a: [1] }, { $set: { 'a.3': 4 } }, { a: [1, null, null, 4] }],
    ['$set of a whole object', { a: { b: 1 } }, { $set: { a: { c: 1 } } }, { a: { c: 1 } }],
    ['$unset', { a: 1, b: { c: 1, d: 2 } }, { $unset: { a: '', 'b.c': '', z: '', 'q.r': '' } }, { b: { d: 2 } }],
    ['$unset inside an array leaves null', { a: [1, 2] }, { $unset: { 'a.0': '' } }, { a: [null, 2] }],
    ['$inc, also of a missing field', { n: 1 }, { $inc: { n: 2, m: 3, 'a.b': 1 } }, { n: 3, m: 3, a: { b: 1 } }],
    ['$mul; a missing field becomes 0', { n: 3 }, { $mul: { n: 2, m: 5 } }, { n: 6, m: 0 }],
    ['$min and $max', { a: 5, b: 5, c: 5, d: 5 }, { $min: { a: 3, b: 9, e: 1 }, $max: { c: 3, d: 9 } }, { a: 3, b: 5, c: 5, d: 9, e: 1 }],
    ['$max of dates', { a: new Date(5) }, { $max: { a: new Date(9) } }, { a: new Date(9) }],
    ['$rename', { a: 1, c: 3 }, { $rename: { a: 'b', missing: 'c' } }, { b: 1, c: 3 }],
    ['$rename into a nested field', { a: 1 }, { $rename: { a: 'b.c' } }, { b: { c: 1 } }],
    ['$bit', { n: 13 }, { $bit: { n: { and: 10 } } }, { n: 8 }],
    ['$bit of a missing field', {}, { $bit: { n: { or: 3 } } }, { n: 3 }],
    ['$push of several', { a: ['a'] }, { $push: { a: { $each: ['c', 'd'] } } }, { a: ['a', 'c', 'd'] }],
    ['$push of one', {}, { $push: { a: 1 } }, { a: [1] }],
    ['$push at a position', { a: [1, 2] }, { $push: { a: { $each: [9], $position: 0 } } }, { a: [9, 1, 2] }],
    [
      '$push with a slice, also of a missing field',
      { a: [1, 2] },
      { $push: { a: { $each: [3], $slice: -2 }, b: { $each: [1, 2, 3], $slice: 2 } } },
      { a: [2, 3], b: [1, 2] },
    ],
    ['$push, sorted by a field', { a: [{ s: 3 }] }, { $push: { a: { $each: [{ s: 1 }], $sort: { s: 1 } } } }, { a: [{ s: 1 }, { s: 3 }] }],
    ['$push with a sort by value', { a: [3] }, { $push: { a: { $each: [5, 1], $sort: -1 } } }, { a: [5, 3, 1] }],
    ['$pop from either end', { a: [1, 2, 3], b: [1, 2, 3] }, { $pop: { a: 1, b: -1, c: 1 } }, { a: [1, 2], b: [2, 3] }],
    ['$pull of a value', { a: ['p', 'q', 'p'] }, { $pull: { a: 'p', b: 1 } }, { a: ['q'] }],
    ['$pull by a condition on the element', { a: [1, 5, 9] }, { $pull: { a: { $gte: 5 } } }, { a: [1] }],
    ['$pull by a condition on its fields', { a: [{ k: 1 }, { k: 3, v: 1 }] }, { $pull: { a: { k: { $gt: 2 } } } }, { a: [{ k: 1 }] }],
    ['$pull by a pattern', { a: ['x1', 'y1'] }, { $pull: { a: /^x/ } }, { a: ['y1'] }],
    ['$pullAll', { a: [1, 2, 1, 3] }, { $pullAll: { a: [1, 3] } }, { a: [2] }],
    ['$addToSet', { a: ['p'] }, { $addToSet: { a: { $each: ['p', 'q', 'q'] }, b: 'z' } }, { a: ['p', 'q'], b: ['z'] }],
    ['$addToSet of objects', { a: [{ k: 1 }] }, { $addToSet: { a: { k: 1 } } }, { a: [{ k: 1 }] }],
    [
      'several operators at once',
      { n: 1, t: [1] },
      { $inc: { n: 1 }, $set: { s: 'x' }, $push: { t: 2 }, $unset: { q: '' } },
      { n: 2, t: [1, 2], s: 'x' },
    ],
    ['an empty update', { a: 1 }, {}, { a: 1 }],
  ])('%s', (_name, doc, update, expected) => {
    expect(apply(doc, update)).toEqual(expected)
  })

  it('changes the array element that the query found, by $', () => {
    const doc = { list: [{ k: 1, n: 0 }, { k: 2, n: 0 }], tags: ['a', 'b'] }
    expect(apply(doc, { $inc: { 'list.$.n': 1 } }, { 'list.k': 2 }).list).toEqual([{ k: 1, n: 0 }, { k: 2, n: 1 }])
    expect(apply(doc, { $set: { 'tags.$': 'z' } }, { _id: 'x', tags: 'b' }).tags).toEqual(['a', 'z'])
    const byElement = { $and: [{ list: { $elemMatch: { k: 1 } } }] }
    expect(apply(doc, { $set: { 'list.$.n': 5 } }, byElement).list).toEqual([{ k: 1, n: 5 }, { k: 2, n: 0 }])
  })

  it('changes every array element by $[]', () => {
    expect(apply({ a: [{ n: 1 }, { n: 2 }] }, { $inc: { 'a.$[].n': 1 } })).toEqual({ a: [{ n: 2 }, { n: 3 }] })
  })

  it('gives back the very same document when nothing changes', () => {
    const doc: Document = { _id: 'x', a: 1, b: { c: [1, 2] }, at: new Date(5) }
    const update = {
      $set: { a: 1, at: new Date(5), 'b.c.1': 2 },
      $inc: { n: 0 },
      $addToSet: { l: 1 },
    }
    const once = parseUpdate(update, {}).applyTo(doc)
    expect(parseUpdate(update, {}).applyTo(once)).toBe(once)
    expect(parseUpdate({ $pull: { 'b.c': 9 }, $unset: { z: '' }, $max: { a: 0 }, $rename: { y: 'w' } }, {}).applyTo(doc)).toBe(doc)
  })

  it('shares what stays the same', () => {
    const doc: Document = { _id: 'x', big: { a: 1 }, n: 1 }
    expect(parseUpdate({ $inc: { n: 1 } }, {}).applyTo(doc).big).toBe(doc.big)
  })
})

describe('refused updates', () => {
  it.each<[PlainObject, PlainObject, string, string]>([
    [{ n: 'text' }, { $inc: { n: 1 } }, 'DATABASE_REQUEST_FAILED', 'Cannot apply $inc to a value of non-numeric type'],
    [{ n: null }, { $inc: { n: 1 } }, 'DATABASE_REQUEST_FAILED', 'Cannot apply $inc'],
    [{ n: [] }, { $mul: { n: 1 } }, 'DATABASE_REQUEST_FAILED', 'Cannot apply $mul'],
    [{ n: 1.5 }, { $bit: { n: { or: 1 } } }, 'DATABASE_REQUEST_FAILED', 'Cannot apply $bit'],
    [{ a: 1 }, { $push: { a: 1 } }, 'DATABASE_REQUEST_FAILED', "The field 'a' must be an array"],
    [{ a: null }, { $addToSet: { a: 1 } }, 'DATABASE_REQUEST_FAILED', "The field 'a' must be an array"],
    [{ a: 'x' }, { $pull: { a: 'x' } }, 'DATABASE_REQUEST_FAILED', "The field 'a' must be an array"],
    [{ a: null }, { $set: { 'a.b': 1 } }, 'DATABASE_REQUEST_FAILED', "Cannot create field 'b' in element {a: null}"],
    [{ a: [1] }, { $set: { 'a.b': 1 } }, 'DATABASE_REQUEST_FAILED', "Cannot create field 'b' in element {a: [1]}"],
    [{}, { $set: { _id: 'y' } }, 'DATABASE_REQUEST_FAILED', "immutable field '_id'"],
    [{}, { $set: { a: 1 }, $inc: { a: 1 } }, 'DATABASE_REQUEST_FAILED', "Updating the path 'a' would create a conflict at 'a'"],
    [{}, { $set: { 'a.b': 1, a: 1 } }, 'DATABASE_REQUEST_FAILED', 'would create a conflict'],
    [{}, { $rename: { a: 'b' }, $set: { b: 1 } }, 'DATABASE_REQUEST_FAILED', 'would create a conflict'],
    [{ a: [1] }, { $set: { 'a.$': 2 } }, 'DATABASE_REQUEST_FAILED', 'The positional operator did not find the match'],
    [{ a: 1 }, { $set: { 'a.$[]': 2 } }, 'DATABASE_REQUEST_FAILED', 'must hold an array'],
    [{ a: [1] }, { $set: { 'a.$[x]': 2 } }, 'DATABASE_INVALID_OPERRATOR', '$[x]'],
    [{}, { $foo: { a: 1 } }, 'DATABASE_INVALID_OPERRATOR', '$foo'],
    [{}, { $toString: { a: 1 } }, 'DATABASE_INVALID_OPERRATOR', '$toString'],
    [{}, { a: 1 }, 'INVALID_PARAM', 'an update needs operators'],
    [{}, { $set: 1 }, 'INVALID_PARAM', '$set needs an object'],
    [{}, { $inc: { n: 'x' } }, 'INVALID_PARAM', '$inc of n needs a number'],
    [{}, { $pop: { a: 2 } }, 'INVALID_PARAM', '$pop of a'],
    [{}, { $pullAll: { a: 2 } }, 'INVALID_PARAM', '$pullAll of a'],
    [{}, { $bit: { a: { nand: 2 } } }, 'INVALID_PARAM', '$bit of a'],
    [{}, { $rename: { a: 'a' } }, 'INVALID_PARAM', '$rename of a'],
    [{}, { $push: { a: { $each: 1 } } }, 'INVALID_PARAM', '$each of a'],
    [{}, { $push: { a: { $each: [1], $foo: 1 } } }, 'INVALID_PARAM', '$foo'],
    [{}, { $push: { a: { $each: [1], $slice: 'x' } } }, 'INVALID_PARAM', '$slice of a'],
    [{}, { $addToSet: { a: { $each: 1 } } }, 'INVALID_PARAM', '$each of a'],
    [{}, { $set: { 'a..b': 1 } }, 'INVALID_PARAM', 'not a field name'],
    [{}, { $set: { '__proto__.x': 1 } }, 'INVALID_PARAM', 'not a field name'],
  ])('%j updated by %j is %s: %s', (doc, update, code, words) => {
    expect(() => apply(doc, update)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(words) as string }))
  })
})
