import { api, ApiError } from './api'

/** 低功耗蓝牙 is switched off on this phone, as `getSystemSetting` says. */
const NO_BLUETOOTH = 10_001
/** As much as at the beginning, until somebody sets it. */
const BRIGHTNESS = 0.5

/** What many a mini-program asks at its start, of a phone on which none of it is set up. */
export function atStartApis(): object {
  const nothing = () => undefined
  let [brightness, fetchToken] = [BRIGHTNESS, '']
  const battery = { level: 100, isCharging: true, isLowPowerModeEnabled: false }
  return {
    // 数据预拉取 and 周期性更新: nothing was ever fetched beforehand.
    getBackgroundFetchData: api('getBackgroundFetchData', () => {
      throw new ApiError('record is null')
    }),
    setBackgroundFetchToken: api('setBackgroundFetchToken', ({ token }: { token?: unknown }) => void (fetchToken = String(token))),
    getBackgroundFetchToken: api('getBackgroundFetchToken', () => ({ token: fetchToken })),
    onBackgroundFetchData: nothing,
    getScreenBrightness: api('getScreenBrightness', () => ({ value: brightness })),
    setScreenBrightness: api('setScreenBrightness', ({ value }: { value?: unknown }) => void (brightness = Number(value))),
    getBatteryInfo: api('getBatteryInfo', () => battery),
    getBatteryInfoSync: () => battery,
    // Of an app that a third party publishes (ext.json), and of experiments: none.
    getExtConfig: api('getExtConfig', () => ({ extConfig: {} })),
    getExtConfigSync: () => ({}),
    getExptInfoSync: () => ({}),
    getApiCategory: () => 'default',
    getPerformance: () => ({ getEntries: () => [], getEntriesByName: () => [], getEntriesByType: () => [], setBufferSize: nothing, createObserver: () => ({ observe: nothing, disconnect: nothing }) }),
    openBluetoothAdapter: api('openBluetoothAdapter', () => {
      throw new ApiError('not available', NO_BLUETOOTH)
    }),
    closeBluetoothAdapter: api('closeBluetoothAdapter', nothing),
  }
}
