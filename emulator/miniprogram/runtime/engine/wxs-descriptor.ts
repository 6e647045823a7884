import { toCssLengths } from '../../css-lengths'
import { type ComponentNode, type TreeNode } from './types'

type Describe = (node: TreeNode | null | undefined) => WxsDescriptor | null

/** The style segment of a node that WXS owns, beside that of its template. */
const WXS_STYLE_SEGMENT = 2

/** ComponentDescriptor: what a WXS event handler may do with a node (WXS 响应事件). */
export class WxsDescriptor {
  readonly #node: TreeNode
  readonly #element: () => HTMLElement
  readonly #describe: Describe
  readonly #state: Record<string, unknown> = {}
  readonly #styles: Record<string, string> = {}

  constructor(node: TreeNode, element: () => HTMLElement, describe: Describe) {
    this.#node = node
    this.#element = element
    this.#describe = describe
  }

  selectComponent(selector: string): WxsDescriptor | null {
    return this.#describe(this.#component.getShadowRoot?.()?.querySelector(selector))
  }

  selectAllComponents(selector: string): (WxsDescriptor | null)[] {
    return (this.#component.getShadowRoot?.()?.querySelectorAll(selector) ?? []).map(this.#describe)
  }

  setStyle(style: string | Record<string, string>): this {
    if (typeof style === 'string') {
      this.#node.setNodeStyle(toCssLengths(style), WXS_STYLE_SEGMENT)
      return this
    }
    Object.assign(this.#styles, style)
    const text = Object.entries(this.#styles).map(([name, value]) => `${hyphenated(name)}:${value}`)
    this.#node.setNodeStyle(toCssLengths(text.join(';')), WXS_STYLE_SEGMENT)
    return this
  }

  addClass(name: string): this {
    this.#node.classList?.toggle(name, true)
    return this
  }

  removeClass(name: string): this {
    this.#node.classList?.toggle(name, false)
    return this
  }

  hasClass(name: string): boolean {
    return this.#node.classList?.contains(name) ?? false
  }

  getDataset(): Record<string, unknown> {
    return this.#node.dataset ?? {}
  }

  callMethod(name: string, detail?: unknown): void {
    const method = (this.#component.getMethodCaller() as Record<string, unknown>)[name]
    if (typeof method === 'function') method.call(this.#component.getMethodCaller(), detail)
  }

  triggerEvent(name: string, detail?: unknown, options = {}): void {
    this.#component.triggerEvent(name, detail, options)
  }

  getState(): Record<string, unknown> {
    return this.#state
  }

  requestAnimationFrame(callback: () => void): void {
    requestAnimationFrame(callback)
  }

  setTimeout(callback: () => void, ms: number): number {
    return window.setTimeout(callback, ms)
  }

  clearTimeout(timer: number): void {
    window.clearTimeout(timer)
  }

  getComputedStyle(names: string[]): Record<string, string> {
    const computed = getComputedStyle(this.#element())
    return Object.fromEntries(names.map((name) => [name, computed.getPropertyValue(hyphenated(name))]))
  }

  getBoundingClientRect(): DOMRect {
    return this.#element().getBoundingClientRect()
  }

  get #component(): ComponentNode {
    return this.#node as ComponentNode
  }
}

function hyphenated(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
