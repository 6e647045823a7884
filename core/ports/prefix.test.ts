import ENVIRONMENT from '../../deploy/environment.json'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { COLLECTIONS } from '../records/collections'
import { USUAL_PREFIX, prefixed, readPrefix } from './prefix'

describe('the prefix of our collections', () => {
  it('is the usual one where nobody chose, and nothing where none is asked for', () => {
    expect([{}, { COLLECTION_PREFIX: '' }, { COLLECTION_PREFIX: 'shop_' }, { COLLECTION_PREFIX: 'none' }].map(readPrefix)).toEqual(['sm_', 'sm_', 'shop_', ''])
  })

  it.each(['1_', '_a', 'a-b', 'a.b', ' ', '订阅', 'a'.repeat(17), '$x', 'a b'])('cannot be «%s», and says what it can be', (value) => {
    expect(() => readPrefix({ COLLECTION_PREFIX: value })).toThrow(expect.objectContaining({ code: 'misconfigured', message: expect.stringMatching(/COLLECTION_PREFIX.*字母开头.*重新部署/s) as string }))
  })

  it('is the same one where the collections are made', () => {
    expect(ENVIRONMENT.collectionPrefix).toEqual({ variable: 'COLLECTION_PREFIX', default: USUAL_PREFIX })
  })
})

describe('a database under a prefix', () => {
  let local: LocalCloud
  beforeAll(async () => {
    local = await startLocalCloud()
  })
  afterAll(() => local.close())

  it('has all of our collections under it, and none beside', () => {
    expect(local.emulator.database.collections().sort()).toEqual(Object.values(COLLECTIONS).map((name) => `sm_${name}`).sort())
  })

  it("leaves alone what another's collection of the same name holds, in and out of a transaction", async () => {
    const theirs = { _id: 'theirs', body: '别人的' }
    local.emulator.database.createCollection('messages')
    await local.emulator.database.execute('database.insertDocument', { collectionName: 'messages', data: [JSON.stringify(theirs)] })
    await local.db.collection('messages').add({ data: { _id: 'ours' } })
    await local.db.runTransaction((transaction) => transaction.collection('messages').add({ data: { _id: 'ours too' } }))
    expect(local.emulator.database.find('messages', {})).toEqual([theirs])
    expect(local.emulator.database.find('sm_messages', {})).toEqual([{ _id: 'ours' }, { _id: 'ours too' }])
    expect((await prefixed(local.db, '').collection('messages').where({}).count()).total).toBe(2)
  })

  it('looks up beside its rows what is ours, at any stage', async () => {
    await local.db.collection('users').add({ data: { _id: 'reader' } })
    const rows = local.db.collection('users').aggregate().match({ _id: 'reader' }).limit(1)
    const { list } = await rows.lookup({ from: 'messages', pipeline: [{ $match: { _id: 'ours' } }], as: 'beside' }).end()
    expect(list).toEqual([{ _id: 'reader', beside: [{ _id: 'ours' }] }])
  })
})
