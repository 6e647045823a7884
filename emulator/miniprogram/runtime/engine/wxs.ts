import { elementOf, type ComponentNode, type Instance, type TreeEvent, type TreeNode } from './types'
import { WxsDescriptor } from './wxs-descriptor'

type WxsFunction = (...args: unknown[]) => unknown

/** Marked when a WXS module is evaluated: events and changes call these with descriptors, not with page events. */
const wxsFunctions = new WeakSet<WxsFunction>()

/** What WXS has beyond JavaScript; to be there before the templates are evaluated. */
export function installWxsLanguage(): void {
  Object.defineProperty(Object.prototype, '__wxsConstructor', {
    configurable: true,
    get(this: unknown) {
      return Object.prototype.toString.call(this).slice('[object '.length, -1)
    },
  })
  Object.assign(globalThis, {
    getRegExp: (pattern: string, flags?: string) => new RegExp(pattern, flags),
    getDate: (...args: number[]) => (args.length === 0 ? new Date() : new Date(...(args as [number]))),
  })
}

/** The compiled templates call these; build/wxml.ts and build/wxs.ts write the calls. */
export const wxsHooks = {
  wxsModule(exported: unknown): void {
    const values = typeof exported === 'function' ? [exported] : Object.values((exported ?? {}) as object)
    for (const value of values) if (typeof value === 'function') wxsFunctions.add(value as WxsFunction)
  },

  /** `change:prop`; deferred, since in WeChat the first change comes when the tree exists. */
  wxsChange:
    (handler: WxsFunction) =>
    (newValue: unknown, oldValue: unknown, host: TreeNode, node: TreeNode): void =>
      queueMicrotask(() => handler(newValue, oldValue, descriptorOf(host), descriptorOf(node))),

  wxsEvent(caller: Instance, event: TreeEvent, listener: WxsFunction): unknown {
    if (!wxsFunctions.has(listener)) return listener.call(caller, event)
    const current = event.currentTarget as unknown as Partial<Instance> & TreeNode
    const wxsEvent: unknown = Object.assign(Object.create(event) as object, { instance: descriptorOf(current._$ ?? current) })
    return listener.call(caller, wxsEvent, descriptorOf(caller._$))
  },
}

const descriptors = new WeakMap<TreeNode, WxsDescriptor>()

/** The ComponentDescriptor of a node: the same one each time, since it holds state. */
export function descriptorOf(node: TreeNode | ComponentNode | null | undefined): WxsDescriptor | null {
  if (!node) return null
  const known = descriptors.get(node)
  if (known) return known
  const descriptor = new WxsDescriptor(node, () => elementOf(node), descriptorOf)
  descriptors.set(node, descriptor)
  return descriptor
}
