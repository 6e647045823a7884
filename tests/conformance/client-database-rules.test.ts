import { ALICE, BOB, startLocalDriver, type LocalDriver } from './local-driver'

const DENIED = { code: 'DATABASE_PERMISSION_DENIED' }

let driver: LocalDriver
beforeAll(async () => {
  driver = await startLocalDriver()
})
afterAll(() => driver.close())
beforeEach(async () => {
  await driver.emulator.reset()
  const docs = [
    { _id: 'hers', _openid: ALICE, kind: 'note' },
    { _id: 'his', _openid: BOB, kind: 'note' },
    { _id: 'open', _openid: BOB, kind: 'note', public: true },
  ]
  const names = ['readonly', 'private', 'adminwrite', 'adminonly', 'unset', 'custom', 'guarded']
  for (const name of names) driver.emulator.database.insert(name, docs)
})

/** What a mini-program user may do with a collection, as she would through wx.cloud.database(). */
function as(openid: string, collectionName: string) {
  const json = JSON.stringify
  const act = async (action: string, body: object) => {
    const answer = await driver.emulator.database.execute(`database.${action}`, { collectionName, ...body }, { openid })
    return answer.data as { list: string[]; updated: number; deleted: number }
  }
  const where = (query: object) => ({ query: json(query), queryType: 'WHERE', multi: true })
  return {
    read: async (query: object = {}) => {
      const { list } = await act('getDocument', { ...where(query), limit: 20 })
      return list.map((text) => (JSON.parse(text) as { _id: string })._id)
    },
    add: (doc: object) => act('insertDocument', { data: [json(doc)] }),
    update: async (query: object, set: object) => {
      const { updated } = await act('modifyDocument', { ...where(query), data: json({ $set: set }), merge: true, upsert: false })
      return updated
    },
    remove: async (query: object) => (await act('removeDocument', where(query))).deleted,
    start: () => act('startTransaction', {}),
  }
}

test('READONLY: everybody reads, the owner writes', async () => {
  const alice = as(ALICE, 'readonly')
  expect(await alice.read()).toEqual(['hers', 'his', 'open'])
  expect(await alice.update({ kind: 'note' }, { n: 1 })).toBe(1)
  expect(await alice.remove({ _id: 'his' })).toBe(0)
})

test('PRIVATE: the owner alone reads and writes', async () => {
  const alice = as(ALICE, 'private')
  expect(await alice.read()).toEqual(['hers'])
  expect(await alice.update({ _id: 'his' }, { n: 1 })).toBe(0)
  expect(await alice.remove({})).toBe(1)
})

test('ADMINWRITE: everybody reads, nobody writes', async () => {
  const alice = as(ALICE, 'adminwrite')
  expect(await alice.read()).toHaveLength(3)
  await expect(alice.add({ n: 1 })).rejects.toMatchObject(DENIED)
  await expect(alice.update({ _id: 'hers' }, { n: 1 })).rejects.toMatchObject(DENIED)
  await expect(alice.remove({ _id: 'hers' })).rejects.toMatchObject(DENIED)
})

test('ADMINONLY: nobody reads or writes', async () => {
  const alice = as(ALICE, 'adminonly')
  await expect(alice.read()).rejects.toMatchObject(DENIED)
  await expect(alice.add({ n: 1 })).rejects.toMatchObject(DENIED)
})

test('a collection that nothing is set for is PRIVATE', async () => {
  expect(await as(ALICE, 'unset').read()).toEqual(['hers'])
})

test('what a user adds carries her _openid', async () => {
  await as(ALICE, 'private').add({ _id: 'new' })
  expect(driver.emulator.database.find('private', { _id: 'new' })).toEqual([{ _id: 'new', _openid: ALICE }])
})

test('a user cannot write _openid', async () => {
  const alice = as(ALICE, 'private')
  await expect(alice.add({ _openid: BOB })).rejects.toMatchObject(DENIED)
  await expect(alice.update({ _id: 'hers' }, { _openid: BOB })).rejects.toMatchObject(DENIED)
})

test('{openid} in a query stands for the user', async () => {
  expect(await as(ALICE, 'readonly').read({ _openid: '{openid}' })).toEqual(['hers'])
})

test('CUSTOM: a query must make sure that the rule holds for all it can match', async () => {
  const alice = as(ALICE, 'custom')
  expect(await alice.read({ _openid: ALICE })).toEqual(['hers'])
  expect(await alice.read({ public: true })).toEqual(['open'])
  await expect(alice.read({})).rejects.toMatchObject(DENIED)
  await expect(alice.read({ _id: 'hers' })).rejects.toMatchObject(DENIED)
  await expect(alice.read({ _openid: BOB })).rejects.toMatchObject(DENIED)
})

test('CUSTOM: create is judged by the document', async () => {
  const alice = as(ALICE, 'custom')
  await expect(alice.add({ kind: 'task' })).resolves.toBeDefined()
  await expect(alice.add({ kind: 'other' })).rejects.toMatchObject(DENIED)
})

test('CUSTOM: update is judged by the document and by what is written', async () => {
  const alice = as(ALICE, 'custom')
  expect(await alice.update({ _openid: '{openid}' }, { n: 1 })).toBe(1)
  await expect(alice.update({ _openid: '{openid}' }, { kind: 'task' })).rejects.toMatchObject(DENIED)
  await expect(alice.update({ _id: 'his' }, { n: 1 })).rejects.toMatchObject(DENIED)
})

test('CUSTOM: false lets nobody through', async () => {
  await expect(as(ALICE, 'custom').remove({ _openid: ALICE })).rejects.toMatchObject(DENIED)
})

test('CUSTOM: get() looks into another collection', async () => {
  await expect(as(ALICE, 'guarded').read()).rejects.toMatchObject(DENIED)
  driver.emulator.database.insert('members', [{ _id: ALICE, role: 'reader' }])
  expect(await as(ALICE, 'guarded').read()).toHaveLength(3)
})

test('transactions are for functions only', async () => {
  await expect(as(ALICE, 'private').start()).rejects.toMatchObject(DENIED)
})
