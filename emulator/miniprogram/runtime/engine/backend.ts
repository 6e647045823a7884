import { glassEasel } from 'glass-easel-miniprogram-adapter'
import { BUILT_IN_TAGS } from '../../built-in-tags'
import { toCssLengths } from '../../css-lengths'
import { tapDetail, touchesOf } from './touches'

const PREFIXED = new Set<string>([...BUILT_IN_TAGS, 'page'])

/**
 * The DOM as glass-easel's backend: built-in tags get the prefix `wx-`, inline styles understand rpx, events carry touches.
 * @param inStyle  puts what a browser can load into the text of a style
 */
export function createBackend(inStyle: (css: string) => string): glassEasel.CurrentWindowBackendContext {
  const backend = new glassEasel.CurrentWindowBackendContext()
  const dom = {
    createElement: (tag: string) => createElement(tag, inStyle),
    createTextNode: (text: string) => document.createTextNode(text),
    createDocumentFragment: () => document.createDocumentFragment(),
  }
  backend.document = dom as unknown as typeof backend.document
  backend.onEvent((target, type, detail, options) => {
    const original: unknown = options.originalEvent
    if (!(original instanceof UIEvent)) return glassEasel.Event.triggerEvent(target, type, detail, options)
    const extraFields = touchesOf(original, type)
    const ownDetail: unknown = type === 'tap' ? tapDetail(original.target, detail as { x: number; y: number }) : detail
    return glassEasel.Event.triggerEvent(target, type, ownDetail, { ...options, ...(extraFields && { extraFields }) })
  })
  fixObservers(backend)
  return backend
}

function createElement(tag: string, inStyle: (css: string) => string): HTMLElement {
  const element = document.createElement(PREFIXED.has(tag) ? `wx-${tag}` : tag)
  const set = element.setAttribute
  element.setAttribute = (name, value) => set.call(element, name, name === 'style' ? inStyle(toCssLengths(String(value))) : value)
  return element
}

/** Margins come without a unit, and the missing ones as «undefinedpx»; the viewport is the page's, not the window's. */
function fixObservers(backend: glassEasel.CurrentWindowBackendContext): void {
  const create = backend.createIntersectionObserver.bind(backend)
  backend.createIntersectionObserver = (target, relative, margin, ...rest) => {
    const margins = (margin || '0').split(/\s+/).map((length) => `${parseFloat(length) || 0}px`)
    const view = (target as unknown as HTMLElement).closest('.mp-view') as typeof target | null
    return create(target, relative ?? view, margins.join(' '), ...rest)
  }
}
