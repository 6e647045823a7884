import { ALICE, startScriptable, type ScriptableCloud } from '../../testing/scriptable-cloud'

let cloud: ScriptableCloud
beforeAll(async () => {
  cloud = await startScriptable({
    'project.config.json': { miniprogramRoot: 'client/', appid: 'wx0123456789abcdef' },
    'client/app.json': { pages: ['pages/a/a'] },
    'cloudfunctions/script/config.json': {
      permissions: { openapi: ['phonenumber.getPhoneNumber', 'wxacode.get', 'wxacode.getUnlimited', 'wxacode.createQRCode', 'security.imgSecCheck'] },
    },
  })
})
afterAll(() => cloud.close())

const script = async (code: string, data: Record<string, unknown> = {}) => {
  const { gave, failed } = await cloud.script(code, { data })
  return failed ?? gave
}
const post = async (path: string, body: object) => (await fetch(`${cloud.emulator.url}${path}`, { method: 'POST', body: JSON.stringify(body) })).json() as Promise<Record<string, unknown>>
const issue = (openid = ALICE) => post('/emulator/open-data', { openid, kind: 'phone' })

const PHONE = `return cloud.openapi.phonenumber.getPhoneNumber({ code: event.phoneCode })`

test('a function turns the code of a phone number into the number, once and within five minutes', async () => {
  await post('/emulator/answers', { openid: ALICE, phoneNumber: '13912345678' })
  const { code } = await issue()
  expect(await script(PHONE, { phoneCode: code })).toMatchObject({ errCode: 0, phoneInfo: { phoneNumber: '13912345678', purePhoneNumber: '13912345678', countryCode: '86', watermark: { appid: 'wx0123456789abcdef' } } })
  expect(await script(PHONE, { phoneCode: code })).toMatchObject({ errCode: 40029 })
  const late = await issue()
  cloud.emulator.clock.advance(6 * 60_000)
  expect(await script(PHONE, { phoneCode: late.code })).toMatchObject({ errCode: 40029 })
})

test('getOpenData gives what stands behind a cloudID, to functions of that user only', async () => {
  const mine = await issue()
  const others = await issue('oSomebodyElse')
  const get = `return cloud.getOpenData({ list: event.ids })`
  expect(await script(get, { ids: [mine.cloudID] })).toMatchObject({ errCode: 0, list: [{ cloudID: mine.cloudID, data: { phoneNumber: '13912345678' } }] })
  expect(await script(get, { ids: [mine.cloudID, others.cloudID] })).toMatchObject({ errMsg: expect.stringMatching(/svrkit error/) })
})

test('a cloudID among the data of a call is replaced, at the top and only for its own user', async () => {
  const { cloudID } = await issue()
  const call = (openid: string) =>
    post('/emulator/invoke', { function: 'script', data: { code: 'return event.phone', phone: {}, deep: { phone: {} } }, caller: { kind: 'client', openid }, openData: { phone: cloudID } })
  expect(await call(ALICE)).toMatchObject({ result: { gave: { cloudID, data: { phoneNumber: '13912345678' } } } })
  expect(await call('oSomebodyElse')).toMatchObject({ result: { gave: { cloudID, errCode: -601_006 } } })
})

test.each([
  ['get', `{ path: 'pages/a/a?id=1', width: 300 }`],
  ['createQRCode', `{ path: 'pages/a/a?id=1' }`],
  ['getUnlimited', `{ scene: 'id=1', page: 'pages/a/a' }`],
])('wxacode.%s gives a picture, which a function keeps', async (name, options) => {
  const code = `
    const { buffer, contentType } = await cloud.openapi.wxacode.${name}(${options})
    const { fileID } = await cloud.uploadFile({ cloudPath: 'code.png', fileContent: buffer })
    return { fileID, contentType }`
  const { fileID, contentType } = (await script(code)) as { fileID: string; contentType: string }
  expect(contentType).toBe('image/png')
  const picture = Buffer.from(await (await fetch(`${cloud.emulator.url}/storage/?fileID=${encodeURIComponent(fileID)}`)).arrayBuffer())
  expect(picture.subarray(1, 4).toString()).toBe('PNG')
  expect(picture.toString()).toMatch(name === 'getUnlimited' ? 'pages/a/a?scene=id%3D1' : 'pages/a/a?id=1')
})

test.each([
  ['getUnlimited', `{ scene: '汉字' }`, 40129],
  ['getUnlimited', `{ scene: 'a', page: 'pages/none' }`, 41030],
  ['getUnlimited', `{ scene: 'a', page: '/pages/a/a' }`, 41030],
  ['get', `{}`, 40097],
])('wxacode.%s(%s) is refused with %d', async (name, options, errCode) => {
  expect(await script(`return cloud.openapi.wxacode.${name}(${options})`)).toMatchObject({ errCode })
})

test('imgSecCheck takes pictures up to 1 MB', async () => {
  const check = (bytes: string) => script(`return cloud.openapi.security.imgSecCheck({ media: { contentType: 'image/png', value: ${bytes} } })`)
  expect(await check(`Buffer.alloc(10, 1)`)).toMatchObject({ errCode: 0 })
  expect(await check(`Buffer.alloc(1024 * 1024 + 1)`)).toMatchObject({ errCode: 40006 })
})

test('cloud.logger() writes to the log of the function', async () => {
  expect(await script(`const log = cloud.logger(); log.info({ a: 1 }); return 'logged'`)).toBe('logged')
})
