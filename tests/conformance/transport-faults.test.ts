import { type FaultPlan, type HttpFaultMode } from '../../emulator/faults/faults'
import { fill } from './driver'
import { ALICE, startLocalDriver, type LocalDriver } from './local-driver'

let driver: LocalDriver
let templateId: string
beforeAll(async () => {
  driver = await startLocalDriver()
  templateId = driver.emulator.wechat.addTemplate({ title: '通知', content: '商品:{{thing1.DATA}}', type: 3 }).templateId
  await driver.emulator.wechat.consent({ openid: ALICE, templateIds: [templateId] })
  // The event of that consent is pushed to a function, whose requests must not use up a fault.
  await driver.emulator.settled()
})
afterAll(() => driver.close())
beforeEach(() => fill(driver, [{ _id: 'a', n: 1 }]))
afterEach(() => driver.emulator.faults.clear())

const CALLS = {
  get: `return db.collection('conformance').doc('a').get()`,
  aggregate: `return db.collection('conformance').aggregate().end()`,
  callFunction: `return cloud.callFunction({ name: 'internal' })`,
  openapi: `return cloud.openapi.subscribeMessage.getTemplateList()`,
  transaction: `return db.startTransaction()`,
}
type Call = keyof typeof CALLS

async function order(faults: FaultPlan, step: string, data?: Record<string, unknown>) {
  driver.emulator.faults.set(faults)
  return (await driver.run(step, data)).error
}

/** A test of how each kind of call fails over a broken transport; none of them has been carried out. */
function breaks(name: string, mode: HttpFaultMode, expected: Record<Call, object>): void {
  test(name, async () => {
    for (const [call, error] of Object.entries(expected) as [Call, object][]) {
      expect({ call, error: await order({ http: { mode, times: 1 } }, CALLS[call]) }).toMatchObject({ call, error })
    }
    expect(driver.emulator.faults.plan).toEqual({ http: { mode: expect.any(String), times: 0 } })
  })
}

const containing = (text: string) => expect.stringContaining(text)
const NOT_JSON = { name: 'SyntaxError', errCode: -1 }

breaks('a 500 with a page of HTML is a SyntaxError, for openapi -501001', '500text', {
  get: { ...NOT_JSON, errMsg: containing("document.get:fail Unexpected token '<'") },
  aggregate: NOT_JSON,
  callFunction: NOT_JSON,
  openapi: { errCode: -501001, errMsg: containing('500 Internal Server Error') },
  transaction: { name: 'SyntaxError' },
})
breaks('a 503 is -501001, or errCode -1 with code 503', '503json', {
  get: { errCode: -501001, errMsg: containing('503 Service Unavailable') },
  aggregate: { errCode: -1, code: 503 },
  callFunction: { errCode: -1, code: 503 },
  openapi: { errCode: -501001 },
  transaction: { code: 503 },
})
breaks('an empty 504 is -501001, or errCode -1 with code 504', '504empty', {
  get: { errCode: -501001, errMsg: containing('504 Gateway Timeout') },
  aggregate: { errCode: -1, code: 504 },
  callFunction: { errCode: -1, code: 504 },
  openapi: { errCode: -501001 },
  transaction: { code: 504 },
})
breaks('an answer that is not JSON is a SyntaxError, for openapi -601001', 'notjson', {
  get: NOT_JSON,
  aggregate: NOT_JSON,
  callFunction: NOT_JSON,
  openapi: { errCode: -601001 },
  transaction: { name: 'SyntaxError' },
})
breaks('a connection that ends is -501001, or errCode -1 with code ECONNRESET', 'reset', {
  get: { errCode: -501001, errMsg: containing('socket hang up') },
  aggregate: { errCode: -1, code: 'ECONNRESET' },
  callFunction: { errCode: -1, code: 'ECONNRESET' },
  openapi: { errCode: -501001 },
  transaction: { code: 'ECONNRESET' },
})
breaks('SYS_ERR is -501001, or errCode -1 with the code', 'SYS_ERR', {
  get: { errCode: -501001 },
  aggregate: { errCode: -1, code: 'SYS_ERR' },
  callFunction: { errCode: -1, code: 'SYS_ERR' },
  openapi: { errCode: -501001 },
  transaction: { code: 'SYS_ERR' },
})
breaks('EXCEED_REQUEST_LIMIT is -501003, or errCode -1 with the code', 'EXCEED_REQUEST_LIMIT', {
  get: { errCode: -501003 },
  aggregate: { errCode: -1, code: 'EXCEED_REQUEST_LIMIT' },
  callFunction: { errCode: -1, code: 'EXCEED_REQUEST_LIMIT' },
  openapi: { errCode: -501003 },
  transaction: { code: 'EXCEED_REQUEST_LIMIT' },
})

test('no answer is a timeout of the SDK', async () => {
  const faults: FaultPlan = { http: { mode: 'hang', times: 1, on: 'function' } }
  const error = await order(faults, `return cloud.callFunction({ name: 'internal', timeout: 100 })`)
  expect(error).toMatchObject({ errCode: -1, code: 'ESOCKETTIMEDOUT', errMsg: 'callFunction:fail request timeout' })
})

test('a fault can be meant for one kind of request', async () => {
  const faults: FaultPlan = { http: { mode: 'SYS_ERR', times: 1, on: 'openapi' } }
  expect(await order(faults, CALLS.get)).toBeUndefined()
  expect(await order(faults, CALLS.openapi)).toMatchObject({ errCode: -501001 })
})

test('a lost reply to a write looks like a failure, but the write was done', async () => {
  const error = await order({ db: { lostReplies: 1 } }, `return db.collection('conformance').doc('a').update({ data: { n: _.inc(1) } })`)
  expect(error).toMatchObject({ errCode: -501001, errMsg: containing('socket hang up') })
  expect((await driver.run(CALLS.get)).result).toMatchObject({ data: { n: 2 } })
})

const SEND = `
  const { touser, templateId } = event
  return cloud.openapi.subscribeMessage.send({ touser, templateId, data: { thing1: { value: '苹果' } } })`
const cards = () => driver.emulator.wechat.inbox(ALICE).length

test('a lost reply to a send looks like a failure, but the card has arrived', async () => {
  const before = cards()
  expect(await order({ send: { lostReplies: 1 } }, SEND, { touser: ALICE, templateId })).toMatchObject({ errCode: -501001 })
  expect(cards()).toBe(before + 1)
})

test('a function can be killed right after a send, before it learns of it', async () => {
  const before = cards()
  driver.emulator.faults.set({ kill: { function: 'conformance', afterSends: 1 } })
  const answer = await driver.call('conformance', { step: SEND, touser: ALICE, templateId })
  expect(answer).toMatchObject({ ok: false, error: { code: 'FUNCTIONS_EXECUTE_FAIL' } })
  expect(cards()).toBe(before + 1)
})

test('an ordered conflict at an operation is -501001, at the commit it is retried', async () => {
  const step = `
    let runs = 0
    await db.runTransaction(async (transaction) => {
      runs++
      await transaction.collection('conformance').doc('a').update({ data: { n: _.inc(1) } })
    })
    return runs`
  expect(await order({ db: { conflicts: { operation: 1 } } }, step)).toMatchObject({ errCode: -501001 })
  driver.emulator.faults.set({ db: { conflicts: { commit: 2 } } })
  expect(await driver.run(step)).toEqual({ result: 3 })
})
