import { addNotice, ALICE, SEND, startScriptable, type ScriptableCloud } from '../testing/scriptable-cloud'
import { type Caller } from '../functions/invocation'
import { SCRIPTABLE_FUNCTION } from '../testing/project'

let cloud: ScriptableCloud
let templateId: string
beforeAll(async () => {
  cloud = await startScriptable({
    'cloudfunctions/nosend/index.js': SCRIPTABLE_FUNCTION,
    'cloudbaserc.json': { envId: 'test-env', functions: [{ name: 'script', timeout: 20 }, { name: 'nosend', timeout: 20 }] },
  })
})
afterAll(() => cloud.close())
beforeEach(async () => {
  await cloud.clear()
  templateId = addNotice(cloud.emulator)
})

const inboxOfAlice = () => cloud.emulator.wechat.inbox(ALICE)
const consent = () => cloud.emulator.wechat.consent({ openid: ALICE, templateIds: [templateId] })
const send = (caller?: Caller, name?: string) => cloud.script(SEND, { caller, function: name, data: { touser: ALICE, templateId } })

test('a send puts a card into the inbox, and is counted', async () => {
  await consent()
  const { gave } = await send()
  expect(gave).toMatchObject({ errCode: 0, errMsg: 'openapi.subscribeMessage.send:ok' })
  expect(inboxOfAlice()).toMatchObject([{ templateId, title: '到货通知', lines: [{ label: '商品', value: '苹果' }] }])
  expect(cloud.emulator.stats).toMatchObject({ sends: 1, delivered: 1, openapiCalls: 1 })
})

test('a refusal of WeChat arrives with its code and words', async () => {
  const { failed } = await send()
  expect(failed).toMatchObject({ errCode: 43101 })
  expect(failed?.errMsg).toMatch(/^openapi\.subscribeMessage\.send:fail user refuse to accept the msg rid: /)
  expect(cloud.emulator.stats).toMatchObject({ sends: 1, delivered: 0 })
})

test('an api that config.json does not list is -604101 as in a real log', async () => {
  await consent()
  const { failed } = await send(undefined, 'nosend')
  expect(failed).toMatchObject({
    errCode: -604101,
    errMsg: 'system error: error code: -604101',
    message: 'errCode: -604101 function has no permission to call this API | errMsg: system error: error code: -604101',
  })
  expect(cloud.emulator.stats).toMatchObject({ sends: 0, openapiCalls: 0 })
})

test('an api that does not exist is -604100', async () => {
  const { failed } = await cloud.script(`return cloud.openapi.no.such({})`)
  expect(failed).toMatchObject({ errCode: -604100 })
})

describe('without a valid call token', () => {
  test('the console is refused with Invalid wxCloudApiToken', async () => {
    await consent()
    const { failed } = await send({ kind: 'console' })
    expect(failed).toMatchObject({
      errCode: -501007,
      errMsg: 'openapi.subscribeMessage.send:fail -501007 invalid parameters. Invalid wxCloudApiToken',
    })
    expect(inboxOfAlice()).toEqual([])
  })

  test.each([
    [-501001, /-501001 resource system error. invalid wx openapi access_token/],
    [-604104, /error code: -604104/],
  ] as const)('the switch token.errorCode makes it %i', async (errorCode, words) => {
    cloud.emulator.switches.set({ token: { errorCode } })
    const { failed } = await send({ kind: 'console' })
    expect(failed).toMatchObject({ errCode: errorCode })
    expect(failed?.errMsg).toMatch(words)
  })

  test('a function called by a function may not send, unless the switch says so', async () => {
    await consent()
    const throughAnother = `
      const { result } = await cloud.callFunction({ name: 'script', data: { ...event, code: event.inner } })
      return result
    `
    const call = () => cloud.script(throughAnother, { data: { touser: ALICE, templateId, inner: SEND } })
    expect((await call()).gave).toMatchObject({ failed: { errCode: -501007 } })
    cloud.emulator.switches.set({ token: { functionToFunction: true } })
    expect((await call()).gave).toMatchObject({ gave: { errCode: 0 } })
  })

  test('the token of a call that has ended is worth nothing', async () => {
    const { gave: token } = await cloud.script(`return process.env.WX_API_TOKEN`)
    expect(typeof token === 'string' && token.length).toBeTruthy()
    const form = new FormData()
    form.set('action', 'wx.openApi')
    form.set('apiName', 'subscribeMessage.getTemplateList')
    form.set('requestData', new Blob([Buffer.from('08001200', 'hex')]), 'blob')
    form.set('envName', 'test-env')
    form.set('wxCloudApiToken', String(token))
    const answer = await fetch(`${cloud.emulator.url}/admin`, { method: 'POST', body: form })
    expect(await answer.json()).toMatchObject({ code: 'INVALID_PARAM', message: 'Invalid wxCloudApiToken' })
  })
})

describe('cloud.callOpenAPI', () => {
  const CALL = `return cloud.callOpenAPI({ api: 'subscribeMessage.send', data: {
    touser: event.touser, templateId: event.templateId, data: { thing1: { value: '梨' } } } })`

  test('takes camelCase parameters and gives the REST answer', async () => {
    await consent()
    const { gave } = await cloud.script(CALL, { data: { touser: ALICE, templateId } })
    expect(gave).toMatchObject({ result: { errcode: 0, errmsg: 'ok' }, errMsg: 'callOpenAPI:ok' })
    expect(inboxOfAlice()).toMatchObject([{ lines: [{ value: '梨' }] }])
  })

  test('needs the token and the permission as well', async () => {
    const data = { touser: ALICE, templateId }
    expect((await cloud.script(CALL, { data, caller: { kind: 'console' } })).failed).toMatchObject({
      code: 'INVALID_PARAM',
      errMsg: 'callOpenAPI:fail Invalid wxCloudApiToken',
    })
    expect((await cloud.script(CALL, { data, function: 'nosend' })).failed?.errMsg).toMatch('-604101')
  })
})

describe('ordered faults', () => {
  beforeEach(async () => {
    await consent()
  })

  test('an ordered errcode is answered without sending', async () => {
    cloud.emulator.faults.set({ send: { errors: [{ errcode: 45009, times: 1 }] } })
    expect((await send()).failed).toMatchObject({ errCode: 45009 })
    expect(inboxOfAlice()).toEqual([])
    expect((await send()).gave).toMatchObject({ errCode: 0 })
    expect(cloud.emulator.stats).toMatchObject({ sends: 2, delivered: 1 })
  })

  test('a lost reply leaves the message sent', async () => {
    cloud.emulator.faults.set({ send: { lostReplies: 1 } })
    const { failed } = await send()
    expect(failed).toMatchObject({ errCode: -501001 })
    expect(failed?.errMsg).toMatch('socket hang up')
    expect(inboxOfAlice()).toHaveLength(1)
  })

  test('a refused send loses no reply', async () => {
    cloud.emulator.faults.set({ send: { lostReplies: 1 } })
    await cloud.emulator.wechat.refuse(ALICE, templateId)
    expect((await send()).failed).toMatchObject({ errCode: 43101 })
    expect(cloud.emulator.faults.plan.send?.lostReplies).toBe(1)
  })

  test('a kill ends the function when the message has gone out and before it can know', async () => {
    cloud.emulator.faults.set({ kill: { function: 'script', afterSends: 1 } })
    await expect(send()).rejects.toThrow('FUNCTIONS_EXECUTE_FAIL')
    expect(inboxOfAlice()).toHaveLength(1)
    expect(await cloud.script('return 1')).toEqual({ gave: 1 })
  })
})
