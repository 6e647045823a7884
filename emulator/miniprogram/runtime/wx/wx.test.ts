/** @jest-environment jsdom */
import { join } from 'node:path'
import { openMiniProgram, type MiniProgramUnderTest } from '../../testing'
import { SelectorQuery } from './selector-query'
import { storageApis } from './storage'

type Call = (...args: unknown[]) => unknown

const root = join(__dirname, '..', '..', '..', '..', 'tests', 'end-to-end', 'client', 'fixtures', 'plain-js')
const templates = [{ templateId: 't1', title: '到货通知', example: '商品:苹果', type: 2 }]
let app: MiniProgramUnderTest
let wx: Record<string, Call>

beforeAll(() => {
  jest.spyOn(console, 'log').mockImplementation(() => undefined)
  app = openMiniProgram({
    root,
    answers: {
      '/emulator/panel': { shows: true, templates, alwaysBox: true },
      '/emulator/consent': { errMsg: 'requestSubscribeMessage:ok', t1: 'accept' },
      '/emulator/settings': { mainSwitch: true },
    },
  })
  wx = app.wx as Record<string, Call>
})

const overlay = (selector: string) => app.runtime.phone.overlays.querySelector<HTMLElement>(selector)

describe('storage', () => {
  test('keeps what JSON can hold, and a missing key reads as an empty text', async () => {
    wx.setStorageSync?.('a', { n: [1, null] })
    expect(wx.getStorageSync?.('a')).toEqual({ n: [1, null] })
    expect(wx.getStorageSync?.('b')).toBe('')
    await expect(wx.getStorage?.({ key: 'a' })).resolves.toEqual({ errMsg: 'getStorage:ok', data: { n: [1, null] } })
    await expect(wx.getStorage?.({ key: 'b' })).rejects.toEqual({ errMsg: 'getStorage:fail data not found' })
  })

  test('belongs to one user', () => {
    wx.setStorageSync?.('mine', 1)
    const { session } = app.runtime
    const other = storageApis({ ...session, openid: 'oOther' }) as Record<string, Call>
    expect(other.getStorageSync?.('mine')).toBe('')
    other.setStorageSync?.('mine', 2)
    other.clearStorageSync?.()
    expect(wx.getStorageSync?.('mine')).toBe(1)
    expect(wx.getStorageInfoSync?.()).toMatchObject({ keys: expect.arrayContaining(['a', 'mine']), limitSize: 10_240 })
  })

  test('an entry of more than 1 MB is refused', () => {
    expect(() => wx.setStorageSync?.('big', 'x'.repeat(1_048_576))).toThrow('setStorageSync:fail exceed storage item max length')
  })
})

describe('what is missing', () => {
  let complaints: jest.SpyInstance
  beforeEach(() => {
    complaints = jest.spyOn(console, 'error').mockImplementation(() => undefined)
  })
  afterEach(() => complaints.mockRestore())

  test('fails by name: to the caller, in the console and on the screen', async () => {
    await expect(wx.startBeaconDiscovery?.()).rejects.toEqual({ errMsg: 'startBeaconDiscovery:fail not available in the local cloud' })
    expect(complaints).toHaveBeenCalledWith('wx.startBeaconDiscovery is not available in the local cloud')
    expect(overlay('[role=status]')?.textContent).toBe('wx.startBeaconDiscovery 在本地云中不可用')
    const { requirePlugin } = globalThis as unknown as { requirePlugin(name: string): Record<string, Call> }
    const plugin = requirePlugin('routePlan')
    expect(complaints).not.toHaveBeenCalledWith(expect.stringContaining('routePlan'))
    await expect(plugin.getLocation?.()).rejects.toMatchObject({ errMsg: expect.stringContaining('getLocation:fail') })
    expect(complaints).toHaveBeenCalledWith("requirePlugin('routePlan').getLocation is not available in the local cloud")
    expect(() => wx.createVKSession?.()).toThrow('wx.createVKSession is not available in the local cloud')
    const { cloud } = app.wx as { cloud: Record<string, Call> }
    await expect(cloud.callHTTPFunction?.()).rejects.toEqual({ errMsg: 'callHTTPFunction:fail not available in the local cloud' })
  })

  test('can be listened for: it never happens, which is no error', () => {
    const warned = jest.spyOn(console, 'warn').mockImplementation(() => undefined)
    wx.onBeaconUpdate?.(() => undefined)
    expect([complaints.mock.calls, warned.mock.calls]).toEqual([[], [['wx.onBeaconUpdate: this never happens in the local cloud']]])
  })

  test('of a phone fails as on a phone that lacks it: no Bluetooth, nothing fetched beforehand', async () => {
    await expect(wx.openBluetoothAdapter?.()).rejects.toEqual({ errCode: 10001, errMsg: 'openBluetoothAdapter:fail not available' })
    await expect(wx.getBackgroundFetchData?.({ fetchType: 'pre' })).rejects.toEqual({ errMsg: 'getBackgroundFetchData:fail record is null' })
    await wx.setBackgroundFetchToken?.({ token: 't' })
    await expect(wx.getBackgroundFetchToken?.()).resolves.toMatchObject({ token: 't' })
    await wx.setScreenBrightness?.({ value: 0.8 })
    await expect(wx.getScreenBrightness?.()).resolves.toMatchObject({ value: 0.8 })
    expect(complaints).not.toHaveBeenCalled()
  })

  test('of Skyline is there without its animations: a value is at once what it becomes', () => {
    const { worklet, router } = app.wx as unknown as { worklet: Record<string, Call> & { Easing: Record<string, Call> }; router: Record<string, Call> }
    const shared = worklet.shared?.(1) as { value: unknown }
    const derived = worklet.derived?.(() => Number(shared.value) * 2) as { value: unknown }
    const done = jest.fn()
    shared.value = worklet.timing?.(5, { easing: worklet.Easing.inOut?.(worklet.Easing.bezier?.(0, 0, 1, 1)) }, done)
    expect([shared.value, derived.value, done.mock.calls]).toEqual([5, 10, [[true]]])
    expect(router.addRouteBuilder?.('fade', () => undefined)).toBeUndefined()
  })
})

test('an observer without a component is one of the page on top', () => {
  app.runtime.start()
  expect(wx.createIntersectionObserver?.()).toHaveProperty('observe')
})

describe('another cloud', () => {
  test('is the same one here, once its own init is done', async () => {
    const { cloud } = app.wx as unknown as { cloud: { Cloud: new (options: object) => { init(): Promise<void>; database(): object } } }
    const other = new cloud.Cloud({ resourceAppid: 'wx1', resourceEnv: 'e1' })
    expect(() => other.database()).toThrow(/please call wx.cloud.init first/)
    await other.init()
    expect(other.database()).toHaveProperty('collection')
  })

  test.each([
    ['requestSubscribeMessage', true],
    ['getSystemInfoSync.return.theme', true],
    ['button.open-type.share', true],
    ['startBeaconDiscovery', false],
    ['xr-scene', false],
  ])('canIUse(%s) is %s', (schema, expected) => {
    expect(wx.canIUse?.(schema)).toBe(expected)
  })
})

describe('what the platform knows', () => {
  test('subscribing outside of a tap fails', async () => {
    await expect(wx.requestSubscribeMessage?.({ tmplIds: ['t1'] })).rejects.toEqual({
      errMsg: 'requestSubscribeMessage:fail can only be invoked by user TAP gesture.',
    })
    await expect(wx.openSetting?.()).rejects.toEqual({ errMsg: 'openSetting:fail can only be invoked by user TAP gesture.' })
  })

  test('the panel is a dialog with names, so that a test can answer it', async () => {
    const page = await app.renderPage('pages/mine/mine')
    await page.tap(page.byText('订阅一条'))
    expect(overlay('[role=dialog]')?.getAttribute('aria-label')).toBe('订阅消息')
    overlay('.mp-consent-allow')?.click()
    await page.settled()
    expect(JSON.parse(page.byClass('result').textContent ?? '')).toEqual({ errMsg: 'requestSubscribeMessage:ok', t1: 'accept' })
  })

  test('settings come only when they are asked for', async () => {
    await expect(wx.getSetting?.()).resolves.toEqual({ errMsg: 'getSetting:ok', authSetting: {} })
    await expect(wx.getSetting?.({ withSubscriptions: true })).resolves.toMatchObject({ subscriptionsSetting: { mainSwitch: true } })
  })
})

test('bytes become text and back', () => {
  expect(wx.arrayBufferToBase64?.(wx.base64ToArrayBuffer?.('5rC0'))).toBe('5rC0')
})

test('a tab bar is only changed on a tab page', async () => {
  await app.renderPage('pages/form/form')
  await expect(wx.setTabBarBadge?.({ index: 0, text: '1' })).rejects.toEqual({ errMsg: 'setTabBarBadge:fail not TabBar page' })
  await app.renderPage('pages/index/index')
  await expect(wx.setTabBarBadge?.({ index: 9, text: '1' })).rejects.toEqual({ errMsg: 'setTabBarBadge:fail tabbar item not found' })
  await expect(wx.setTabBarBadge?.({ index: 0, text: '1' })).resolves.toEqual({ errMsg: 'setTabBarBadge:ok' })
})

test.each([
  ['navigateTo', '/pages/mine/mine', 'navigateTo:fail can not navigateTo a tabbar page'],
  ['redirectTo', '/pages/mine/mine', 'redirectTo:fail can not redirectTo a tabbar page'],
  ['switchTab', '/pages/form/form', 'switchTab:fail can not switch to no-tabBar page'],
  ['reLaunch', '/pages/no/no', 'reLaunch:fail page "pages/no/no" is not found'],
  ['navigateBack', undefined, 'navigateBack:fail cannot navigate back at first page.'],
  ['navigateTo', undefined, 'navigateTo:fail parameter error: parameter.url should be String instead of Undefined;'],
])('%s to %s fails', async (name, url, errMsg) => {
  await app.renderPage('pages/index/index')
  await expect(wx[name]?.({ url })).rejects.toEqual({ errMsg })
})

test('a selector query answers in the order of its questions, with null for what is not there', async () => {
  const page = await app.renderPage('pages/index/index')
  const results = await new Promise<unknown[]>((done) => {
    const query = new SelectorQuery(page.instance)
    query.select('#counter').fields({ id: true, dataset: true, properties: ['step'] })
    query.select('.nobody').boundingClientRect()
    query.selectAll('.group').fields({ dataset: true })
    query.exec(done)
  })
  expect(results).toEqual([{ id: 'counter', dataset: {}, step: 2 }, null, [{ dataset: {} }, { dataset: {} }]])
})
