import { define, type ElementDefinition } from './element'

const text = define({ tag: 'text', properties: { selectable: false, userSelect: false, space: '', decode: false } })

/** Components that are their children and their style. */
export const plainElements: ElementDefinition[] = [
  text,
  define({ tag: 'view', properties: {} }),
  define({ tag: 'cover-view', properties: { scrollTop: null } }),
  define({ tag: 'block', properties: {} }),
  define({ tag: 'page-container', properties: { show: false } }),
  define({ tag: 'movable-area', properties: { scaleArea: false } }),
  define({ tag: 'movable-view', properties: { direction: 'none', x: null, y: null } }),
]
