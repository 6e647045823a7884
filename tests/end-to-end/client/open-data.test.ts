import { callWx, heard } from './call-wx'
import { type PhoneDriver } from './phone-driver'
import { startClient, USER, type ClientTest } from './start'

let client: ClientTest
let phone: PhoneDriver
beforeAll(async () => {
  client = await startClient('files')
})
afterAll(() => client?.close())
beforeEach(async () => {
  phone = await client.open()
})
afterEach(() => phone?.close())

const call = (name: string, options: object = {}) => callWx(phone, name, options)
const tap = (name: string) => phone.button(name).tap()
const answer = async (button: string) => {
  await phone.dialog().getByRole('button', { name: button, exact: true }).click()
  await phone.idle()
}

describe('buttons with an open-type', () => {
  test('getPhoneNumber asks, and its code and cloudID lead a function to the number', async () => {
    client.emulator.wechat.answers.set(USER, { phoneNumber: '13912345678' })
    await tap('手机号')
    expect(await phone.dialog().innerText()).toContain('13912345678')
    await answer('允许')
    const { code, cloudID, errMsg } = (await heard(phone, 'getphonenumber')) ?? {}
    expect(errMsg).toBe('getPhoneNumber:ok')
    const byCode = await call('cloud.callFunction', { name: 'script', data: { code: `return (await cloud.openapi.phonenumber.getPhoneNumber({ code: '${String(code)}' })).phoneInfo.phoneNumber` } })
    expect(byCode.result).toBe('13912345678')
    const byCloudId = await phone.page.evaluate(async (id) => {
      const { wx } = globalThis as unknown as { wx: { cloud: { CloudID(id: string): object; callFunction(options: object): Promise<{ result: unknown }> } } }
      return (await wx.cloud.callFunction({ name: 'script', data: { code: 'return event.phone.data.purePhoneNumber', phone: wx.cloud.CloudID(id) } })).result
    }, String(cloudID))
    expect(byCloudId).toBe('13912345678')
  })

  test('who does not want to tell her number is not asked again by itself, and the page hears it', async () => {
    await tap('手机号')
    await answer('不允许')
    expect(await heard(phone, 'getphonenumber')).toEqual({ errMsg: 'getPhoneNumber:fail user deny' })
  })

  test('getUserInfo tells what everybody is told since 2022', async () => {
    await tap('用户信息')
    expect(await heard(phone, 'getuserinfo')).toMatchObject({ errMsg: 'getUserInfo:ok', userInfo: { nickName: '微信用户' }, rawData: expect.any(String), encryptedData: expect.any(String), iv: expect.any(String), cloudID: expect.any(String) })
    expect(await call('getUserProfile', { desc: '用于完善资料' })).toMatchObject({ errMsg: 'getUserProfile:ok', userInfo: { nickName: '微信用户' } })
  })

  test('chooseAvatar gives a picture of the desktop, which can be uploaded', async () => {
    await tap('头像')
    await phone.dialog('选择文件').locator('input').setInputFiles({ name: 'me.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>') })
    const { avatarUrl } = (await heard(phone, 'chooseavatar')) ?? {}
    expect(await call('cloud.uploadFile', { cloudPath: 'me.svg', filePath: avatarUrl })).toMatchObject({ errMsg: 'cloud.uploadFile:ok' })
  })

  test('contact and feedback open what says that nobody is there', async () => {
    await tap('客服')
    await answer('好')
    expect(await heard(phone, 'contact')).toEqual({ errMsg: 'enterContact:ok', path: '', query: {} })
    await tap('反馈')
    expect(await phone.dialog('意见反馈').count()).toBe(1)
  })
})

describe('what looks out of the phone', () => {
  test('the location is asked for once, is that which was set, and the settings page takes it back', async () => {
    client.emulator.wechat.answers.set(USER, { location: { latitude: 31.2, longitude: 121.5, name: '外滩' } })
    const first = call('getLocation', { type: 'gcj02' })
    await answer('允许')
    expect(await first).toMatchObject({ errMsg: 'getLocation:ok', latitude: 31.2, longitude: 121.5 })
    expect(await call('getLocation')).toMatchObject({ latitude: 31.2 })
    expect(await call('getSetting')).toEqual({ errMsg: 'getSetting:ok', authSetting: { 'scope.userLocation': true } })
    await phone.page.getByRole('button', { name: '更多' }).click()
    await answer('设置')
    await phone.dialog('设置').getByRole('switch', { name: '你的位置信息' }).click()
    await answer('返回')
    expect(await call('getLocation')).toMatchObject({ errMsg: 'getLocation:fail auth deny' })
    expect(await call('authorize', { scope: 'scope.nothing' })).toMatchObject({ errMsg: 'authorize:fail invalid scope scope.nothing' })
  })

  test('a place is chosen by its fields, or not at all', async () => {
    const chosen = call('chooseLocation')
    await phone.dialog('选择位置').getByLabel('名称').fill('人民广场')
    await answer('确定')
    expect(await chosen).toMatchObject({ errMsg: 'chooseLocation:ok', name: '人民广场', latitude: 31.2 })
    const left = call('chooseLocation')
    await answer('取消')
    expect(await left).toMatchObject({ errMsg: 'chooseLocation:fail cancel' })
  })

  test('a code is typed, or was set beforehand', async () => {
    const typed = call('scanCode')
    await phone.dialog('扫一扫').getByLabel('内容').fill('A-1')
    await answer('确定')
    expect(await typed).toMatchObject({ errMsg: 'scanCode:ok', result: 'A-1', scanType: 'QR_CODE' })
    client.emulator.wechat.answers.set(USER, { scan: { result: 'B-2', scanType: 'EAN_13' } })
    expect(await call('scanCode')).toMatchObject({ result: 'B-2', scanType: 'EAN_13' })
  })

  test('another mini-program, a call and an address are asked for, and can be left', async () => {
    const other = call('navigateToMiniProgram', { appId: 'wx1', path: 'pages/a' })
    expect(await phone.dialog('即将打开其他小程序').innerText()).toMatch(/wx1[^]*pages\/a/)
    await answer('取消')
    expect(await other).toMatchObject({ errMsg: 'navigateToMiniProgram:fail cancel' })
    const phoneCall = call('makePhoneCall', { phoneNumber: '10086' })
    await answer('呼叫')
    expect(await phoneCall).toEqual({ errMsg: 'makePhoneCall:ok' })
    const address = call('chooseAddress')
    await answer('确定')
    expect(await address).toMatchObject({ errMsg: 'chooseAddress:ok', userName: '张三', telNumber: '13800000000' })
  })
})
