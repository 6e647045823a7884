import { fill, startDriver, type Driver } from './driver'

const DOCS = [
  { _id: 'a', n: 1, s: 'Apple', tags: ['x', 'y'], items: [{ kind: 'pen', price: 3 }], left: 2, right: 1, place: point(113.0, 23.0) },
  { _id: 'b', n: 4, s: 'banana', tags: ['y'], items: [{ kind: 'pen', price: 9 }, { kind: 'cap', price: 3 }], place: point(113.01, 23.0) },
  { _id: 'c', n: 8, s: 'cherry', tags: [], left: 1, right: 2, place: point(116.4, 39.9) },
  { _id: 'd', n: 'eight', nothing: null },
]

function point(longitude: number, latitude: number) {
  return { type: 'Point', coordinates: [longitude, latitude] }
}

const square = `db.Geo.Polygon([
  db.Geo.LineString([[112, 22], [114, 22], [114, 24], [112, 24], [112, 22]].map(([x, y]) => db.Geo.Point(x, y))),
])`

let driver: Driver
beforeAll(async () => {
  driver = await startDriver()
  await fill(driver, DOCS)
})
afterAll(() => driver.close())

const query = (where: string, rest = `.orderBy('_id', 'asc')`) =>
  driver.run(`return (await db.collection('conformance').where(${where})${rest}.get()).data.map(({ _id }) => _id).join('')`)

/** A test that a condition finds the documents with these one-letter ids. */
function finds(name: string, where: string, ids: string): void {
  test(name, async () => expect(await query(where)).toEqual({ result: ids }))
}

finds('eq finds an equal value', '{ n: _.eq(4) }', 'b')
finds('neq finds every other value, and documents without the field', '{ left: _.neq(2) }', 'bcd')
finds('gt finds greater values of the same type only', '{ n: _.gt(1) }', 'bc')
finds('gte includes the value itself', '{ n: _.gte(4) }', 'bc')
finds('lt finds smaller values of the same type only', '{ n: _.lt(8) }', 'ab')
finds('lte includes the value itself', '{ n: _.lte(4) }', 'ab')
finds('in finds any of the values', '{ n: _.in([1, "eight", 99]) }', 'ad')
finds('nin finds none of the values, and documents without the field', '{ left: _.nin([2]) }', 'bcd')
finds('and on a field asks for both', '{ n: _.gt(1).and(_.lt(8)) }', 'b')
finds('or on a field asks for either', '{ n: _.lt(2).or(_.gt(7)) }', 'ac')
finds('nor on a field asks for neither', '{ n: _.nor([_.gt(7), _.lt(2)]) }', 'bd')
finds('not turns a condition round, and finds documents without the field', '{ left: _.not(_.gt(1)) }', 'bcd')
finds('and over conditions asks for all of them', '_.and([{ n: _.gt(0) }, { tags: "y" }])', 'ab')
finds('or over conditions asks for any of them', '_.or([{ n: 8 }, { s: "banana" }])', 'bc')
finds('nor over conditions asks for none of them', '_.nor([{ n: 8 }, { s: "banana" }])', 'ad')
finds('exists(true) finds the field, null included', '{ nothing: _.exists(true) }', 'd')
finds('exists(false) finds documents without the field', '{ tags: _.exists(false) }', 'd')
finds('size finds arrays of that length', '{ tags: _.size(0) }', 'c')
finds('all finds arrays that hold every value', '{ tags: _.all(["y", "x"]) }', 'a')
finds('elemMatch asks one element for all conditions', '{ items: _.elemMatch({ kind: "pen", price: _.lt(5) }) }', 'a')
finds('elemMatch with exists asks for an object among the elements', '{ tags: _.elemMatch({ price: _.exists(false) }) }', '')
finds('jsonSchema finds documents of that shape', `_.jsonSchema({ required: ['items'], properties: { n: { maximum: 1 } } })`, 'a')
finds('a dotted name looks into the elements of an array', '{ "items.kind": "cap" }', 'b')
finds('a dotted name with a number looks at that element', '{ "tags.0": "y" }', 'b')
finds('mod finds numbers with that remainder, and never null', '{ n: _.mod(4, 0) }', 'bc')
finds('mod does not find null or missing fields', '{ nothing: _.mod(4, 0) }', '')
finds('expr compares two fields', '_.expr($.gt(["$left", "$right"]))', 'a')
finds('a regular expression finds part of a text', '{ s: /an/ }', 'b')
finds('db.RegExp takes the option i', '{ s: db.RegExp({ regexp: "^a", options: "i" }) }', 'a')
finds('geoWithin finds points in a polygon', `{ place: _.geoWithin({ geometry: ${square} }) }`, 'ab')
finds('geoWithin finds points in a circle on the sphere', '{ place: _.geoWithin({ centerSphere: [[116.4, 39.9], 10 / 6371] }) }', 'c')
finds('geoIntersects finds what meets a geometry', '{ place: _.geoIntersects({ geometry: db.Geo.Point(113, 23) }) }', 'a')

test('geoNear finds points within a distance, the nearest first', async () => {
  const near = '{ place: _.geoNear({ geometry: db.Geo.Point(113.02, 23), minDistance: 0, maxDistance: 5000 }) }'
  expect(await query(near, '')).toEqual({ result: 'ba' })
})

test('geoNear leaves out what is nearer than minDistance', async () => {
  const near = '{ place: _.geoNear({ geometry: db.Geo.Point(113.02, 23), minDistance: 1500, maxDistance: 5000 }) }'
  expect(await query(near, '')).toEqual({ result: 'a' })
})

test('an unknown operator is -502002', async () => {
  const { error } = await query('{ $where: "true" }')
  expect(error).toMatchObject({ errCode: -502002, errMsg: expect.stringContaining('database invalid command') })
})

test('orderBy puts numbers before texts, as MongoDB does', async () => {
  const { result } = await driver.run(`return (await db.collection('conformance').orderBy('n', 'asc').get()).data.map(({ n }) => n)`)
  expect(result).toEqual([1, 4, 8, 'eight'])
})
