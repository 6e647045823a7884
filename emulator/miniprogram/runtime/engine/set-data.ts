import { component } from 'glass-easel-miniprogram-adapter'
import { type Instance } from './types'

/** 单次设置的数据不能超过 1024kB (Page.prototype.setData). */
export const MAX_SET_DATA_LENGTH = 1_048_576

type Data = Record<string, unknown>

/**
 * What WeChat takes of the data of one `setData`: JSON. Functions and undefined are dropped, with a warning.
 * @throws Error when it is longer than WeChat transfers
 */
export function transferable(data: Data, warn: (text: string) => void = console.warn): Data {
  const kept: Data = {}
  for (const [path, value] of Object.entries(data)) {
    if (value === undefined) warn(`Setting data field "${path}" to undefined is invalid.`)
    else if (typeof value === 'function') warn(`Setting data field "${path}" to a function is invalid: setData takes what JSON can hold.`)
    else kept[path] = value
  }
  const length = JSON.stringify(kept).length
  if (length <= MAX_SET_DATA_LENGTH) return kept
  throw new Error(`appDataChange 数据传输长度为 ${length} 已经超过最大长度 ${MAX_SET_DATA_LENGTH}`)
}

/** Puts that rule, and a check of the argument, before every `setData` of a mini-program. */
export function guardSetData(): void {
  const prototype = component.ComponentCaller.prototype
  const setData = prototype.setData
  prototype.setData = function (this: Instance, data: Data, callback?: () => void) {
    if (typeof data !== 'object' || data === null) throw new Error('setData accepts an Object rather than some ' + typeof data)
    setData.call(this, transferable(data), callback)
  }
}
