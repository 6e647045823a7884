import { BUILT_IN_TAGS } from '../../built-in-tags'
import { CAPSULE, HOME_INDICATOR_HEIGHT, STATUS_BAR_HEIGHT } from '../device/phone'
import { USER_DATA_PATH } from '../device/user-files'
import { type Session } from '../session'
import { api } from './api'
import { fromBase64, toBase64 } from './base64'

const SDK_VERSION = '3.8.0'
const WECHAT_VERSION = '8.0.50'

/** What the phone and the mini-program are; launch; odds and ends that are the same for everybody. */
export function systemApis(session: Session): object {
  const { phone, manifest, app, router, openid } = session
  const windowInfo = () => {
    const { width, height } = phone
    const bottom = height - HOME_INDICATOR_HEIGHT
    return {
      pixelRatio: window.devicePixelRatio,
      screenWidth: width,
      screenHeight: height,
      windowWidth: width,
      windowHeight: router.top?.scroll.clientHeight || height,
      statusBarHeight: STATUS_BAR_HEIGHT,
      safeArea: { left: 0, right: width, top: STATUS_BAR_HEIGHT, bottom, width, height: bottom - STATUS_BAR_HEIGHT },
      screenTop: 0,
    }
  }
  const device = { brand: 'devtools', model: 'iPhone X', system: 'iOS 16.0.0', platform: 'devtools', abi: '', benchmarkLevel: 1 }
  const deviceInfo = () => ({ ...device })
  const appBaseInfo = () => ({
    SDKVersion: SDK_VERSION,
    version: WECHAT_VERSION,
    language: 'zh_CN',
    theme: phone.theme.theme,
    enableDebug: false,
    fontSizeSetting: phone.font.size,
    fontSizeScaleFactor: phone.font.scale,
    host: { env: 'WeChat' },
  })
  const systemInfo = () => ({ ...windowInfo(), ...deviceInfo(), ...appBaseInfo() })
  const functions: Record<string, unknown> = {
    env: { USER_DATA_PATH },
    getWindowInfo: windowInfo,
    getDeviceInfo: deviceInfo,
    getAppBaseInfo: appBaseInfo,
    getSystemInfoSync: systemInfo,
    getSystemInfo: api('getSystemInfo', systemInfo),
    getSystemInfoAsync: api('getSystemInfoAsync', systemInfo),
    getSystemSetting: () => ({ bluetoothEnabled: false, locationEnabled: false, wifiEnabled: true, deviceOrientation: 'portrait' }),
    getAppAuthorizeSetting: () => ({ notificationAuthorized: 'authorized' }),
    getMenuButtonBoundingClientRect: () => {
      const right = phone.width - CAPSULE.rightMargin
      const { width, height, top } = CAPSULE
      return { width, height, top, right, bottom: top + height, left: right - width }
    },
    getAccountInfoSync: () => ({ miniProgram: { appId: manifest.appid, envVersion: 'develop', version: '' }, plugin: {} }),
    getLaunchOptionsSync: () => app.launchOptions,
    getEnterOptionsSync: () => app.launchOptions,
    nextTick: (callback: () => void) => queueMicrotask(callback),
    // Both sides of the pair differ on every phone, so that nobody relies on what a code is.
    login: api('login', () => ({ code: `local-${openid}` })),
    checkSession: api('checkSession', () => undefined),
    getUpdateManager: () => ({
      onCheckForUpdate: (listener: (result: { hasUpdate: boolean }) => void) => setTimeout(() => listener({ hasUpdate: false })),
      onUpdateReady: () => undefined,
      onUpdateFailed: () => undefined,
      applyUpdate: () => undefined,
    }),
    base64ToArrayBuffer: (text: string) => fromBase64(text).buffer,
    arrayBufferToBase64: (buffer: ArrayBuffer) => toBase64(new Uint8Array(buffer)),
    getLogManager: () => console,
    getRealtimeLogManager: () => console,
  }
  return functions
}

/** Functions that need do nothing here, because nothing that they change is drawn or listened to. */
const HARMLESS = [
  'reportEvent', 'reportAnalytics', 'reportMonitor', 'reportPerformance', 'setEnableDebug', 'setBackgroundColor', 'setBackgroundTextStyle',
  'onWindowResize', 'offWindowResize', 'onMemoryWarning', 'offMemoryWarning', 'onKeyboardHeightChange', 'offKeyboardHeightChange',
  'onMenuButtonBoundingClientRectWeightChange', 'offMenuButtonBoundingClientRectWeightChange', 'enableAlertBeforeUnload',
  'disableAlertBeforeUnload', 'setKeepScreenOn', 'hideHomeButton', 'onUserCaptureScreen', 'offUserCaptureScreen',
  'onAccelerometerChange', 'offAccelerometerChange', 'onCompassChange', 'offCompassChange', 'onNetworkWeakChange', 'offNetworkWeakChange', 'showShareMenu', 'hideShareMenu', 'updateShareMenu', 'loadFontFace', 'preloadSubpackage', 'report',
] as const

export function harmlessApis(): object {
  const nothing = () => undefined
  return Object.fromEntries(HARMLESS.map((name) => [name, /^o(n|ff)[A-Z]/.test(name) ? nothing : api(name, nothing)]))
}

/** Whether wx.canIUse names something that exists: a function, or a built-in component, of the phone. */
export function canIUse(schema: string, wx: object): boolean {
  const [name = ''] = schema.split('.')
  return Object.hasOwn(wx, name) || BUILT_IN_TAGS.some((tag) => tag === name) || schema === 'Component'
}
