import fc from 'fast-check'
import { Lazy } from 'mingo/lazy'
import { $group } from 'mingo/operators/pipeline'
import { type Options } from 'mingo/types'
import { type PlainObject } from '../document'
import { aggregateContext } from './stages'
import { group } from './group'

const options = { context: aggregateContext(() => 0), scriptEnabled: false } as unknown as Options

const value = fc.oneof(fc.constantFrom('a', 'b', 0, 1, -0, true, null, undefined, Number.NaN), fc.constantFrom(new Date(1), { x: 1 }, [1, 2]))
const documents = fc.array(fc.dictionary(fc.constantFrom('k', 'l', 'n'), value, { noNullPrototype: true }), { maxLength: 30 })
const keys = fc.constantFrom<unknown>('$k', { k: '$k', l: '$l' }, { k: '$k' }, { k: '$k.x' }, null, {}, '$$ROOT', { other: { $ifNull: ['$k', 'none'] } })

describe('$group', () => {
  it('puts together what the engine would, in its order, whatever the documents hold', () => {
    fc.assert(fc.property(documents, keys, (docs, _id) => {
      const spec = { _id, count: { $sum: 1 }, total: { $sum: '$n' }, first: { $first: '$n' }, all: { $push: '$l' }, some: { $sum: { $cond: ['$l', 1, 0] } } }
      expect(group(Lazy(docs), spec, options).collect()).toStrictEqual($group(Lazy(docs), spec as never, options).collect())
    }))
  })

  it('keeps the fields as they were asked for', () => {
    const docs: PlainObject[] = [{ k: 'a', n: 2 }, { k: 'a', n: 3 }]
    const [row] = group(Lazy(docs), { total: { $sum: '$n' }, count: { $sum: 1 }, _id: '$k' }, options).collect<PlainObject>()
    expect(JSON.stringify(row)).toBe('{"_id":"a","total":5,"count":2}')
  })

  it('refuses a key that is missing', () => {
    expect(() => group(Lazy([{}]), { count: { $sum: 1 } }, options).collect()).toThrow("must include an '_id'")
  })
})
