import { type PlainObject } from '../document'
import { setUp } from '../wire-requests.fixture'

/** The _ids, in order, of what the query finds among these documents. */
async function found(query: object, docs: object[]): Promise<unknown[]> {
  const { db, database } = setUp({ c: {} })
  database.insert('c', docs)
  return (await db.get('c', query, { order: { _id: 1 } })).map(({ _id }) => _id)
}

const point = (lng: number, lat: number): PlainObject => ({ type: 'Point', coordinates: [lng, lat] })

describe('query operators', () => {
  const docs = [
    { _id: 'a', n: 1, name: 'Ann', tags: ['x', 'y'], sub: { x: { y: 1 } }, at: new Date(1000) },
    { _id: 'b', n: 5, name: 'Bob', tags: ['x'], list: [{ k: 1, v: 'p' }, { k: 3, v: 'q' }], at: new Date(2000) },
    { _id: 'c', n: null, name: 'cat', tags: [] },
    { _id: 'd', name: 'Dan', n: [2, 9], list: [{ k: 2, v: 'p' }] },
    { _id: 'e', n: 'text', re: /^A/i },
  ]

  it.each<[object, string]>([
    [{}, 'abcde'],
    [{ n: 1 }, 'a'],
    [{ n: { $eq: 5 } }, 'b'],
    [{ n: 9 }, 'd'],
    [{ n: [2, 9] }, 'd'],
    [{ n: { $ne: 1 } }, 'bcde'],
    [{ n: { $ne: 9 } }, 'abce'],
    [{ n: null }, 'c'],
    [{ tags: null }, 'de'],
    [{ n: { $gt: 1 } }, 'bd'],
    [{ n: { $gte: 5 } }, 'bd'],
    [{ n: { $lt: 5 } }, 'ad'],
    [{ n: { $lte: 1 } }, 'a'],
    [{ n: { $gt: 'a' } }, 'e'],
    [{ n: { $gte: null } }, 'c'],
    [{ at: { $gt: new Date(1500) } }, 'b'],
    [{ n: { $in: [1, 'text'] } }, 'ae'],
    [{ name: { $in: [/^[AB]/, 'cat'] } }, 'abc'],
    [{ n: { $in: [[2, 9]] } }, 'd'],
    [{ tags: { $in: [null] } }, 'de'],
    [{ n: { $nin: [1, null] } }, 'bde'],
    [{ $and: [{ n: { $gte: 1 } }, { n: { $lt: 5 } }] }, 'ad'],
    [{ $or: [{ n: { $gt: 4 } }, { name: 'Ann' }] }, 'abd'],
    [{ $nor: [{ n: { $gt: 1 } }, { n: { $lt: 0 } }] }, 'ace'],
    [{ n: { $not: { $gt: 1 } } }, 'ace'],
    [{ tags: { $exists: true } }, 'abc'],
    [{ tags: { $exists: false } }, 'de'],
    [{ tags: { $size: 2 } }, 'a'],
    [{ tags: { $all: ['x'] } }, 'ab'],
    [{ n: { $mod: [2, 1] } }, 'abd'],
    [{ n: { $mod: [2, 0] } }, 'd'],
    [{ list: { $elemMatch: { k: { $gt: 1 }, v: 'p' } } }, 'd'],
    [{ n: { $elemMatch: { $gt: 8 } } }, 'd'],
    [{ list: { $elemMatch: { k: { $exists: true } } } }, 'bd'],
    [{ tags: { $elemMatch: { k: { $exists: true } } } }, ''],
    [{ tags: { $elemMatch: { k: { $exists: false } } } }, ''],
    [{ list: { $elemMatch: { $or: [{ k: 3 }, { v: 'none' }] } } }, 'b'],
    [{ list: { $elemMatch: { $jsonSchema: { required: ['none'] } } } }, ''],
    [{ $jsonSchema: { required: ['list'], properties: { name: { pattern: '^B' } } } }, 'b'],
    [{ $nor: [{ $jsonSchema: { required: ['name'] } }] }, 'e'],
    [{ 'list.k': 2 }, 'd'],
    [{ 'list.0.k': 1 }, 'b'],
    [{ 'sub.x.y': 1 }, 'a'],
    [{ name: /^a/i }, 'a'],
    [{ name: { $regex: '^d', $options: 'i' } }, 'd'],
    [{ $expr: { $gt: ['$n', 4] } }, 'bde'],
    [{ $expr: { $eq: ['$sub.x.y', 1] } }, 'a'],
    [{ $expr: { $ne: ['$n', 1] } }, 'bcde'],
    [{ $expr: { $gte: ['$n', 5] } }, 'bde'],
    [{ $expr: { $lt: ['$n', '$name'] } }, 'abc'],
    [{ $expr: { $lte: ['$n', 1] } }, 'ac'],
    [{ $expr: { $eq: [{ $cmp: ['$n', 5] }, -1] } }, 'ac'],
    [{ n: { $type: 'string' } }, 'e'],
  ])('%j finds %s', async (query, ids) => {
    expect((await found(query, docs)).join('')).toBe(ids)
  })

  it.each([
    [{ n: { $foo: 1 } }, '$foo'],
    [{ $foo: [] }, '$foo'],
    [{ $where: 'true' }, '$where'],
    [{ $text: { $search: 'x' } }, '$text'],
    [{ n: { $near: [1, 2] } }, '$near'],
    [{ $expr: { $function: { body: 'x', args: [], lang: 'js' } } }, '$function'],
  ])('refuses %j by its name, instead of ignoring it', async (query, name) => {
    const message = expect.stringContaining(name) as string
    await expect(found(query, docs)).rejects.toMatchObject({ code: 'DATABASE_INVALID_OPERRATOR', message })
  })

  const malformed = [{ n: { $in: 1 } }, { n: { $nin: 'x' } }, { n: { $mod: [0, 1] } }, { n: { $mod: 2 } }, { n: { $geoWithin: {} } }]
  it.each([...malformed, { $expr: { $gt: [1] } }].map((query) => [query]))(
    'refuses the malformed %j',
    async (query) => {
      await expect(found(query, docs)).rejects.toMatchObject({ code: 'INVALID_PARAM' })
    },
  )
})

describe('geo queries', () => {
  const [edge, hole] = [[[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]], [[4, 4], [6, 4], [6, 6], [4, 6], [4, 4]]]
  const square = { type: 'Polygon', coordinates: [edge, hole] }
  const places = [
    { _id: 'middle', g: point(5, 5) },
    { _id: 'inside', g: point(1, 1) },
    { _id: 'outside', g: point(20, 1) },
    { _id: 'nowhere' },
  ]

  it('geoWithin a polygon leaves out its holes', async () => {
    expect(await found({ g: { $geoWithin: { $geometry: square } } }, places)).toEqual(['inside'])
  })

  it('geoWithin a MultiPolygon takes any of them', async () => {
    const other = [[[19, 0], [21, 0], [21, 2], [19, 2], [19, 0]]]
    const geometry = { type: 'MultiPolygon', coordinates: [square.coordinates, other] }
    expect(await found({ g: { $geoWithin: { $geometry: geometry } } }, places)).toEqual(['inside', 'outside'])
  })

  it('geoWithin a circle measures in radians of the earth', async () => {
    const degree = Math.PI / 180
    expect(await found({ g: { $geoWithin: { $centerSphere: [[0, 1], 1.5 * degree] } } }, places)).toEqual(['inside'])
  })

  it('geoIntersects a point finds that point', async () => {
    expect(await found({ g: { $geoIntersects: { $geometry: point(20, 1) } } }, places)).toEqual(['outside'])
  })

  it('geoNear gives the nearest first and keeps to its distances', async () => {
    const { db, database } = setUp({ c: {} })
    database.insert('c', places)
    const near = (limits: object): object => ({ g: { $nearSphere: { $geometry: point(19, 1), ...limits } } })
    const ids = async (query: object): Promise<unknown[]> => (await db.get('c', query)).map(({ _id }) => _id)
    expect(await ids(near({}))).toEqual(['outside', 'middle', 'inside'])
    expect(await ids(near({ $maxDistance: 112_000 }))).toEqual(['outside'])
    expect(await ids({ $and: [near({ $minDistance: 112_000 })] })).toEqual(['middle', 'inside'])
  })

  it('refuses shapes that it does not know', async () => {
    const line = { type: 'LineString', coordinates: [[0, 0], [1, 1]] }
    await expect(found({ g: { $geoIntersects: { $geometry: line } } }, places)).rejects.toThrow('LineString is not supported')
  })
})
