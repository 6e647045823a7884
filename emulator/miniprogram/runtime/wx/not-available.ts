import { type Toasts } from '../shell/toast'
import { callbacksIn, type Callbacks } from './api'

const REPORT_MS = 3000
/** Names that the language and tools look for on any object. */
const NO_API = new Set(
  ['then', 'toJSON', 'constructor', 'prototype', 'valueOf', 'toString', 'hasOwnProperty', 'nodeType', 'asymmetricMatch'],
)
const SYNCHRONOUS = /Sync$|^create|^get\w*(Manager|Context)$/

/**
 * The same object, but what it lacks fails loudly and by name: in the console, on the screen, and to the caller.
 * Reading a name is allowed, so that a mini-program may look whether it is there.
 */
export function notAvailable<T extends object>(functions: T, prefix: string, toasts: Toasts): T {
  return new Proxy(functions, {
    get(target, name, receiver) {
      if (typeof name === 'symbol' || Reflect.has(target, name) || NO_API.has(name)) return Reflect.get(target, name, receiver) as unknown
      return (options?: Callbacks) => refuse(`${prefix}.${name}`, name, toasts, options)
    },
  })
}

function refuse(fullName: string, name: string, toasts: Toasts, options?: Callbacks): Promise<never> | undefined {
  // To listen for what never happens is no fault; what would make it happen fails by name.
  if (/^o(n|ff)[A-Z]/.test(name)) return void console.warn(`${fullName}: this never happens in the local cloud`)
  const text = `${fullName} 在本地云中不可用`
  console.error(`${fullName} is not available in the local cloud`)
  toasts.show({ title: text, icon: 'none', duration: REPORT_MS })
  if (SYNCHRONOUS.test(name)) throw new Error(`${fullName} is not available in the local cloud`)
  const failure = { errMsg: `${name}:fail not available in the local cloud` }
  const { success, fail, complete } = callbacksIn(options ?? {})
  if (!success && !fail && !complete) return Promise.reject(failure)
  fail?.(failure)
  complete?.(failure)
  return undefined
}
