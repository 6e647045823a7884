import { ALICE, BOB, startLocalDriver, type LocalDriver } from './local-driver'

let driver: LocalDriver
beforeAll(async () => {
  driver = await startLocalDriver()
})
afterAll(() => driver.close())

const issue = (openid = ALICE) => driver.emulator.wechat.openData.issue(openid, 'phone')
const phoneNumber = (code: string) => driver.run(`return cloud.openapi.phonenumber.getPhoneNumber({ code: event.phoneCode })`, { phoneCode: code })
const openData = (list: string[]) => driver.run(`return cloud.getOpenData({ list: event.list })`, { list })

test('getPhoneNumber turns a code into the number, once', async () => {
  const { code } = issue()
  expect((await phoneNumber(code)).result).toMatchObject({ errCode: 0, phoneInfo: { phoneNumber: expect.stringMatching(/^1\d{10}$/), countryCode: '86' } })
  expect((await phoneNumber(code)).error).toMatchObject({ errCode: 40029 })
})

test('the code of a phone number is good for five minutes', async () => {
  const { code } = issue()
  driver.emulator.clock.advance(5 * 60_000 + 1)
  expect((await phoneNumber(code)).error).toMatchObject({ errCode: 40029 })
})

test('getOpenData gives what stands behind a cloudID, to a function of that user', async () => {
  const { cloudID } = issue()
  expect((await openData([cloudID])).result).toMatchObject({ errCode: 0, list: [{ cloudID, data: { purePhoneNumber: expect.any(String) } }] })
  expect((await openData([issue(BOB).cloudID])).error).toBeDefined()
})

test('wxacode gives bytes with their type', async () => {
  const { result } = await driver.run(`const { contentType, buffer } = await cloud.openapi.wxacode.get({ path: 'pages/a' }); return { contentType, isBuffer: Buffer.isBuffer(buffer) }`)
  expect(result).toEqual({ contentType: 'image/png', isBuffer: true })
})

test('getUnlimited takes a scene of 32 visible characters, and no path with a leading slash', async () => {
  const ask = async (options: string) => (await driver.run(`return (await cloud.openapi.wxacode.getUnlimited(${options})).errCode`)).error?.errCode
  expect([await ask(`{ scene: '汉字' }`), await ask(`{ scene: '${'a'.repeat(33)}' }`), await ask(`{ scene: 'a', page: '/pages/a' }`)]).toEqual([40129, 40129, 41030])
})

test('imgSecCheck takes a picture of 1 MB at most', async () => {
  const check = (bytes: number) => driver.run(`return cloud.openapi.security.imgSecCheck({ media: { contentType: 'image/png', value: Buffer.alloc(${bytes}, 1) } })`)
  expect((await check(100)).result).toMatchObject({ errCode: 0 })
  expect((await check(1024 * 1024 + 1)).error).toMatchObject({ errCode: 40006 })
})
