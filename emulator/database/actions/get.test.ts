import { setUp } from '../wire-requests.fixture'

const people = [
  { _id: 'u1', name: 'Ann', n: 3, tags: ['b', 'd'], sub: { x: 1, y: 2 } },
  { _id: 'u2', name: 'Bob', n: 1, tags: ['a', 'z'], sub: { x: 3, y: 4 } },
  { _id: 'u3', name: 'Cid', tags: [] },
  { _id: 'u4', name: 'Dan', n: 'text' },
]

function withPeople(): ReturnType<typeof setUp> {
  const all = setUp({ users: {} })
  all.database.insert('users', people)
  return all
}

describe('database.getDocument', () => {
  it('gives one document by its _id, and an empty list for a missing one', async () => {
    const { db } = withPeople()
    expect(await db.doc('users', 'u1')).toEqual(people[0])
    expect(await db.doc('users', 'zzz')).toBeUndefined()
  })

  it('answers as the SDK expects', async () => {
    const { database } = withPeople()
    const body = { collectionName: 'users', queryType: 'WHERE', query: '{"name":"Bob"}', limit: 2, offset: 0 }
    const [bob] = people.filter(({ name }) => name === 'Bob')
    expect(await database.execute('database.getDocument', body)).toEqual({ data: { list: [JSON.stringify(bob)], limit: 2, offset: 0 } })
  })

  it('returns everything without a query', async () => {
    const { db } = withPeople()
    expect(await db.get('users')).toHaveLength(4)
  })

  it.each<[string, Record<string, 1 | -1>, string[]]>([
    ['missing before numbers before texts', { n: 1 }, ['u3', 'u2', 'u1', 'u4']],
    ['texts before numbers before missing', { n: -1 }, ['u4', 'u1', 'u2', 'u3']],
    ['an array by its least element, empty ones first', { tags: 1, _id: 1 }, ['u3', 'u4', 'u2', 'u1']],
    ['an array by its greatest element', { tags: -1, _id: 1 }, ['u2', 'u1', 'u4', 'u3']],
    ['by a nested field', { 'sub.y': -1, _id: -1 }, ['u2', 'u1', 'u4', 'u3']],
  ])('sorts %s', async (_case, order, ids) => {
    const { db } = withPeople()
    expect((await db.get('users', {}, { order })).map(({ _id }) => _id)).toEqual(ids)
  })

  it('pages with skip and limit after sorting', async () => {
    const { db } = withPeople()
    expect((await db.get('users', {}, { order: { _id: -1 }, offset: 1, limit: 2 })).map(({ _id }) => _id)).toEqual(['u3', 'u2'])
  })

  it.each<[object, object]>([
    [{ name: 1 }, { _id: 'u1', name: 'Ann' }],
    [{ name: true, _id: false }, { name: 'Ann' }],
    [{ 'sub.x': 1, _id: 0 }, { sub: { x: 1 } }],
    [{ sub: 0, tags: 0 }, { _id: 'u1', name: 'Ann', n: 3 }],
    [{ 'sub.x': 0, tags: 0 }, { _id: 'u1', name: 'Ann', n: 3, sub: { y: 2 } }],
    [{ tags: { $slice: 1 }, name: 1 }, { _id: 'u1', name: 'Ann', tags: ['b'] }],
  ])('projects %j, and leaves the stored document alone', async (projection, expected) => {
    const { db } = withPeople()
    const [projected] = await db.get('users', { _id: 'u1' }, { projection })
    expect(projected).toEqual(expected)
    expect(await db.doc('users', 'u1')).toEqual(people[0])
  })

  it('puts _id first in a projection', async () => {
    const { db } = withPeople()
    const [projected] = await db.get('users', { _id: 'u1' }, { projection: { name: 1 } })
    expect(Object.keys(projected ?? {})).toEqual(['_id', 'name'])
  })

  it('projects the array element that the query found', async () => {
    const { db } = withPeople()
    expect(await db.get('users', { tags: 'd' }, { projection: { 'tags.$': 1, _id: 0 } })).toEqual([{ tags: ['d'] }])
  })

  it('gives a function 100 documents unless told otherwise, and never more than 1000', async () => {
    const { db, database } = setUp({ many: {} })
    database.insert('many', Array.from({ length: 1100 }, (_, i) => ({ _id: String(i) })))
    const length = async (limit: number | undefined): Promise<number> => (await db.get('many', {}, { limit })).length
    expect([await length(undefined), await length(0), await length(7), await length(5000)]).toEqual([100, 100, 7, 1000])
  })

  it('finds documents whose _id is a number, or not the kind of key that a disk takes', async () => {
    const { db } = setUp({ c: {} })
    const long = '巡'.repeat(2000)
    await db.add('c', { _id: 7, v: 1 }, { _id: '7', v: 2 }, { _id: long, v: 3 })
    expect([(await db.doc('c', 7))?.v, (await db.doc('c', '7'))?.v, (await db.doc('c', long))?.v]).toEqual([1, 2, 3])
  })

  it.each<[object, string]>([
    [{ limit: -1 }, 'limit'],
    [{ offset: 1.5 }, 'offset'],
    [{ order: '{"n":"asc"}' }, 'order of n'],
    [{ query: '[]' }, 'query'],
    [{ query: '{' }, 'EJSON'],
    [{ collectionName: '' }, 'collectionName'],
  ])('refuses %j in words', async (part, words) => {
    const { database } = withPeople()
    const request = database.execute('database.getDocument', { collectionName: 'users', ...part })
    await expect(request).rejects.toMatchObject({ code: 'INVALID_PARAM', message: expect.stringContaining(words) as string })
  })

  it('refuses a result that is larger than the platform returns', async () => {
    const { db, database } = setUp({ c: {} })
    database.insert('c', [{ _id: 'big', text: 'x'.repeat(1024 * 1024), _openid: 'o1' }])
    await expect(db.as('o1').get('c')).rejects.toMatchObject({ code: 'DATABASE_REQUEST_FAILED' })
    expect(await db.get('c')).toHaveLength(1)
  })

  it('says which collection does not exist', async () => {
    const { db } = withPeople()
    await expect(db.get('nope')).rejects.toMatchObject({
      code: 'DATABASE_COLLECTION_NOT_EXIST',
      message:
        '[ResourceNotFound] Db or Table not exist: nope. ' +
        'Please check your request, but if the problem cannot be solved, contact us.',
    })
  })
})

describe('database.calculateDocument', () => {
  it('counts all, or what a query matches', async () => {
    const { db } = withPeople()
    expect([await db.count('users'), await db.count('users', { n: { $gt: 1 } }), await db.count('users', { n: 99 })]).toEqual([4, 1, 0])
  })
})
