import { startContractClient, type ContractClient } from '../../testing/contract-client'
import { ALICE } from '../../testing/scriptable-cloud'

let client: ContractClient
beforeAll(async () => {
  client = await startContractClient()
})
afterAll(() => client.cloud.close())

async function run(data: object, caller: object = { kind: 'client', openid: ALICE }): Promise<string> {
  const { body } = await client.call('POST', '/emulator/invoke', { function: 'script', data, caller })
  return (body as { requestId: string }).requestId
}

const logs = (query: string) => client.get(`/emulator/logs?${query}`) as Promise<Record<string, unknown>[]>
const one = (requestId: string) => client.get(`/emulator/logs/${requestId}`) as Promise<Record<string, unknown>>

test('one run is shown with what it got, what it answered and what it asked of the cloud', async () => {
  const requestId = await run({ action: 'count', code: `await db.createCollection('teas'); return (await db.collection('teas').count()).total` })
  expect(await one(requestId)).toMatchObject({
    action: 'count',
    openid: ALICE,
    event: { action: 'count' },
    answer: { gave: 0 },
    steps: [{ kind: 'database', name: 'database.addCollection', collection: 'teas', ms: expect.any(Number) }, { name: 'database.calculateDocument' }],
    called: [],
    sent: [],
  })
})

test('a request that the database refused says so in its step', async () => {
  const requestId = await run({ code: `await cloud.database().collection('nowhere').get().catch(() => undefined)` })
  expect(await one(requestId)).toMatchObject({ steps: [{ name: 'database.getDocument', collection: 'nowhere', error: 'DATABASE_COLLECTION_NOT_EXIST' }] })
})

test('a run is followed to the card in the inbox', async () => {
  const { body } = await client.call('POST', '/emulator/templates', { title: '到货通知', content: '商品:{{thing1.DATA}}' })
  const { templateId } = body as { templateId: string }
  await client.call('POST', '/emulator/consent', { openid: ALICE, templateIds: [templateId] })
  const send = `cloud.openapi.subscribeMessage.send({ touser: '${ALICE}', templateId: '${templateId}', data: { thing1: { value: '茶' } } })`
  const requestId = await run({ code: `await ${send}; await ${send}.catch(() => undefined)` })
  expect(await one(requestId)).toMatchObject({
    steps: [{ kind: 'openapi', name: 'subscribeMessage.send', openid: ALICE, msgid: expect.stringMatching(/^\d{19}$/) }, { error: '43101' }],
    sent: [{ openid: ALICE, title: '到货通知', read: false, id: expect.any(String) }],
  })
})

test('a run that another called names it, and the other lists it', async () => {
  const parent = await run({ code: `await cloud.callFunction({ name: 'script', data: { action: 'inner', code: '' } })` })
  const { called } = (await one(parent)) as { called: { requestId: string }[] }
  expect(called).toMatchObject([{ action: 'inner', parent }])
  expect(await one(called[0]?.requestId ?? '')).toMatchObject({ parent, caller: 'function' })
})

test('runs are found by person, and by a text in arguments, answer, output or request id', async () => {
  const requestId = await run({ code: `console.log('只此一次'); return 'Oolong'` }, { kind: 'client', openid: 'oTea_drinker' })
  const found = async (query: string) => (await logs(query)).map((each) => each['requestId'])
  expect(await found('openid=oTea_drinker')).toEqual([requestId])
  expect(await found(`text=${encodeURIComponent('只此一次')}&openid=oTea_drinker`)).toEqual([requestId])
  expect(await found('text=oolong')).toEqual([requestId])
  expect(await found(`text=${requestId}`)).toEqual([requestId])
  expect(await found('text=nowhere-to-be-found')).toEqual([])
})

test('a long answer is kept by its beginning, and a run that is not there is named', async () => {
  const requestId = await run({ code: `return 'x'.repeat(40000)` })
  const { answer } = (await one(requestId)) as { answer: string }
  expect([typeof answer, answer.length]).toEqual(['string', 16_001])
  expect(await client.call('GET', '/emulator/logs/none')).toMatchObject({ status: 404, body: { error: { code: 'NOT_FOUND' } } })
})
