import { type Session } from '../session'
import { api, ApiError } from './api'

/** 单个 key 允许存储的最大数据长度为 1MB (wx.setStorage). */
const MAX_ENTRY_LENGTH = 1_048_576
const LIMIT_KB = 10_240

/** What the browser's own storage puts before the keys of one mini-program and user. */
export function storagePrefix(appid: string, openid: string): string {
  return `mini-program:${appid}:${openid}:`
}

/** The storage of one mini-program and user; it outlives the page. */
export function storageApis({ openid, manifest }: Session): object {
  const prefix = storagePrefix(manifest.appid, openid)
  const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(prefix))
  const read = (key: string): unknown => {
    const text = localStorage.getItem(prefix + key)
    return text === null ? undefined : (JSON.parse(text) as { data: unknown }).data
  }
  const write = (key: string, data: unknown) => {
    const text = JSON.stringify({ data })
    if (text.length > MAX_ENTRY_LENGTH) throw new ApiError('exceed storage item max length')
    localStorage.setItem(prefix + key, text)
  }
  const remove = (key: string) => localStorage.removeItem(prefix + key)
  const clear = () => keys().forEach((key) => localStorage.removeItem(key))
  const info = () => ({
    keys: keys().map((key) => key.slice(prefix.length)),
    currentSize: Math.ceil(keys().reduce((size, key) => size + (localStorage.getItem(key)?.length ?? 0), 0) / 1024),
    limitSize: LIMIT_KB,
  })
  return {
    // A missing key reads as an empty text.
    getStorageSync: (key: string) => read(key) ?? '',
    setStorageSync: (key: string, data: unknown) => {
      try {
        write(key, data)
      } catch (error) {
        throw new Error(`setStorageSync:fail ${error instanceof Error ? error.message : String(error)}`, { cause: error })
      }
    },
    removeStorageSync: remove,
    clearStorageSync: clear,
    getStorageInfoSync: info,
    getStorage: api('getStorage', ({ key }: { key: string }) => {
      const data = read(key)
      if (data === undefined) throw new ApiError('data not found')
      return { data }
    }),
    setStorage: api('setStorage', ({ key, data }: { key: string; data: unknown }) => write(key, data)),
    removeStorage: api('removeStorage', ({ key }: { key: string }) => remove(key)),
    clearStorage: api('clearStorage', clear),
    getStorageInfo: api('getStorageInfo', info),
  }
}
