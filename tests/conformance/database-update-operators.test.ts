import { fill, startDriver, type Driver } from './driver'

const DOC = {
  _id: 'a',
  n: 2,
  text: 'x',
  sub: { keep: 1, x: 1 },
  tags: ['b', 'c'],
  scores: [5, 1, 3],
  items: [{ kind: 'pen', price: 3 }, { kind: 'cap', price: 9 }],
}

let driver: Driver
beforeAll(async () => {
  driver = await startDriver()
})
afterAll(() => driver.close())
beforeEach(() => fill(driver, [DOC]))

const update = (data: string) =>
  driver.run(`
    await db.collection('conformance').doc('a').update({ data: ${data} })
    return (await db.collection('conformance').doc('a').get()).data`)

/** A test that an update gives the document these fields; undefined for one that is gone. */
function changes(name: string, data: string, fields: Record<string, unknown>): void {
  test(name, async () => {
    const expected: Record<string, unknown> = { ...DOC, ...fields }
    for (const [key, value] of Object.entries(fields)) if (value === undefined) delete expected[key]
    expect(await update(data)).toEqual({ result: expected })
  })
}

changes('a plain value sets the field', '{ n: 7, fresh: "new" }', { n: 7, fresh: 'new' })
changes('a dotted name sets a field inside, and makes what is missing', '{ "sub.x": 2, "other.deep.y": 3 }', {
  sub: { keep: 1, x: 2 },
  other: { deep: { y: 3 } },
})
changes('a nested object is merged into the one there', '{ sub: { x: 2 } }', { sub: { keep: 1, x: 2 } })
changes('set() of an object replaces it', '{ sub: _.set({ x: 2 }) }', { sub: { x: 2 } })
changes('a number in a dotted name sets that element', '{ "tags.1": "z" }', { tags: ['b', 'z'] })
changes('inc adds, also to a missing field', '{ n: _.inc(3), fresh: _.inc(-1) }', { n: 5, fresh: -1 })
changes('mul multiplies, a missing field becomes 0', '{ n: _.mul(1.5), fresh: _.mul(4) }', { n: 3, fresh: 0 })
changes('min keeps the smaller value', '{ n: _.min(1), "sub.x": _.min(5) }', { n: 1, sub: { keep: 1, x: 1 } })
changes('max keeps the greater value', '{ n: _.max(1), "sub.x": _.max(5) }', { sub: { keep: 1, x: 5 } })
changes('remove takes the field away', '{ text: _.remove() }', { text: undefined })
changes('rename moves the field', '{ text: _.rename("words") }', { text: undefined, words: 'x' })
changes('push of one value adds it at the end', '{ tags: _.push("d") }', { tags: ['b', 'c', 'd'] })
changes('push of a list adds its elements', '{ tags: _.push(["d", "e"]) }', { tags: ['b', 'c', 'd', 'e'] })
changes('push to a missing field makes the array', '{ fresh: _.push("d") }', { fresh: ['d'] })
changes('push takes a position', '{ tags: _.push({ each: ["z"], position: 1 }) }', { tags: ['b', 'z', 'c'] })
changes('push sorts and cuts off', '{ scores: _.push({ each: [4], sort: -1, slice: 3 }) }', { scores: [5, 4, 3] })
changes('unshift adds at the front', '{ tags: _.unshift(["y", "z"]) }', { tags: ['y', 'z', 'b', 'c'] })
changes('pop takes the last element', '{ tags: _.pop() }', { tags: ['b'] })
changes('shift takes the first element', '{ tags: _.shift() }', { tags: ['c'] })
changes('pull takes equal values out', '{ tags: _.pull("b") }', { tags: ['c'] })
changes('pull takes out what meets a condition', '{ items: _.pull({ price: _.gt(5) }) }', { items: [{ kind: 'pen', price: 3 }] })
changes('pullAll takes all listed values out', '{ scores: _.pullAll([5, 3]) }', { scores: [1] })
changes('addToSet adds what is not there', '{ tags: _.addToSet("d"), scores: _.addToSet(5) }', { tags: ['b', 'c', 'd'] })
changes('addToSet with each adds several', '{ tags: _.addToSet({ $each: ["c", "d"] }) }', { tags: ['b', 'c', 'd'] })
changes('several operators work in one update', '{ n: _.inc(1), text: _.remove(), tags: _.push("d") }', {
  n: 3,
  text: undefined,
  tags: ['b', 'c', 'd'],
})
changes('bit computes with the bits of a whole number', '{ n: _.bit({ or: 5 }) }', { n: 7 })

test('a positional $ changes the element that the query found', async () => {
  const { result } = await driver.run(`
    await db.collection('conformance').where({ 'items.kind': 'cap' }).update({ data: { 'items.$.price': 10 } })
    return (await db.collection('conformance').doc('a').get()).data.items`)
  expect(result).toEqual([{ kind: 'pen', price: 3 }, { kind: 'cap', price: 10 }])
})

test('inc of a text is refused and nothing changes', async () => {
  expect((await update('{ n: _.inc(1), text: _.inc(1) }')).error?.errCode).toBe(-502001)
  const { result } = await driver.run(`return (await db.collection('conformance').doc('a').get()).data.n`)
  expect(result).toBe(2)
})

test('push to something that is no array is refused', async () => {
  expect((await update('{ text: _.push("y") }')).error?.errCode).toBe(-502001)
})

test('two operators on one field are refused', async () => {
  expect((await update('{ sub: _.set({}), "sub.x": _.inc(1) }')).error?.errCode).toBe(-502001)
})
