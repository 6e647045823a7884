import { startScriptable, type ScriptableCloud } from '../testing/scriptable-cloud'
import { type HttpFaultMode, type RequestKind } from '../faults/faults'

let cloud: ScriptableCloud
beforeAll(async () => {
  cloud = await startScriptable()
  await cloud.script(`await db.createCollection('notes')`)
})
afterAll(() => cloud.close())

async function post(body: string | FormData, headers: Record<string, string> = {}): Promise<unknown> {
  const answer = await fetch(`${cloud.emulator.url}/admin?env=test-env`, { method: 'POST', body, headers })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
  return answer.json()
}

describe('what is no request of the SDK', () => {
  test('an unknown action is refused by name, with a request id', async () => {
    const answer = await post(JSON.stringify({ action: 'database.' + 'dance' }))
    expect(answer).toMatchObject({ message: expect.stringContaining('dance'), requestId: expect.stringMatching(/^[0-9a-f]{16}$/) })
    expect(await post(JSON.stringify({ action: 'toString' }))).toMatchObject({ code: 'INVALID_PARAM', message: 'Unknown action toString.' })
  })

  test.each([
    ['{', /^The body is not JSON: /],
    ['[]', /^The body must be a JSON object\.$/],
    ['{}', /^The request has no action\.$/],
  ])('the body %s is refused in words', async (body, words) => {
    expect(await post(body)).toMatchObject({ code: 'INVALID_PARAM', message: expect.stringMatching(words) })
  })

  test('a broken multipart body is refused in words', async () => {
    const noBoundary = await post('x', { 'content-type': 'multipart/form-data' })
    expect(noBoundary).toMatchObject({ code: 'INVALID_PARAM', message: expect.stringMatching(/multipart/) })
    const cutShort = await post('--b\r\nContent-Disposition: form-data; name="action"\r\n\r\nwx', {
      'content-type': 'multipart/form-data; boundary=b',
    })
    expect(cutShort).toMatchObject({ code: 'INVALID_PARAM' })
  })

  test('protobuf that is none is refused in words', async () => {
    const form = new FormData()
    form.set('action', 'wx.openApi')
    form.set('requestData', new Blob([Buffer.from('ffffffff', 'hex')]), 'blob')
    expect(await post(form)).toMatchObject({ code: 'INVALID_PARAM', message: expect.stringMatching(/^requestData cannot be decoded/) })
  })

  test('a field of the wrong type is named', async () => {
    const answer = await post(JSON.stringify({ action: 'functions.invokeFunction', envName: 7 }))
    expect(answer).toMatchObject({ code: 'INVALID_PARAM', message: 'envName must be a string.' })
  })
})

describe('what the local cloud does not have', () => {
  test.each([
    ['cloudPay', `return cloud.cloudPay.unifiedOrder({ body: 'x' })`],
    ['ApiVoipSign', `return cloud.getVoIPSign({ groupId: 'g', timestamp: 1, nonce: 'n' })`],
  ])('%s says so', async (what, code) => {
    const { failed } = await cloud.script(code)
    expect(failed?.errMsg).toMatch(what)
    expect(failed?.errMsg).toMatch('not supported by the local cloud')
  })
})

describe('a broken transport', () => {
  const CALLS: Record<RequestKind, string> = {
    database: `return db.collection('notes').doc('a').get()`,
    openapi: `return cloud.openapi.subscribeMessage.getTemplateList({})`,
    function: `return cloud.callFunction({ name: 'script', data: { code: '' } })`,
  }

  test.each<[HttpFaultMode, RequestKind, number, RegExp]>([
    ['500text', 'database', -1, /^document.get:fail Unexpected token '<'/],
    ['500text', 'openapi', -501001, /500 Internal Server Error/],
    ['500text', 'function', -1, /Unexpected token '<'/],
    ['503json', 'database', -501001, /503 Service Unavailable/],
    ['503json', 'openapi', -501001, /503 Service Unavailable/],
    ['503json', 'function', -1, /503 Service Unavailable/],
    ['504empty', 'database', -501001, /504 Gateway Timeout/],
    ['504empty', 'openapi', -501001, /504 Gateway Timeout/],
    ['504empty', 'function', -1, /504 Gateway Timeout/],
    ['notjson', 'database', -1, /not valid JSON/],
    ['notjson', 'openapi', -601001, /unknown wx response received/],
    ['notjson', 'function', -1, /not valid JSON/],
    ['reset', 'database', -501001, /socket hang up/],
    ['reset', 'openapi', -501001, /socket hang up/],
    ['reset', 'function', -1, /socket hang up/],
    ['SYS_ERR', 'database', -501001, /resource system error/],
    ['SYS_ERR', 'openapi', -501001, /resource system error/],
    ['SYS_ERR', 'function', -1, /system error/],
    ['EXCEED_REQUEST_LIMIT', 'database', -501003, /exceed request limit/],
    ['EXCEED_REQUEST_LIMIT', 'openapi', -501003, /exceed request limit/],
    ['EXCEED_REQUEST_LIMIT', 'function', -1, /request limit exceeded/],
  ])('%s on %s is %i', async (mode, on, errCode, words) => {
    cloud.emulator.faults.set({ http: { mode, times: 1, on } })
    const { failed } = await cloud.script(CALLS[on])
    expect(failed).toMatchObject({ errCode })
    expect(failed?.errMsg).toMatch(words)
    expect(cloud.emulator.faults.plan.http?.times).toBe(0)
  })

  test('a request that hangs is given up by the SDK', async () => {
    cloud.emulator.faults.set({ http: { mode: 'hang', times: 1 } })
    const { failed } = await cloud.script(`return cloud.callFunction({ name: 'script', data: {}, timeout: 200 })`)
    expect(failed).toMatchObject({ errCode: -1, code: 'ESOCKETTIMEDOUT' })
  })
})
